// The least a Swift program can do: what every start of swop pays before its first line.
print("bare")
