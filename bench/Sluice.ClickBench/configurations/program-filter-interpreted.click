source :: InfiniteSource($frame) -> BPFFilter(FILE target-port, JIT false) -> Discard;
