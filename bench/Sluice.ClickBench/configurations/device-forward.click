// In at one end of a veth pair, out at an end of another one.
source :: FromDevice(bench1, PROMISC true) -> c :: Counter -> Queue(1000) -> sink :: ToDevice(bench2)
