// An IP router with three interfaces: ARP, time to live, fragmentation, options, ICMP errors, redirects, and answers to pings.

define($DEV0 eth0, $IP0 10.0.0.1, $NET0 10.0.0.0/24, $ETH0 02:00:00:00:00:10,
       $DEV1 eth1, $IP1 10.0.1.1, $NET1 10.0.1.0/24, $ETH1 02:00:00:00:00:11,
       $DEV2 eth2, $IP2 10.0.2.1, $NET2 10.0.2.0/24, $ETH2 02:00:00:00:00:12,
       $MTU 1500);

// What every interface has. Inputs and outputs are IP packets: output 0 what came in, output 1 the errors to send.
elementclass Interface { $dev, $ip, $eth, $color, MTU $mtu |

  FromDevice($dev)
    -> types :: Classifier(12/0806 20/0001, 12/0806 20/0002, 12/0800, -);
  out :: Queue(1000) -> ToDevice($dev);

  types [0] -> ARPResponder($ip $eth) -> out;
  arp :: ARPQuerier($ip, $eth) -> out;
  types [1] -> [1] arp;
  types [2] -> Paint($color)
    -> Strip(14)
    -> CheckIPHeader
    -> GetIPAddress(16)
    -> output;
  types [3] -> Discard;

  input -> DropBroadcasts
    -> redirect :: PaintTee($color)
    -> options :: IPGWOptions($ip)
    -> FixIPSrc($ip)
    -> ttl :: DecIPTTL
    -> fragment :: IPFragmenter($mtu)
    -> arp;

  redirect [1], options [1], ttl [1], fragment [1]
    => ICMPError($ip, redirect, host), ICMPError($ip, parameterproblem), ICMPError($ip, timeexceeded), ICMPError($ip, unreachable, needfrag)
    -> [1] output;
}

i0 :: Interface($DEV0, $IP0, $ETH0, 1, MTU $MTU);
i1 :: Interface($DEV1, $IP1, $ETH1, 2, MTU $MTU);
i2 :: Interface($DEV2, $IP2, $ETH2, 3, MTU $MTU);

routes :: StaticIPLookup($IP0/32 0, $IP1/32 0, $IP2/32 0, $NET0 1, $NET1 2, $NET2 3, 0.0.0.0/0 4);

i0, i1, i2 -> routes;
i0 [1], i1 [1], i2 [1] -> routes;

// For the router itself.
routes [0] -> own :: IPClassifier(icmp type echo, -) => ( [0] -> ICMPPingResponder -> [0]; [1] -> ICMPError($IP0, unreachable, port) -> [1] ) -> routes;
routes [1] -> i0;
routes [2] -> i1;
routes [3] -> i2;
routes [4] -> ICMPError($IP0, unreachable, net) -> routes;
