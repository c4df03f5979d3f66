// A firewall with address translation between an office and the world, whose addresses all stand in one place. In the style of a gateway
// that ships with Click: services on an inner server, FTP, what the host itself answers, sniffers.

AddressInfo(
  inner        10.0.0.1      10.0.0.0/8       02:00:00:00:01:01,
  outer        198.51.100.2  198.51.100.0/24  02:00:00:00:01:02,
  next_hop                                    02:00:00:00:01:03,
  inner_server 10.0.0.10
);

elementclass Card {
  $device |
  from :: FromDevice($device)
        -> seen :: Tee
        -> output;
  input -> q :: Queue(1024)
        -> sent :: PullTee
        -> to :: ToDevice($device);
  seen[1] -> ToHostSniffers;
  sent[1] -> ToHostSniffers($device);
  ScheduleInfo(from .1, to 1);
}

outside :: Card(eth1);
inside :: Card(eth0);
to_host :: EtherEncap(0x0800, 1:1:1:1:1:1, inner) -> ToHost;

outside_types, inside_types :: Classifier(12/0806 20/0001, 12/0806 20/0002, 12/0800, -);
inside_arp :: ARPQuerier(inner);

outside -> outside_types;
outside_types[0] -> ARPResponder(outer) -> outside;
outside_types[1] -> ToHost;
outside_types[3] -> Discard;

inside -> inside_types;
inside_types[0] -> ARPResponder(inner) -> inside;
inside_types[1] -> answers :: Tee;
	answers[0] -> ToHost;
	answers[1] -> [1]inside_arp;
inside_types[3] -> Discard;

IPRewriterPatterns(to_world outer 50000-65535 - -,
                   to_server inner 50000-65535 inner_server -);

rw :: IPRewriter(pattern to_world 0 1,
                 pattern to_server 1 0,
                 pattern to_server 1 1,
                 nochange 0,
                 nochange 2);
ftp :: TCPRewriter(pattern to_world 0 1, drop);

to_outside :: GetIPAddress(16) -> CheckIPHeader -> EtherEncap(0x0800, outer:eth, next_hop:eth) -> outside;
to_inside :: GetIPAddress(16) -> CheckIPHeader -> [0]inside_arp -> inside;

rw[0] -> back :: IPClassifier(dst host inner, -);
  back[0] -> to_host;
  back[1] -> to_outside;
rw[1] -> to_inside;
rw[2] -> IPClassifier(dst host outer) -> to_host;
ftp[0] -> to_outside;
ftp[1] -> to_inside;

from_outside :: IPClassifier(dst host outer, -);
services :: IPClassifier(dst tcp ssh, dst tcp www or https, src tcp port ftp, tcp or udp, -);
outside_types[2] -> Strip(14) -> CheckIPHeader -> from_outside;
from_outside[0] -> services;
  services[0] -> [1]rw;
  services[1] -> [1]rw;
  services[2] -> [1]ftp;
  services[3] -> [4]rw;
  services[4] -> Discard;
from_outside[1] -> Discard;

from_inside :: IPClassifier(dst host inner, dst net inner, dst tcp port ftp, -);
own :: IPClassifier(dst tcp ssh, dst tcp www or https, src or dst port dns, dst tcp port auth, tcp or udp, -);
inside_types[2] -> Strip(14) -> CheckIPHeader -> from_inside;
from_inside[0] -> own;
  own[0] -> to_host;
  own[1] -> [2]rw;
  own[2] -> Discard;
  own[3] -> to_host;
  own[4] -> [3]rw;
  own[5] -> to_host;
from_inside[1] -> to_host;
from_inside[2] -> FTPPortMapper(ftp, rw, to_world 0 1) -> [0]ftp;
from_inside[3] -> [0]rw;
