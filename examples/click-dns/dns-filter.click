// Names that are not answered: queries for them are dropped. Block one while packets pass by writing to dns.map_update.

define($IN eth0, $OUT eth1, $DIR examples/click-dns, $SIGNATURE dns-filter.json);

FromDevice($IN, PROMISC true)
  -> queries :: Counter
  -> dns :: BPFFilter(ID 1, FILE $DIR/dns-filter, SIGNATURE $SIGNATURE)
  -> passed :: Counter
  -> Queue(1000)
  -> ToDevice($OUT);
dns [1] -> blocked :: Counter -> Discard;
