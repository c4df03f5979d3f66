source :: InfiniteSource($frame) -> c :: Classifier(12/0800, -) -> sink :: Discard;
c [1] -> Discard
