using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Sluice.Bpf.Engine;
using Sluice.Bpf.Objects;
using Sluice.Bpf.Platform;

namespace Sluice.Runtime.Tests.Maps;

/// <summary>A real map of the running Linux kernel: the model that maps in process are compared with.</summary>
/// <remarks>Through bpf(2) itself: a model knows nothing of our code, and takes descriptors that are none.</remarks>
sealed unsafe partial class KernelMap : IBpfMap
{
    const int LoadProgram = 5, ObjectInfo = 15, LoadBtf = 18, XdpProgram = 6;
    const int Create = 0, LookupElement = 1, UpdateElement = 2, DeleteElement = 3, GetNextKey = 4, LookupAndDeleteElement = 21, FreezeMap = 22;
    const int AttributeSize = 128;

    readonly int _descriptor;

    KernelMap(MapSpec spec, int descriptor)
    {
        Spec = spec;
        _descriptor = descriptor;
        ValueBufferSize = spec.IsPerCpu ? ((spec.ValueSize + 7) & ~7) * PossibleCpus : spec.ValueSize;
    }

    public static int PossibleCpus { get; } = ReadPossibleCpus();

    public MapSpec Spec { get; }

    public int ValueBufferSize { get; }

    public int Descriptor => _descriptor;

    public static KernelMap Make(MapSpec spec, KernelMap? inner = null)
    {
        var error = TryMake(spec, inner, out var map);
        if (error == Errno.NotPermitted)
            Assert.Skip("bpf(2) is not permitted here: run as root to compare maps with the kernel's");
        Assert.Equal(Errno.None, error);
        return map!;
    }

    /// <summary>Makes a map whose key and value have the types of the spec, which <paramref name="btf"/> describes.</summary>
    public static KernelMap MakeDescribed(MapSpec spec, byte[] btf)
    {
        Span<byte> attribute = stackalloc byte[AttributeSize];
        attribute.Clear();
        fixed (byte* bytes = btf)
        {
            BinaryPrimitives.WriteUInt64LittleEndian(attribute, (ulong)bytes);
            Put(attribute, 16, btf.Length);
            var types = Call(LoadBtf, attribute, out var error);
            if (error == Errno.NotPermitted)
                Assert.Skip("bpf(2) is not permitted here: run as root to compare maps with the kernel's");
            Assert.Equal(Errno.None, error);
            error = TryMake(spec, null, out var map, types);
            _ = Close(types);
            Assert.Equal(Errno.None, error);
            return map!;
        }
    }

    public static Errno TryMake(MapSpec spec, KernelMap? inner, out KernelMap? map, int types = 0)
    {
        map = null;
        if (!OperatingSystem.IsLinux())
            Assert.Skip("there is no Linux kernel here to compare maps with");
        Span<byte> attribute = stackalloc byte[AttributeSize];
        attribute.Clear();
        Put(attribute, 0, (int)spec.Type);
        Put(attribute, 4, spec.KeySize);
        Put(attribute, 8, spec.ValueSize);
        Put(attribute, 12, spec.MaxEntries);
        Put(attribute, 16, (int)spec.Flags);
        Put(attribute, 20, inner?._descriptor ?? 0);
        Put(attribute, 48, types);
        Put(attribute, 52, types == 0 ? 0 : spec.KeyType!.Id);
        Put(attribute, 56, types == 0 ? 0 : spec.ValueType!.Id);
        BinaryPrimitives.WriteUInt64LittleEndian(attribute[64..], spec.Extra);
        var descriptor = Call(Create, attribute, out var error);
        if (descriptor >= 0)
            map = new KernelMap(spec, descriptor);
        return error;
    }

    public Errno Lookup(ReadOnlySpan<byte> key, Span<byte> value) => Element(LookupElement, key, value, 0);

    public Errno Update(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value, UpdateFlags flags = UpdateFlags.Any) =>
        Element(UpdateElement, key, value, (ulong)flags);

    public Errno Delete(ReadOnlySpan<byte> key) => Element(DeleteElement, key, default, 0);

    public Errno LookupAndDelete(ReadOnlySpan<byte> key, Span<byte> value) => Element(LookupAndDeleteElement, key, value, 0);

    public Errno NextKey(ReadOnlySpan<byte> key, Span<byte> next) => Element(GetNextKey, key, next, 0);

