// Nothing between source and sink.
source :: InfiniteSource($frame) -> sink :: Discard
