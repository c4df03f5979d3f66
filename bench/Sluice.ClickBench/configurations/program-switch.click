source :: InfiniteSource($frame) -> s :: RoundRobinSwitch -> Discard;
s [1] -> Discard;
