// Prints the pings that come in at a device.

FromDevice(eth0)
   -> Classifier(12/0800)
   -> Strip(14)
   -> CheckIPHeader
   -> IPFilter(allow icmp && icmp type echo)
   -> IPPrint
   -> seen :: Counter
   -> Discard;
