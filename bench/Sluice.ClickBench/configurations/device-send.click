// Frames out at one end of a veth pair.
source :: InfiniteSource($frame) -> Queue(1000) -> sink :: ToDevice(bench0)
