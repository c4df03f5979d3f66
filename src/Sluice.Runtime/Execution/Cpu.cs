using System.Runtime.CompilerServices;
using Sluice.Bpf.Engine;
using Sluice.Runtime.Maps;
using Sluice.Runtime.Memory;

namespace Sluice.Runtime.Execution;

/// <summary>
/// One slot in which programs run: a stack, a packet buffer, a context, and the number that per-CPU maps go by. One thread
/// uses it at a time.
/// </summary>
public sealed unsafe class Cpu : IDisposable
{
    /// <summary>Bytes of a function's stack frame: MAX_BPF_STACK.</summary>
    public const int FrameSize = 512;

    /// <summary>Frames that may be open at once: MAX_CALL_FRAMES.</summary>
    public const int MaxFrames = 8;

    /// <summary>Bytes of room for a context; the largest (<c>__sk_buff</c>) has 192.</summary>
    public const int ContextSize = 256;

    // The epoch in which the current run began; 0 between runs. Written by the owner only, read by those who recycle.
    long _epoch;

    readonly NativeRegion _memory = NativeRegion.ReserveLow(ContextSize + (FrameSize * MaxFrames));

    readonly long _budget;

    // Kept from run to run, and reset only if a run has changed it.
    Redirect _redirect;
    bool _hasRedirected;

    // State of the random numbers that programs draw.
    ulong _random;

    // How often it is taken, by one thread: the holder.
    int _rented, _holder;

    internal Cpu(BpfRuntime runtime, int id)
    {
        Runtime = runtime;
        Id = id;
        Context = _memory.Address;
        Stack = Context + ContextSize;
        StackTop = Stack + (FrameSize * MaxFrames);
        _budget = runtime.Options.Budget;
        Visits = new MapVisits(this);

        // SplitMix64's increment keeps the CPUs' sequences apart; zero is the one state that the generator never leaves.
        _random = (runtime.Options.Seed ?? (ulong)global::System.Random.Shared.NextInt64()) + ((ulong)(id + 1) * 0x9e37_79b9_7f4a_7c15);
        if (_random == 0)
            _random = 1;
    }

    /// <summary>The runtime it belongs to.</summary>
    public BpfRuntime Runtime { get; }

    /// <summary>Its number, from 0: bpf_get_smp_processor_id.</summary>
    public int Id { get; }

    /// <summary>The context structure that programs get in r1, <see cref="ContextSize"/> bytes.</summary>
    public byte* Context { get; }

    /// <summary>The lowest byte of the stack: <see cref="MaxFrames"/> frames of <see cref="FrameSize"/> bytes.</summary>
    public byte* Stack { get; }

    /// <summary>The first byte behind the stack: r10 of the entry function. Frames grow downwards.</summary>
    public byte* StackTop { get; }

    /// <summary>The packet that is being processed.</summary>
    public PacketBuffer Packet { get; } = new();

    /// <summary>The target of the last redirect helper of this run.</summary>
    public Redirect Redirect
    {
        get => _redirect;
        set
        {
            _redirect = value;
            _hasRedirected = true;
        }
    }

    /// <summary>
    /// What programs hold open across helper calls: records reserved in ring buffers, a spin lock. The engine closes what a
    /// faulting program leaves open.
    /// </summary>
    public OpenResources Resources { get; } = new();

    /// <summary>What bpf_for_each_map_elem works with.</summary>
    internal MapVisits Visits { get; }

    /// <summary>The program that is running, after tail calls the last one entered.</summary>
    internal RuntimeProgram? Program;

    /// <summary>r1 and r2 as the run began: what a tail-called program gets.</summary>
    internal EntryArguments Entry;

    /// <summary>r10 of the next program that is entered: the stack's top, or a sub-program's frame when that tail-calls.</summary>
    internal byte* EntryFrame;

    /// <summary>r10 of a callback that a helper calls now.</summary>
    internal byte* CallbackFrame;

    /// <summary>Tail calls of this run so far.</summary>
    internal int TailCalls;

