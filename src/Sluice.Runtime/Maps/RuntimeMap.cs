using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Sluice.Bpf.Engine;
using Sluice.Bpf.Objects;
using Sluice.Bpf.Platform;
using Sluice.Runtime.Execution;

namespace Sluice.Runtime.Maps;

/// <summary>A live map in process: what user space may do (<see cref="IBpfMap"/>), and what programs may.</summary>
/// <remarks>
/// <para>Programs get addresses of values that stay valid while they run, as in the kernel: a removed value is recycled only
/// after every run that could hold its address has ended (<see cref="Cpu.Enter"/>). Operations of programs return 0 or a
/// negated <see cref="Errno"/>, belong within a run, and are safe from several threads at once.</para>
/// <para>This class is the layer of bpf(2): who may read and write, and which flags a map takes at all (kernel/bpf/syscall.c).
/// Kinds implement the operations behind it.</para>
/// <para>Lifetime: whoever made the map holds the first reference and gives it up with <see cref="Dispose"/>. Programs and
/// outer maps hold further ones (<see cref="AddReference"/>); memory is freed with the last, once no run is using it.</para>
/// </remarks>
public abstract unsafe class RuntimeMap : IBpfMap
{
    readonly bool _userMayRead, _userMayWrite, _programMayWrite;
    int _references = 1;
    int _disposed;
    volatile bool _frozen;

    /// <summary>Fills <paramref name="header"/> but for the addresses.</summary>
    /// <param name="runtime">The engine.</param>
    /// <param name="spec">What the map is, checked.</param>
    /// <param name="header">State from <see cref="AllocateState{T}"/>, which this class frees.</param>
    /// <param name="lookup">The fast lookup of this kind.</param>
    private protected RuntimeMap(BpfRuntime runtime, MapSpec spec, MapHeader* header, LookupFunction lookup)
    {
        Runtime = runtime;
        Spec = spec;
        Header = header;
        _userMayRead = !spec.Flags.HasFlag(MapFlags.WriteOnly);
        _userMayWrite = !spec.Flags.HasFlag(MapFlags.ReadOnly);
        _programMayWrite = !spec.Flags.HasFlag(MapFlags.ReadOnlyProgram);
        header->Magic = MapHeader.ExpectedMagic;
        header->Type = spec.Type;
        header->KeySize = spec.KeySize;
        header->ValueSize = spec.ValueSize;
        header->MaxEntries = spec.MaxEntries;
        header->Stride = (spec.ValueSize + 7) & ~7;
        header->CpuCount = runtime.Options.CpuCount;
        FastLookup = new FastLookup(lookup);
    }

    /// <inheritdoc/>
    public MapSpec Spec { get; }

    /// <inheritdoc/>
    public virtual int ValueBufferSize => Spec.IsPerCpu ? Header->Stride * Header->CpuCount : Spec.ValueSize;

    /// <summary>The map's number in this process, as maps of maps show it; above 0.</summary>
    public uint Id => (uint)Header->Index + 1;

    /// <summary>The unmanaged state; its address is the map's name in a register.</summary>
    public MapHeader* Header { get; }

    /// <summary>May programs reach the values by address? False where the region holds what only the engine may touch.</summary>
    public virtual bool HasReachableValues => MapTypeTable.Find(Spec.Type)?.Lookup is LookupResult.Value or LookupResult.ReadOnlyValue;

    /// <summary>The maps that this map holds now.</summary>
    public virtual IEnumerable<RuntimeMap> InnerMaps => [];

    /// <summary>The lookup that compiled programs call.</summary>
    public FastLookup FastLookup { get; }

    /// <summary>Where the values' spin lock lies, in bytes, or -1 if they have none.</summary>
    public int SpinLockOffset => Layout.LockOffset;

    private protected BpfRuntime Runtime { get; }

    /// <summary>How values are copied. Made on first use: per-CPU kinds set their strides after the base constructor.</summary>
    private protected ValueLayout Layout => field ??= new ValueLayout(Spec, Header);

    /// <summary>The address of the value of <paramref name="key"/> for this CPU, or null.</summary>
    public byte* LookupFromProgram(Cpu cpu, byte* key)
    {
        var value = FastLookup.Pointer(Header, key);
        return value == null ? null : value + ((nuint)cpu.Id * Header->CpuStride);
    }

    /// <summary>bpf_map_update_elem.</summary>
    public long UpdateFromProgram(Cpu cpu, byte* key, byte* value, ulong flags) =>
        _programMayWrite ? -(long)Update(cpu, key, value, flags) : -(long)Errno.NotPermitted;

