// A switch with two ports, which learns where addresses are.

define($DEV0 eth0, $DEV1 eth1);

switch :: EtherSwitch;
FromDevice($DEV0, PROMISC true) -> [0] switch [0] -> Queue -> ToDevice($DEV0);
FromDevice($DEV1, PROMISC true) -> [1] switch [1] -> Queue -> ToDevice($DEV1);
