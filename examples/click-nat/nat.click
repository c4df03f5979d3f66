// A gateway that hides a network behind one address, and a firewall before it.

define($INT eth0, $INTIP 192.168.0.1, $INTNET 192.168.0.0/24, $INTETH 02:00:00:00:00:10,
       $EXT eth1, $EXTIP 203.0.113.2, $EXTNET 203.0.113.0/24, $EXTETH 02:00:00:00:00:11, $GATEWAY 203.0.113.1);

elementclass Link { $dev, $ip, $eth |
  FromDevice($dev) -> types :: Classifier(12/0806 20/0001, 12/0806 20/0002, 12/0800, -);
  out :: Queue(1000) -> ToDevice($dev);
  types [0] -> ARPResponder($ip $eth) -> out;
  input -> arp :: ARPQuerier($ip, $eth) -> out;
  types [1] -> [1] arp;
  types [2] -> Strip(14) -> CheckIPHeader -> GetIPAddress(16) -> output;
  types [3] -> Discard;
}

inside :: Link($INT, $INTIP, $INTETH);
outside :: Link($EXT, $EXTIP, $EXTETH);

IPRewriterPatterns(hidden $EXTIP 50000-65535 - -);
flows :: IPRewriter(pattern hidden 0 1, drop);
pings :: ICMPPingRewriter(pattern $EXTIP 0-65535 - - 0 1, drop);
errors :: ICMPRewriter(flows pings);

// Nobody inside sends mail, and nobody pretends to be somebody else.
firewall :: IPFilter(deny not src net $INTNET, deny dst tcp port 25, allow all);

inside -> own :: IPClassifier(dst host $INTIP and icmp type echo, dst host $INTIP, -);
own [0] -> ICMPPingResponder -> inside;
own [1] -> Discard;
own [2] -> firewall -> kinds :: IPClassifier(tcp or udp, icmp type echo, -);
kinds [0] -> flows;
kinds [1] -> pings;
kinds [2] -> Discard;

outside -> replies :: IPClassifier(dst host $EXTIP and (tcp or udp), dst host $EXTIP and icmp type echo-reply,
                                   dst host $EXTIP and (icmp type 3 or icmp type 11), dst host $EXTIP and icmp type echo, -);
replies [0] -> [1] flows;
replies [1] -> [1] pings;
replies [2] -> errors;
replies [3] -> ICMPPingResponder -> outside;
replies [4] -> Discard;

// Neighbours directly, the others through the gateway.
world :: StaticIPLookup($EXTNET 0, 0.0.0.0/0 $GATEWAY 0) -> DecIPTTL -> outside;
home :: DecIPTTL -> inside;
flows [0] -> world;
pings [0] -> world;
flows [1] -> home;
pings [1] -> home;
errors -> home;
