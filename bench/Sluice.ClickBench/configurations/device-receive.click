// Frames in at its other end.
source :: FromDevice(bench1, PROMISC true) -> c :: Counter -> Discard
