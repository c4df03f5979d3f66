using Sluice.Bpf.Objects;
using Sluice.Bpf.Platform;
using Sluice.Runtime.Execution;
using Sluice.Runtime.Maps.Hashes;
using Sluice.Runtime.Memory;

namespace Sluice.Runtime.Maps.Timeouts;

/// <summary>A hash whose entries expire (<see cref="MapType.TimeoutHash"/>).</summary>
/// <remarks>
/// <para>An expired entry is invisible at once. Its room comes back when something stumbles over it: every update looks at a
/// few buckets, a timer at a part of all each second, and an update that finds the map full at all of them. Nobody waits for
/// a sweep.</para>
/// <para>An idle timeout starts anew at each update and at each lookup by a program; user space looks without touching, so
/// that printing a map keeps nothing alive.</para>
/// </remarks>
sealed unsafe class TimeoutHashMap : HashMap, ITimeoutMap
{
    const int BucketsPerUpdate = 2;

    // A timer's share: all of a map within eight seconds.
    const uint TimerParts = 8;
    const int TimeoutShift = 32;

    static readonly TimeSpan s_timerPeriod = TimeSpan.FromSeconds(1);

    readonly NativeRegion _expiries;
    readonly ITimer _timer;
    readonly bool _isAbsolute;
    uint _sweepAt;

    /// <exception cref="NativeMemoryException">There is no room.</exception>
    public TimeoutHashMap(BpfRuntime runtime, MapSpec spec)
        : base(runtime, spec, HashFlavour.Timeout)
    {
        _isAbsolute = spec.Flags.HasFlag(MapFlags.AbsoluteTimeout);
        _expiries = NativeRegion.Reserve(Pool.Capacity * (nuint)sizeof(Expiry));
        State->Expiries = (Expiry*)_expiries.Address;
        State->Clock = ClockState.Create(runtime.Options.Time);
        _timer = runtime.Options.Time.CreateTimer(SweepPart, new WeakReference<TimeoutHashMap>(this), s_timerPeriod, s_timerPeriod);
    }

    /// <summary>The upper half of the flags is a timeout.</summary>
    private protected override ulong ExtraUpdateFlags => ulong.MaxValue << TimeoutShift;

    /// <inheritdoc/>
    public TimeSpan? Remaining(ReadOnlySpan<byte> key)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(key.Length, Spec.KeySize, nameof(key));
        AddReference();
        try
        {
            fixed (byte* bytes = key)
                return Remaining(bytes);
        }
        finally
        {
            Release();
        }
    }

    private protected override Errno Update(Cpu? cpu, byte* key, byte* value, ulong flags)
    {
        for (var count = 0; count < BucketsPerUpdate; count++)
            Sweep(Interlocked.Increment(ref _sweepAt) & (Index.BucketCount - 1));
        return base.Update(cpu, key, value, flags);
    }

    private protected override void Fill(uint slot, byte* value, Cpu? cpu, ulong flags)
    {
        var timeout = (long)(flags >> TimeoutShift);
        if (timeout == 0)
            timeout = (long)Spec.Extra;
        State->Expiries[slot] = timeout == 0
            ? new Expiry { Deadline = long.MaxValue }
            : new Expiry { Deadline = State->Clock.Now + timeout, Idle = _isAbsolute ? 0 : timeout };
        base.Fill(slot, value, cpu, flags);
    }

    private protected override bool IsGone(uint slot) => State->Expiries[slot].IsOver(State->Clock.Now);

    private protected override bool MakeRoom(Cpu? cpu, ulong hash)
    {
        var found = false;
        for (var number = 0u; number < Index.BucketCount; number++)
            found |= Sweep(number);
        return found;
    }

    private protected override void FreeMemory()
    {
        State->Clock.Free();
        base.FreeMemory();
        _expiries.Dispose();
    }

    private protected override void OnAbandoned() => _timer.Dispose();

    static void SweepPart(object? state)
    {
        if (!((WeakReference<TimeoutHashMap>)state!).TryGetTarget(out var map) || !map.TryAddReference())
            return;
        var count = Math.Max(1, map.Index.BucketCount / TimerParts);
        for (var index = 0u; index < count; index++)
            map.Sweep(Interlocked.Increment(ref map._sweepAt) & (map.Index.BucketCount - 1));
        map.Release();
    }

    TimeSpan? Remaining(byte* key)
    {
        var hash = Index.Hash(key);
        var bucket = Index.Lock(hash);
        var place = Index.Find(bucket, hash, key);
        var deadline = place == null ? 0 : Volatile.Read(ref State->Expiries[*place].Deadline);
        HashIndex.Unlock(bucket);
        var left = deadline == long.MaxValue ? long.MaxValue : deadline - State->Clock.Now;
        return left switch
        {
            long.MaxValue => Timeout.InfiniteTimeSpan,
            > 0 => TimeSpan.FromMilliseconds(left),
            _ => null,
        };
    }

    /// <summary>Removes what has expired in one chain.</summary>
    bool Sweep(uint number)
    {
        if (Index.IsEmpty(number))
            return false;
        Span<uint> slots = stackalloc uint[HashBucket.Entries * 4];
        var bucket = Index.Lock(number);
        var found = false;
        var count = Math.Min(Index.List(bucket, slots), slots.Length);
        foreach (var slot in slots[..count])
        {
            if (!IsGone(slot))
                continue;
            Remove(Index.FindSlot(bucket, slot));
            found = true;
        }

        HashIndex.Unlock(bucket);
        return found;
    }
}
