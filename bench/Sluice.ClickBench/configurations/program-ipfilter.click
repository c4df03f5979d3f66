source :: InfiniteSource($frame) -> Strip(14) -> MarkIPHeader -> IPFilter(deny dst port 12345, allow all) -> Discard;
