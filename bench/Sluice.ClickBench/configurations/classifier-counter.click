source :: InfiniteSource($frame) -> c :: Classifier(12/0800, -) -> Counter -> sink :: Discard;
c [1] -> Discard
