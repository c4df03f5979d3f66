source :: InfiniteSource($frame) -> BPFFilter(FILE target-port) -> Discard;
