source :: FromDump($input, STOP true) -> c :: Classifier(12/0800, -) -> Counter -> sink :: ToDump($output);
c [1] -> Discard
