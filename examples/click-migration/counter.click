// A filter that counts what passes, to be replaced by one that counts further.

define($RATE 20000, $DIR examples/click-migration, $SIGNATURE counter-v1.json);

RatedSource(RATE $RATE, LENGTH 60)
  -> in :: Counter
  -> f :: BPFFilter(ID 1, FILE $DIR/counter-v1, SIGNATURE $SIGNATURE)
  -> out :: Counter
  -> Discard;
