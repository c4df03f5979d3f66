source :: InfiniteSource($frame) -> BPFRewriter(FILE strip-ether-vlan) -> Discard;
