using Sluice.Bpf.Objects;
using Sluice.Bpf.Platform;
using Sluice.Runtime.Execution;
using Sluice.Runtime.Maps.Hashes;
using Sluice.Runtime.Memory;

namespace Sluice.Runtime.Maps.Targets;

/// <summary>Interfaces to redirect packets to, by any number (kernel/bpf/devmap.c, dev_map_hash_ops).</summary>
/// <remarks>Unlike an ordinary hash, an update with BPF_EXIST makes an entry that is not there.</remarks>
sealed unsafe class DeviceHashMap : HashMap
{
    /// <exception cref="NativeMemoryException">There is no room.</exception>
    public DeviceHashMap(BpfRuntime runtime, MapSpec spec)
        : base(runtime, spec, HashFlavour.Plain)
    {
    }

    private protected override Errno Update(Cpu? cpu, byte* key, byte* value, ulong flags)
    {
        if (cpu is not null || flags > (ulong)UpdateFlags.Exist || *(uint*)value == 0)
            return Errno.InvalidArgument;
        var error = TargetArrayMap.CheckDevice(value, Spec.ValueSize);
        return error == Errno.None ? base.Update(cpu, key, value, flags & (ulong)UpdateFlags.NoExist) : error;
    }

    private protected override Errno Delete(Cpu? cpu, byte* key) =>
        cpu is null ? base.Delete(cpu, key) : Errno.InvalidArgument;

    private protected override Errno TakeValue(byte* key, byte* value) => Errno.NotSupported;

    private protected override void Fill(uint slot, byte* value, Cpu? cpu, ulong flags)
    {
        *(ulong*)Value(slot) = *(uint*)value; // Without a program at the target.
    }
}
