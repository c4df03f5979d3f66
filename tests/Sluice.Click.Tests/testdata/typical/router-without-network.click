// An IP router between two networks, without devices: one source, and sinks for what would leave. In the style of the configuration that
// Click ships for trying its router anywhere.

in0, in1 :: Classifier(12/0806 20/0001,
                       12/0806 20/0002,
                       12/0800,
                       -);

Idle -> [0]in0;
source :: InfiniteSource(DATA \<
  // Ethernet, to in1
  02 00 00 00 00 11  02 00 00 00 00 99  08 00
  // IP, 192.0.2.9 to 10.1.0.2, 40 bytes
  45 00 00 28  00 00 00 00  40 11 ae b9  c0 00 02 09  0a 01 00 02
  // UDP
  13 69 13 69  00 14 00 00
  // some data
  53 6c 75 69  63 65 21 0a  00 01 02 03
>, LIMIT 6000, BURST 5, STOP true) -> [0]in1;
out0 :: Queue(200) -> sent0 :: Counter -> Discard;
out1 :: Queue(200) -> sent1 :: Counter -> Discard;
host :: Discard;

arp0 :: EtherEncap(0x0800, 02:00:00:00:00:10, 02:00:00:00:00:01) -> out0;
arp1 :: EtherEncap(0x0800, 02:00:00:00:00:11, 02:00:00:00:00:01) -> out1;

replies :: Tee(3);
in0[1], in1[1] -> replies;
replies[0] -> host;
replies[1] -> arp0;
replies[2] -> arp1;

in0[0] -> ARPResponder(10.1.0.1 02:00:00:00:00:10, 10.2.0.0/24 02:00:00:00:00:10) -> out0;
in1[0] -> ARPResponder(10.2.0.1 02-00-00-00-00-11) -> out1;

routes :: StaticIPLookup(10.1.0.1/32 0, 10.1.0.255/32 0, 10.1.0.0/32 0,
                         10.2.0.1/32 0, 10.2.0.255/32 0, 10.2.0.0/32 0,
                         10.1.0.0/24 1, 10.2.0.0/24 2, 0.0.0.0/0 10.1.0.254 1);

ip :: Strip(14) -> CheckIPHeader(10.1.0.255 10.2.0.255) -> [0]routes;
in0[2] -> Paint(1) -> ip;
in1[2] -> Paint(2) -> ip;

routes[0] -> EtherEncap(0x0800, 1:1:1:1:1:1, 2:2:2:2:2:2) -> host;
routes[1] -> DropBroadcasts
          -> paint0 :: PaintTee(1)
          -> options0 :: IPGWOptions(10.1.0.1)
          -> FixIPSrc(10.1.0.1)
          -> ttl0 :: DecIPTTL
          -> fragments0 :: IPFragmenter(300)
          -> [0]arp0;
routes[2] -> DropBroadcasts
          -> paint1 :: PaintTee(2)
          -> options1 :: IPGWOptions(10.2.0.1)
          -> FixIPSrc(10.2.0.1)
          -> ttl1 :: DecIPTTL
          -> fragments1 :: IPFragmenter(300)
          -> [0]arp1;

ttl0[1] -> ICMPError(10.1.0.1, timeexceeded) -> [0]routes;
ttl1[1] -> ICMPError(10.2.0.1, timeexceeded) -> [0]routes;
fragments0[1] -> ICMPError(10.1.0.1, unreachable, needfrag) -> [0]routes;
fragments1[1] -> ICMPError(10.2.0.1, unreachable, needfrag) -> [0]routes;
options0[1] -> ICMPError(10.1.0.1, parameterproblem) -> [0]routes;
options1[1] -> ICMPError(10.2.0.1, parameterproblem) -> [0]routes;
paint0[1] -> ICMPError(10.1.0.1, redirect, host) -> [0]routes;
paint1[1] -> ICMPError(10.2.0.1, redirect, host) -> [0]routes;

in0[3] -> Print(in0) -> Discard;
in1[3] -> Print(in1) -> Discard;
