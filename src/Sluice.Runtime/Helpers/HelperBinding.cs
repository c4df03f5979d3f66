using Sluice.Bpf.Platform;

namespace Sluice.Runtime.Helpers;

/// <summary>A helper of the platform and what it does in process.</summary>
/// <param name="Helper">The row of the platform table: number, name, prototype.</param>
/// <param name="Function">The implementation; a static method, so that compiled code calls it directly.</param>
public sealed record HelperBinding(Helper Helper, HelperFunction Function);
