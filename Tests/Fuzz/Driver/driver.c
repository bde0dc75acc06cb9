// Deliberately empty: libFuzzer brings main, FuzzCases brings LLVMFuzzerTestOneInput. A target in C,
// because SwiftPM would look for the entry point of one in Swift.
