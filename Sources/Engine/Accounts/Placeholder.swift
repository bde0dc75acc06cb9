// The first file of this target; it goes when a real one is there.
