source :: InfiniteSource($frame) -> Queue(1000) -> Unqueue -> sink :: Discard
