using System.Collections.Immutable;
using Sluice.Bpf.Platform;

namespace Sluice.Kernel.Features;

/// <summary>Asks the kernel which helpers the programs of a type may call.</summary>
public static class HelperSupport
{
    // Opcodes of RFC 9669, section 4.3.
    const byte Call = 0x85, Exit = 0x95;

    // kernel/bpf/verifier.c, check_helper_call, now and in earlier releases. All that it says else is about the arguments.
    static readonly string[] s_refusals = ["invalid func ", "unknown func ", "program of this type cannot use helper"];

    // Who may call what depends on the function of the kernel that these are bound to.
    static readonly ProgramTypeSet s_bound = [ProgramType.Tracing, ProgramType.Lsm, ProgramType.StructOps, ProgramType.Extension];

    /// <summary>All helpers that programs of this type may call here; empty if the kernel lacks the type, or does not let this process
    /// find out.</summary>
    /// <remarks>A program for each of some 210 helpers is loaded, which takes a few milliseconds in all.</remarks>
    public static ImmutableArray<Helper> Of(ProgramType type) =>
        CanAsk(type) && KernelFeatures.Of(type).State == FeatureState.Supported
            ? [.. Helpers.All.Where(helper => !helper.IsOwn && Of(type, helper) == FeatureState.Supported)]
            : [];

    /// <summary>May programs of this type call this helper here?</summary>
    public static FeatureState Of(ProgramType type, Helper helper)
    {
        ArgumentNullException.ThrowIfNull(helper);
        var answer = ProgramProbe.Load(type, [new(Call, 0, 0, 0, helper.Id), new(Exit, 0, 0, 0, 0)]);
        if (answer.Error == Errno.NotPermitted && answer.Log.Length == 0)
            return FeatureState.Unknown;
        return answer.Log.Length == 0 && answer.Error != Errno.None || Array.Exists(s_refusals, words => answer.Log.Contains(words, StringComparison.Ordinal))
            ? FeatureState.Missing
            : FeatureState.Supported;
    }

    /// <summary>Can it be asked about programs of this type? Not if that depends on what they are attached to.</summary>
    public static bool CanAsk(ProgramType type) => !s_bound.Contains(type);
}
