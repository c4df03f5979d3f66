source :: InfiniteSource($frame) -> Discard;
