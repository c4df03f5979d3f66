// One input of an IP router with three interfaces; the link addresses of the next hops are known.
source :: InfiniteSource($frame) -> c :: Classifier(12/0806 20/0001, 12/0806 20/0002, 12/0800, -);
c [0] -> Discard; c [1] -> Discard; c [3] -> Discard;
c [2] -> Paint(1) -> Strip(14) -> CheckIPHeader(18.26.4.255 10.0.0.255) -> GetIPAddress(16)
	-> rt :: RadixIPLookup(10.0.0.1/32 0, 10.0.0.255/32 0, 10.0.0.0/24 1, 192.0.2.1/32 0, 192.0.2.255/32 0, 192.0.2.0/24 2, 0.0.0.0/0 192.0.2.254 2);
rt [0] -> Discard;
rt [1] -> DropBroadcasts -> p1 :: PaintTee(1) -> g1 :: IPGWOptions(10.0.0.1) -> FixIPSrc(10.0.0.1) -> d1 :: DecIPTTL -> f1 :: IPFragmenter(1500)
	-> EtherEncap(0x0800, 2:0:0:0:1:1, 2:0:0:0:1:2) -> Queue(200) -> Unqueue -> Discard;
rt [2] -> DropBroadcasts -> p2 :: PaintTee(2) -> g2 :: IPGWOptions(192.0.2.1) -> FixIPSrc(192.0.2.1) -> d2 :: DecIPTTL -> f2 :: IPFragmenter(1500)
	-> EtherEncap(0x0800, 2:0:0:0:2:1, 2:0:0:0:2:2) -> Queue(200) -> Unqueue -> sink :: Discard;
p1 [1] -> Discard; g1 [1] -> Discard; d1 [1] -> Discard; f1 [1] -> Discard;
p2 [1] -> Discard; g2 [1] -> Discard; d2 [1] -> Discard; f2 [1] -> Discard
