using Sluice.Bpf.Platform;
using Sluice.Verifier.Domain;

namespace Sluice.Verifier.Analysis;

/// <summary>A callback that a helper runs, any number of times up to a bound, before it returns.</summary>
/// <param name="Function">The first slot of the function.</param>
/// <param name="Prototype">What it finds in its registers.</param>
/// <param name="Map">The map's index, or -1.</param>
/// <param name="HandedOn">What the caller handed on.</param>
/// <param name="Rounds">How often it runs at most.</param>
readonly record struct CallbackCall(int Function, CallbackPrototype Prototype, int Map, Value HandedOn, ulong Rounds);
