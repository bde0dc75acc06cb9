// Declarations that the C library module of Swift lacks.
#ifndef CSYSTEM_H
#define CSYSTEM_H
#endif
