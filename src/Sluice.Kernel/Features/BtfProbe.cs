using Sluice.Bpf.Btf;
using Sluice.Bpf.Linking.Loading;
using Sluice.Kernel.Loading;

namespace Sluice.Kernel.Features;

/// <summary>Asks the kernel about types.</summary>
static class BtfProbe
{
    const string Types = "/sys/kernel/btf";

    /// <summary>Does the kernel tell its own types, which CO-RE needs?</summary>
    public static FeatureState Kernel() => BtfTypes.FindKernelFile() is null ? FeatureState.Missing : FeatureState.Supported;

    /// <summary>Does it tell those of its modules? One without modules shows none.</summary>
    public static FeatureState Modules() =>
        Directory.Exists(Types) && Directory.EnumerateFiles(Types).Skip(1).Any() ? FeatureState.Supported
        : KernelRelease.Version < s_modules ? FeatureState.Missing
        : FeatureState.Unknown;

    /// <summary>Does it take types at all?</summary>
    public static FeatureState Objects()
    {
        var builder = new BtfBuilder();
        builder.Integer("int", sizeof(int), BtfIntegerEncoding.Signed);
        return Load(builder);
    }

    /// <summary>Does it take functions that are verified one by one?</summary>
    public static FeatureState GlobalFunctions()
    {
        var builder = new BtfBuilder();
        var number = builder.Integer("int", sizeof(int), BtfIntegerEncoding.Signed);
        builder.Function("function", builder.FunctionPrototype(number), BtfLinkage.Global);
        return Load(builder);
    }

    /// <summary>Does it take this kind of types?</summary>
    public static FeatureState Takes(BtfFeatures feature) =>
        BtfSupport.Running.HasFlag(feature) ? FeatureState.Supported
        : Objects() == FeatureState.Unknown ? FeatureState.Unknown
        : FeatureState.Missing;

    static readonly Version s_modules = new(5, 11);

    static FeatureState Load(BtfBuilder builder)
    {
        using var loaded = KernelTypes.TryLoad(BtfWriter.Write(builder.Build()), out var error);
        return ProgramProbe.StateOf(error);
    }
}
