// At half the rate that the graph can do and more: how long packets take from source to sink.
source :: RatedSource($frame, $rate) -> c :: Classifier(12/0800, -) -> Strip(14) -> CheckIPHeader -> IPFilter(allow udp, deny all) -> Counter
	-> Queue(1000) -> Unqueue -> sink :: LatencySink;
c [1] -> Discard