    public Errno Freeze()
    {
        Span<byte> attribute = stackalloc byte[AttributeSize];
        attribute.Clear();
        Put(attribute, 0, _descriptor);
        _ = Call(FreezeMap, attribute, out var error);
        return error;
    }

    /// <summary>The number under which maps of maps show this map.</summary>
    public uint Id
    {
        get
        {
            // struct bpf_map_info begins with type and id.
            Span<byte> info = stackalloc byte[8];
            Span<byte> attribute = stackalloc byte[AttributeSize];
            attribute.Clear();
            fixed (byte* bytes = info)
            {
                Put(attribute, 0, _descriptor);
                Put(attribute, 4, info.Length);
                BinaryPrimitives.WriteUInt64LittleEndian(attribute[8..], (ulong)bytes);
                _ = Call(ObjectInfo, attribute, out var error);
                Assert.Equal(Errno.None, error);
            }

            return BinaryPrimitives.ReadUInt32LittleEndian(info[4..]);
        }
    }

    public void Dispose() => _ = Close(_descriptor);

    /// <summary>Loads the XDP program <c>r0 = 2; exit</c>.</summary>
    /// <returns>Its descriptor.</returns>
    public static int LoadPass()
    {
        ReadOnlySpan<byte> code = [0xb7, 0, 0, 0, 2, 0, 0, 0, 0x95, 0, 0, 0, 0, 0, 0, 0];
        ReadOnlySpan<byte> license = "GPL\0"u8;
        Span<byte> attribute = stackalloc byte[AttributeSize];
        attribute.Clear();
        fixed (byte* codeBytes = code, licenseBytes = license)
        {
            Put(attribute, 0, XdpProgram);
            Put(attribute, 4, code.Length / 8);
            BinaryPrimitives.WriteUInt64LittleEndian(attribute[8..], (ulong)codeBytes);
            BinaryPrimitives.WriteUInt64LittleEndian(attribute[16..], (ulong)licenseBytes);
            var descriptor = Call(LoadProgram, attribute, out var error);
            if (error == Errno.NotPermitted)
                Assert.Skip("bpf(2) is not permitted here: run as root to compare maps with the kernel's");
            Assert.Equal(Errno.None, error);
            return descriptor;
        }
    }

    public static void CloseDescriptor(int descriptor) => _ = Close(descriptor);

    Errno Element(int command, ReadOnlySpan<byte> key, ReadOnlySpan<byte> value, ulong flags)
    {
        Span<byte> attribute = stackalloc byte[AttributeSize];
        attribute.Clear();
        fixed (byte* keyBytes = key, valueBytes = value)
        {
            Put(attribute, 0, _descriptor);
            BinaryPrimitives.WriteUInt64LittleEndian(attribute[8..], key.IsEmpty ? 0 : (ulong)keyBytes);
            BinaryPrimitives.WriteUInt64LittleEndian(attribute[16..], (ulong)valueBytes);
            BinaryPrimitives.WriteUInt64LittleEndian(attribute[24..], flags);
            _ = Call(command, attribute, out var error);
            return error;
        }
    }

    static void Put(Span<byte> attribute, int offset, int value) => BinaryPrimitives.WriteInt32LittleEndian(attribute[offset..], value);

    static int Call(int command, Span<byte> attribute, out Errno error)
    {
        var number = RuntimeInformation.ProcessArchitecture == Architecture.X64 ? 321 : 280;
        fixed (byte* bytes = attribute)
        {
            var result = SystemCall(number, command, bytes, attribute.Length);
            error = result < 0 ? (Errno)Marshal.GetLastPInvokeError() : Errno.None;
            return (int)result;
        }
    }

    static int ReadPossibleCpus()
    {
        const string path = "/sys/devices/system/cpu/possible";
        if (!File.Exists(path))
            return Environment.ProcessorCount;
        var count = 0;
        foreach (var range in File.ReadAllText(path).Trim().Split(','))
        {
            var ends = range.Split('-');
            count += int.Parse(ends[^1]) - int.Parse(ends[0]) + 1;
        }

        return count;
    }

    [LibraryImport("libc", EntryPoint = "syscall", SetLastError = true)]
    private static partial nint SystemCall(nint number, nint command, byte* attribute, nint size);

    [LibraryImport("libc", EntryPoint = "close")]
    private static partial int Close(int descriptor);
}
