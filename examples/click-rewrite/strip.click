// What Ethernet frames carry, with or without a VLAN tag.

define($IN eth0, $DIR examples/click-rewrite, $SIGNATURE strip-ether-vlan.json);

FromDevice($IN, PROMISC true)
  -> strip :: BPFRewriter(ID 1, FILE $DIR/strip-ether-vlan, SIGNATURE $SIGNATURE)
  -> version :: Classifier(0/4?, 0/6?, -);
strip [1] -> short :: Counter -> Discard;
version [0] -> ip :: Counter -> CheckIPHeader -> Discard;
version [1] -> ip6 :: Counter -> Discard;
version [2] -> other :: Counter -> Discard;
