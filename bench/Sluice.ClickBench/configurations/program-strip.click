source :: InfiniteSource($frame) -> StripEtherVLANHeader -> Discard;