    /// <summary>Backward jumps that this run may still take.</summary>
    internal long Budget;

    /// <summary>Where the packet's memory begins, as <see cref="MemoryGuard.NotePacket"/> found it.</summary>
    internal ulong PacketStart;

    /// <summary>How many places there are in it from which 1, 2, 4 and 8 bytes are still inside.</summary>
    internal ulong PacketLimit1, PacketLimit2, PacketLimit4, PacketLimit8;

    /// <summary>The memory that the last slow check allowed: most programs that miss the quick checks stay in one place.</summary>
    internal MemoryRange LastRange;

    /// <summary>The next random number: xorshift64* (Vigna 2016), the upper half of which is good.</summary>
    internal uint NextRandom()
    {
        _random ^= _random >> 12;
        _random ^= _random << 25;
        _random ^= _random >> 27;
        return (uint)((_random * 0x2545_f491_4f6c_dd1d) >> 32);
    }

    /// <summary>The epoch in which the current run began, or 0.</summary>
    internal long Epoch => Volatile.Read(ref _epoch);

    /// <summary>Begins a run: values removed from now on are not recycled before <see cref="Exit"/>.</summary>
    /// <remarks>A plain store; whoever recycles issues the barrier (Interlocked.MemoryBarrierProcessWide).</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void Enter() => Volatile.Write(ref _epoch, Runtime.Epoch);

    /// <summary>Ends a run.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void Exit() => Volatile.Write(ref _epoch, 0);

    /// <summary>Takes the slot for the calling thread, if it is free.</summary>
    internal bool TryRent()
    {
        if (Volatile.Read(ref _rented) != 0 || Interlocked.CompareExchange(ref _rented, 1, 0) != 0)
            return false;
        _holder = Environment.CurrentManagedThreadId;
        return true;
    }

    /// <summary>Takes the slot for a batch, if it is free: within the batch its thread does not take it again.</summary>
    internal bool TryRentForBatch()
    {
        if (Volatile.Read(ref _rented) != 0 || Interlocked.CompareExchange(ref _rented, 1, 0) != 0)
            return false;
        _holder = 0;
        return true;
    }

    /// <summary>Takes the slot once more for the thread that has it already, between two of its runs.</summary>
    internal bool TryRentAgain()
    {
        if (Volatile.Read(ref _rented) == 0 || _holder != Environment.CurrentManagedThreadId || Epoch != 0)
            return false;
        _rented++;
        return true;
    }

    /// <summary>Gives the slot back.</summary>
    internal void Return() => Volatile.Write(ref _rented, _rented - 1);

    /// <summary>Begins a run of a program: what it counts and remembers is at its start.</summary>
    /// <remarks>
    /// What few runs change is compared and not stored: a machine retires several loads and branches in the time of one
    /// store, and stores are what a run of a short program waits for.
    /// </remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void Begin(RuntimeProgram program)
    {
        BeginNext(program);
        Enter();
    }

    /// <summary>Begins the next run of a batch, within what <see cref="Begin"/> began.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void BeginNext(RuntimeProgram program)
    {
        if (Program != program)
            Program = program;
        if (EntryFrame != StackTop)
            EntryFrame = StackTop;
        if (TailCalls != 0)
            TailCalls = 0;
        if (Budget != _budget)
            Budget = _budget;
        if (LastRange.Length != 0)
            LastRange = default;
        if (_hasRedirected)
            ForgetRedirect();
    }

    /// <summary>Ends a run of a batch that goes on.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void EndNext()
    {
        if (!Resources.IsEmpty)
            Resources.AbandonAll();
    }

    /// <summary>Ends the run of a program, however it went.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void End()
    {
        if (!Resources.IsEmpty)
            Resources.AbandonAll();
        Exit();
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    void ForgetRedirect()
    {
        _redirect = default;
        _hasRedirected = false;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Visits.Dispose();
        Packet.Dispose();
        _memory.Dispose();
    }
}
