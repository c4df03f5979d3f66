// A gateway at home, with the host behind a device of its own, a firewall of two filters, and a control socket. In the style of a gateway
// that Click's users pass on.

define($DEV_OUT eth1, $DEV_IN eth0);
ControlSocket(unix, gateway.socket);

AddressInfo(out 203.0.113.7 203.0.113.0/24 02:00:00:00:02:01, gw 203.0.113.1, in 192.168.1.1 192.168.1.0/24 02:00:00:00:02:02);
StaticThreadSched(from_in 0, from_out 0);

from_out :: FromDevice($DEV_OUT, PROMISC true);
from_in :: FromDevice($DEV_IN, PROMISC true);
host :: FromHost(fake0, 192.168.3.1/24, CAPACITY 500, ETHER 02:00:00:00:02:03);

to_out :: PrioSched -> ToDevice($DEV_OUT);
out_arp :: Queue -> [0]to_out;
out_data :: ThreadSafeQueue(500) -> [1]to_out;
in_queue :: Queue(500) -> ToDevice($DEV_IN);

arp_out :: ARPQuerier(out:ip, out:eth) -> out_data;
arp_in :: ARPQuerier(in:ip, in:eth) -> in_queue;

types_out :: Classifier(12/0806 20/0001, 12/0806 20/0002, 12/0800, -);
from_out -> HostEtherFilter(out:eth, DROP_OWN true, DROP_OTHER true) -> types_out;
types_out[0] -> ARPResponder(out:ip/32 out:eth) -> out_arp;
types_out[1] -> [1] arp_out;
types_out[3] -> Discard;

types_in :: Classifier(12/0806 20/0001, 12/0806 20/0002, 12/0800, -);
from_in -> HostEtherFilter(in:eth) -> types_in;
types_in[0] -> ARPResponder(in) -> in_queue;
types_in[1] -> [1] arp_in;
types_in[3] -> Discard;

host -> types_host :: Classifier(12/0806 20/0001, 12/0800, -);
types_host[0] -> ARPResponder(0.0.0.0/0 02:00:00:00:02:04) -> ToHost(fake0);
types_host[2] -> Discard;
to_host :: EtherEncap(0x0800, 02:00:00:00:02:04, 02:00:00:00:02:03) -> ToHost(fake0);

rw :: IPRewriter(pattern out:ip 1024-65535# - - 0 1, drop, pattern out:ip 22 192.168.1.9 22 1 0, MAPPING_CAPACITY 4096, TCP_TIMEOUT 86400, UDP_TIMEOUT 300, REAP_INTERVAL 60);
pings :: ICMPPingRewriter(pattern out:ip - - - 0 1, drop, MAPPING_CAPACITY rw);
errors :: ICMPRewriter(rw pings);

fence :: IPFilter(allow src net in, deny all);
gate :: IPFilter(deny src net in or src net 10.0.0.0/8 or src net 127.0.0.0/8, allow dst host out, deny all);

types_in[2] -> StripToNetworkHeader -> CheckIPHeader(INTERFACES 192.168.1.1/24) -> GetIPAddress(16) -> fence;
types_host[1] -> Strip(14) -> MarkIPHeader -> IPReassembler -> SetTimestamp -> inside :: IPClassifier(icmp echo, tcp or udp, -);
fence -> mine :: IPClassifier(dst host in, -);
mine[0] -> kinds :: IPClassifier(icmp echo, -);
kinds[0] -> ICMPPingResponder -> arp_in;
kinds[1] -> to_host;
mine[1] -> inside;
inside[0] -> pings;
inside[1] -> [0] rw;
inside[2] -> Discard;

types_out[2] -> Strip(14) -> CheckIPHeader -> gate -> IPReassembler
  -> from :: IPClassifier(icmp echo-reply, icmp, dst tcp port 22, tcp or udp, -);
from[0] -> [1] pings;
from[1] -> errors;
from[2] -> [2] rw;
from[3] -> [1] rw;
from[4] -> Discard;

rw[0], pings[0] -> DecIPTTL -> IPFragmenter(1500) -> LinearIPLookup(out 0, 0.0.0.0/0 gw 0) -> arp_out;
rw[1], pings[1], errors -> DecIPTTL -> backs :: IPClassifier(dst net 192.168.3.0/24, -);
backs[0] -> to_host;
backs[1] -> GetIPAddress(16) -> arp_in;
