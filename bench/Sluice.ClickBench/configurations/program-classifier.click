source :: InfiniteSource($frame) -> s :: BPFClassifier(FILE round-robin) -> Discard;
s [1] -> Discard;
