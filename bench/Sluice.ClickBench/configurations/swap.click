source :: RatedSource($frame, 1000000) -> c :: Classifier(12/0800, -) -> Strip(14) -> CheckIPHeader -> IPFilter(allow udp, deny all) -> counter :: Counter
	-> q :: Queue(1000) -> Unqueue -> sink :: GapSink;
c [1] -> Discard
