using Sluice.Bpf.Btf;
using Sluice.Bpf.Platform;
using Sluice.Kernel.Loading;
using Sluice.Kernel.SystemCalls;

namespace Sluice.Kernel.Features;

/// <summary>Asks the kernel about map types, by making small maps.</summary>
static class MapProbe
{
    /// <summary>Does the kernel have maps of this type?</summary>
    public static FeatureState Supports(MapTypeInfo info)
    {
        // The smallest that the type's rules allow. Values of 8 bytes do for all types that leave a choice.
        var valueSize = info.Values.Allows(sizeof(long)) ? sizeof(long) : info.Values.Least;
        var attributes = new MapCreateAttributes
        {
            MapType = (uint)info.Type,
            KeySize = (uint)(info.Keys.Allows(sizeof(int)) ? sizeof(int) : info.Keys.Least),
            ValueSize = (uint)(info.NeedsBtf ? sizeof(int) : valueSize),
            MaxEntries = info.Entries switch
            {
                MapEntryRule.Zero => 0,
                MapEntryRule.RingBytes => (uint)Environment.SystemPageSize,
                _ => 1,
            },
            MapFlags = (uint)info.RequiredFlags,
        };
        using var inner = info.Content == MapContent.Maps ? Create(Of(MapType.Array), out _) : null;
        using var types = info.NeedsBtf && info.Type != MapType.StructOps ? Number() : null;
        if (inner is not null)
            attributes.InnerMapFd = (uint)inner.Number;
        if (types is not null)
            (attributes.BtfFd, attributes.BtfKeyTypeId, attributes.BtfValueTypeId) = ((uint)types.Number, 1, 1);
        // struct_ops: the struct is none that the kernel has operations for, which is what a kernel with the type says.
        if (info.Type == MapType.StructOps)
            attributes.BtfVmlinuxValueTypeId = 1;
        using var map = Create(attributes, out var error);
        return info.Type == MapType.StructOps && error is Errno.NotSupported ? FeatureState.Supported : ProgramProbe.StateOf(error);
    }

    /// <summary>What makes a map with one entry of 8 bytes under a key of 4.</summary>
    public static MapCreateAttributes Of(MapType type, MapFlags flags = 0) =>
        new() { MapType = (uint)type, KeySize = sizeof(int), ValueSize = sizeof(long), MaxEntries = 1, MapFlags = (uint)flags };

    /// <summary>Makes a map.</summary>
    public static BpfDescriptor? Create(MapCreateAttributes attributes, out Errno error) => BpfSystemCall.Open(BpfCommand.MapCreate, ref attributes, out error);

    static BpfDescriptor? Number()
    {
        var builder = new BtfBuilder();
        builder.Integer("int", sizeof(int), BtfIntegerEncoding.Signed);
        return KernelTypes.TryLoad(BtfWriter.Write(builder.Build()), out _);
    }
}
