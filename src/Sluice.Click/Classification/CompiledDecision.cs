namespace Sluice.Click.Classification;

/// <summary>A decision program as machine code. It reads up to the program's safe lengths and checks nothing.</summary>
unsafe delegate int CompiledDecision(byte* start, byte* transport);
