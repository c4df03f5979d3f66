source :: FastUDPFlows(0, -1, 64, 2:0:0:0:0:1, 10.0.0.1, 2:0:0:0:0:2, 192.0.2.9, 256, 1000000000)
	-> Strip(14) -> CheckIPHeader -> nat :: IPRewriter(pattern 203.0.113.1 1024-65535 - - 0 1, drop);
nat [0] -> EtherEncap(0x0800, 2:0:0:0:1:1, 2:0:0:0:1:2) -> sink :: Discard;
Idle -> [1] nat; nat [1] -> Discard
