using Sluice.Bpf.Btf;
using Sluice.Bpf.Linking.Loading;
using Sluice.Bpf.Platform;
using Sluice.Kernel.Loading;

namespace Sluice.Kernel.Features;

/// <summary>Which kinds of types the running kernel takes, found out by trying.</summary>
static class BtfSupport
{
    static readonly Version s_attributes = new(6, 15);

    static readonly Lazy<BtfFeatures> s_running = new(Probe);

    /// <summary>What it takes.</summary>
    public static BtfFeatures Running => s_running.Value;

    static BtfFeatures Probe()
    {
        var features = KernelRelease.Version >= s_attributes ? BtfFeatures.Attributes : BtfFeatures.None;
        foreach (var (feature, types) in Samples())
        {
            using var loaded = KernelTypes.TryLoad(BtfWriter.Write(types), out var error);
            if (error == Errno.None)
                features |= feature;
        }

        return features;
    }

    static IEnumerable<(BtfFeatures Feature, BtfTypes Types)> Samples()
    {
        var declaration = new BtfBuilder();
        declaration.DeclarationTag("tag", declaration.Variable("variable", Number(declaration)));
        yield return (BtfFeatures.DeclarationTags, declaration.Build());

        var type = new BtfBuilder();
        type.Pointer(type.Qualifier(BtfQualifierKind.TypeTag, Number(type), "tag"));
        yield return (BtfFeatures.TypeTags, type.Build());

        var @enum = new BtfBuilder();
        @enum.Enum("wide", sizeof(long), [new("value", 1)], isSigned: true);
        yield return (BtfFeatures.Enum64, @enum.Build());
    }

    static BtfInteger Number(BtfBuilder builder) => builder.Integer("int", sizeof(int), BtfIntegerEncoding.Signed);
}