    /// <summary>bpf_map_delete_elem.</summary>
    public long DeleteFromProgram(Cpu cpu, byte* key) =>
        _programMayWrite ? -(long)Delete(cpu, key) : -(long)Errno.NotPermitted;

    /// <summary>bpf_map_push_elem: queues, stacks and bloom filters.</summary>
    public virtual long PushFromProgram(Cpu cpu, byte* value, ulong flags) => -(long)Errno.OperationNotSupported;

    /// <summary>bpf_map_pop_elem: queues and stacks.</summary>
    public virtual long PopFromProgram(Cpu cpu, byte* value) => -(long)Errno.OperationNotSupported;

    /// <summary>bpf_map_peek_elem: queues, stacks and bloom filters.</summary>
    public virtual long PeekFromProgram(Cpu cpu, byte* value) => -(long)Errno.OperationNotSupported;

    /// <summary>bpf_map_lookup_percpu_elem: the value of <paramref name="key"/> for any CPU, or null.</summary>
    public byte* LookupPerCpuFromProgram(byte* key, uint cpu)
    {
        if (cpu >= (uint)Header->CpuCount)
            return null;
        var value = FastLookup.Pointer(Header, key);
        return value == null ? null : value + (cpu * Header->CpuStride);
    }

    /// <summary>The value that the byte at <paramref name="inside"/> belongs to, or null if it is none of this map's.</summary>
    internal byte* ValueAround(byte* inside)
    {
        var offset = (nuint)inside - (nuint)Header->Values;
        return offset < Header->ValuesLength ? inside - (offset % (uint)Header->Stride) : null;
    }

    /// <summary>The key of the entry whose value lies at <paramref name="value"/>; null for kinds whose values hold no timers.</summary>
    internal virtual KeyCopy? CopyKeyOf(byte* value) => null;

