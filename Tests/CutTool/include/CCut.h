// Nothing to call: the library is loaded before a program (LD_PRELOAD) and cuts it off. See cut.c.
