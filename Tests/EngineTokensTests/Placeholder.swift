// The first file of these tests; it goes when a real one is there.