    /// <summary>bpf_for_each_map_elem: visits the entries; those that come or go meanwhile may or may not be among them.</summary>
    /// <remarks>The visitor may delete the entry it is called for, and any other.</remarks>
    /// <returns>How many were visited, or a negated <see cref="Errno"/> if this kind cannot be visited.</returns>
    public virtual long ForEach(Cpu cpu, MapVisitor visitor) => -(long)Errno.InvalidArgument;

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">A span is too short.</exception>
    /// <exception cref="ObjectDisposedException">The map was given up.</exception>
    public Errno Lookup(ReadOnlySpan<byte> key, Span<byte> value)
    {
        RequireKey(key);
        RequireLength(value.Length, ValueBufferSize, nameof(value));
        if (!_userMayRead)
            return Errno.NotPermitted;
        Use();
        try
        {
            fixed (byte* keyBytes = key, valueBytes = value)
                return CopyValue(keyBytes, valueBytes);
        }
        finally
        {
            Release();
        }
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">A span is too short.</exception>
    /// <exception cref="ObjectDisposedException">The map was given up.</exception>
    public Errno Update(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value, UpdateFlags flags = UpdateFlags.Any)
    {
        RequireKey(key);
        RequireLength(value.Length, ValueBufferSize, nameof(value));
        if (!_userMayWrite || _frozen)
            return Errno.NotPermitted;
        if (flags.HasFlag(UpdateFlags.Lock) && Layout.LockOffset < 0)
            return Errno.InvalidArgument;
        Use();
        try
        {
            fixed (byte* keyBytes = key, valueBytes = value)
                return Update(null, keyBytes, valueBytes, (ulong)flags);
        }
        finally
        {
            Release();
        }
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">A span is too short.</exception>
    /// <exception cref="ObjectDisposedException">The map was given up.</exception>
    public Errno Delete(ReadOnlySpan<byte> key)
    {
        RequireKey(key);
        if (!_userMayWrite || _frozen)
            return Errno.NotPermitted;
        Use();
        try
        {
            fixed (byte* keyBytes = key)
                return Delete(null, keyBytes);
        }
        finally
        {
            Release();
        }
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">A span is too short.</exception>
    /// <exception cref="ObjectDisposedException">The map was given up.</exception>
    public Errno LookupAndDelete(ReadOnlySpan<byte> key, Span<byte> value)
    {
        RequireKey(key);
        RequireLength(value.Length, ValueBufferSize, nameof(value));
        if (!_userMayRead || !_userMayWrite || _frozen)
            return Errno.NotPermitted;
        Use();
        try
        {
            fixed (byte* keyBytes = key, valueBytes = value)
                return TakeValue(keyBytes, valueBytes);
        }
        finally
        {
            Release();
        }
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">A span is too short.</exception>
    /// <exception cref="ObjectDisposedException">The map was given up.</exception>
    public Errno NextKey(ReadOnlySpan<byte> key, Span<byte> next)
    {
        if (!key.IsEmpty)
            RequireKey(key);
        RequireLength(next.Length, Spec.KeySize, nameof(next));
        if (!_userMayRead)
            return Errno.NotPermitted;
        Use();
        try
        {
            fixed (byte* keyBytes = key, nextBytes = next)
                return CopyNextKey(key.IsEmpty ? null : keyBytes, nextBytes);
        }
        finally
        {
            Release();
        }
    }

    /// <inheritdoc/>
    /// <remarks>A map whose values hold locks or timers cannot be frozen; one that is frozen or read-only answers
    /// <see cref="Errno.NotPermitted"/> (kernel: map_freeze).</remarks>
    public Errno Freeze()
    {
        if (Layout.HasSpecialFields)
            return Errno.NotSupported;
        if (!_userMayWrite || _frozen)
            return Errno.NotPermitted;
        _frozen = true;
        return Errno.None;
    }

    /// <summary>Keeps the map's memory until <see cref="Release"/>: for programs that use it, and maps that hold it.</summary>
    /// <exception cref="ObjectDisposedException">It is gone already.</exception>
    public void AddReference() => Use();

    /// <summary>Gives up a reference from <see cref="AddReference"/>.</summary>
    public void Release()
    {
        if (Interlocked.Decrement(ref _references) != 0)
            return;
        OnAbandoned();
        Runtime.Graveyard.Bury(this);
    }

    /// <summary>Gives up the maker's reference. Programs that use the map keep it alive.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _disposed, 1) == 0)
            Release();
        GC.SuppressFinalize(this);
    }

    /// <summary>Gives the map its place among the live ones, once it is complete.</summary>
    internal RuntimeMap Register()
    {
        Header->Index = MapTable.Add(this);
        return this;
    }

    /// <summary>Frees everything; called once, when nobody can hold an address.</summary>
    internal void Free()
    {
        MapTable.Remove(Header->Index);
        FreeMemory();
        Header->Magic = 0;
        NativeMemory.AlignedFree(Header);
    }

    /// <summary>Zeroed state on a cache line of its own.</summary>
    private protected static T* AllocateState<T>()
        where T : unmanaged
    {
        var state = NativeMemory.AlignedAlloc((nuint)sizeof(T), 64);
        NativeMemory.Clear(state, (nuint)sizeof(T));
        return (T*)state;
    }

    /// <summary>Copies a value to user space.</summary>
    private protected abstract Errno CopyValue(byte* key, byte* value);

    /// <summary>Makes or replaces an entry; user space is <paramref name="cpu"/> null.</summary>
    private protected abstract Errno Update(Cpu? cpu, byte* key, byte* value, ulong flags);

    /// <summary>Removes an entry; user space is <paramref name="cpu"/> null.</summary>
    private protected abstract Errno Delete(Cpu? cpu, byte* key);

    /// <summary>Copies a value to user space and removes its entry.</summary>
    private protected virtual Errno TakeValue(byte* key, byte* value) => Errno.NotSupported;

    /// <summary>Copies the key behind <paramref name="key"/>, or the first if that is null.</summary>
    private protected abstract Errno CopyNextKey(byte* key, byte* next);

    /// <summary>Is called when nobody refers to the map any more, while runs may still be reading it.</summary>
    private protected virtual void OnAbandoned()
    {
    }

    /// <summary>Frees the memory behind the header, and gives up what the map refers to.</summary>
    private protected abstract void FreeMemory();

    /// <summary>Takes a reference unless the map is gone.</summary>
    internal bool TryAddReference()
    {
        int references;
        do
        {
            references = Volatile.Read(ref _references);
            if (references == 0)
                return false;
        }
        while (Interlocked.CompareExchange(ref _references, references + 1, references) != references);
        return true;
    }

    void Use() => ObjectDisposedException.ThrowIf(!TryAddReference(), this);

    void RequireKey(ReadOnlySpan<byte> key) => RequireLength(key.Length, Spec.KeySize, nameof(key));

    void RequireLength(int length, int needed, string name)
    {
        if (length < needed)
            Throw(length, needed, name);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    void Throw(int length, int needed, string name) =>
        throw new ArgumentException($"map '{Spec.Name}' has a {name} of {needed} bytes, but {length} were given", name);
}
