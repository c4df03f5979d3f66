// A firewall of two filters, and a load balancer before two servers.

define($IN eth0, $SERVER0 eth1, $SERVER1 eth2, $DIR examples/click-chain, $BURST 20, $RATE 10,
       $PORT_SIGNATURE target-port.json, $LIMIT_SIGNATURE rate-limiter.json, $BALANCER_SIGNATURE round-robin.json);

FromDevice($IN, PROMISC true)
  -> types :: Classifier(12/0800, -)
  -> port :: BPFFilter(ID 1, FILE $DIR/target-port, SIGNATURE $PORT_SIGNATURE)
  -> limit :: BPFFilter(ID 2, FILE $DIR/rate-limiter, SIGNATURE $LIMIT_SIGNATURE, SET "burst $BURST", SET "packets_per_second $RATE")
  -> lb :: BPFClassifier(ID 3, FILE $DIR/round-robin, SIGNATURE $BALANCER_SIGNATURE);
types [1] -> other :: Counter -> Discard;
lb [0] -> first :: Counter -> Queue(1000) -> ToDevice($SERVER0);
lb [1] -> second :: Counter -> Queue(1000) -> ToDevice($SERVER1);
