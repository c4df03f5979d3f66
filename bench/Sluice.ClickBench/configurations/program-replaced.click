source :: InfiniteSource($frame) -> f :: BPFFilter(FILE counter-v1) -> sink :: GapSink;
