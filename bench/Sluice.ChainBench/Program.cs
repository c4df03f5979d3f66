using System.Globalization;
using Sluice.ChainBench;

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
var measures = args.Contains("--quick") ? new Measures(3, 200_000) : new Measures(9, 2_000_000);
new MachineCosts(measures).Print();
