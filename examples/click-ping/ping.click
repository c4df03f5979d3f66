// Pings a host, and prints what goes out and what comes back.

define($DEV eth0, $SRC 10.0.0.1, $ETH 02:00:00:00:00:10, $DST 10.0.0.2, $GATEWAY $DST, $COUNT 3);

FromDevice($DEV)
  -> types :: Classifier(12/0800, 12/0806 20/0002, 12/0806 20/0001, -);

pings :: ICMPPingSource($SRC, $DST, INTERVAL 0.1, LIMIT $COUNT, STOP true, ACTIVE false)
  -> IPPrint(out)
  -> SetIPAddress($GATEWAY)
  -> arp :: ARPQuerier($SRC, $ETH)
  -> queue :: Queue
  -> ToDevice($DEV);

types [0] -> Strip(14) -> CheckIPHeader
  -> replies :: IPClassifier(icmp echo-reply and src host $DST, -)
  -> IPPrint(in)
  -> answers :: Counter
  -> pings;
replies [1] -> Discard;
types [1] -> [1] arp;
types [2] -> ARPResponder($SRC $ETH) -> queue;
types [3] -> Discard;

// The last answer may still be on its way when the last request has left.
DriverManager(write pings.active true, pause, wait 0.5s,
  print "$(pings.count) requests, $(answers.count) answers", stop);
