source :: InfiniteSource($frame) -> Strip(14) -> CheckIPHeader -> IPFilter(allow udp && dst port 53, deny all) -> Counter -> sink :: Discard
