using System.Runtime.CompilerServices;
using Sluice.Bpf.Engine;
using Sluice.Bpf.Linking;
using Sluice.Bpf.Objects;
using Sluice.Runtime.Code;
using Sluice.Runtime.Compiler;
using Sluice.Runtime.Contexts;
using Sluice.Runtime.Interpreter;
using Sluice.Runtime.Timers;

namespace Sluice.Runtime.Execution;

/// <summary>A program loaded into a <see cref="BpfRuntime"/>.</summary>
/// <remarks>
/// It is compiled or decoded when it is first run. Runs may happen on several threads at once. <see cref="Dispose"/> gives
/// it up: program arrays that hold it find their slot empty.
/// </remarks>
public sealed unsafe partial class RuntimeProgram : IBpfProgram
{
    readonly Lock _lock = new();
    readonly CallbackTarget?[] _callbacks;
    readonly ContextAdapter _adapter;
    CompiledProgram? _compiled;
    DecodedProgram? _decoded;
    int _disposed;
    volatile bool _isPrepared;

    internal RuntimeProgram(ProgramCode code, ExecutionMode mode)
    {
        Code = code;
        _adapter = code.Adapter;
        Mode = mode;
        _callbacks = new CallbackTarget?[code.Functions.Length];
        EntryPoint = EnterFirst;
        _isLoop = IsLoop(code, mode);
        foreach (var map in code.Maps)
            map.AddReference();
        CodeTable.Set(code.Id, this);
    }

    /// <inheritdoc/>
    public ProgramSpec Spec => Code.Program.Spec;

    /// <summary>The program as it was linked.</summary>
    public LinkedProgram Linked => Code.Program;

    /// <summary>The runtime that it belongs to.</summary>
    public BpfRuntime Runtime => Code.Runtime;

    /// <summary>How it runs.</summary>
    public ExecutionMode Mode { get; }

    /// <summary>What to put into a slot of a program array, so that tail calls reach this program; never 0.</summary>
    public uint Id => (uint)Code.Id;

    internal ProgramCode Code { get; }

    /// <summary>The entry function in the program's mode, or what makes it.</summary>
    internal EntryPoint EntryPoint;

    /// <inheritdoc/>
    /// <exception cref="BpfFaultException">The program did what it may not.</exception>
    /// <exception cref="ArgumentException">The input is longer than <see cref="PacketBuffer.MaxPacket"/>.</exception>
    public RunResult Run(ReadOnlySpan<byte> input, in RunContext context = default)
    {
        var cpu = Runtime.Rent();
        try
        {
            cpu.Packet.Load(input, context.MetadataLength);
            var result = RunOn(cpu, context);
            return ResultBuffer.Keep(result, cpu);
        }
        finally
        {
            cpu.Return();
        }
    }

    /// <summary>Compiles or decodes the program now, and not when it is first run.</summary>
    public void Prepare()
    {
        lock (_lock)
        {
            if (EntryPoint == EnterFirst)
                EntryPoint = MakeEntry();
        }

        RuntimeHelpers.PrepareDelegate(EntryPoint);
        _isPrepared = true;
    }

    /// <summary>Takes a CPU for many runs in a row, in place: nothing is rented and nothing is copied for each.</summary>
    /// <remarks>The CPU is the caller's until it disposes of the worker; see <see cref="RuntimeOptions.CpuCount"/>.</remarks>
    public ProgramWorker OpenWorker() => new(this, Runtime.Rent());

    /// <inheritdoc/>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0)
            return;
        CodeTable.Remove(Code.Id);
        foreach (var map in Code.Maps)
            map.Release();
    }

    /// <summary>Runs it once over the packet that <paramref name="cpu"/> holds.</summary>
    /// <remarks>
    /// What every packet pays for, so that little as possible is stored. Not inlined: a protected region keeps the
    /// variables of whatever it is inlined into on the stack, in loops over packets above all.
    /// </remarks>
    [MethodImpl(MethodImplOptions.NoInlining)]
    internal ulong RunOn(Cpu cpu, in RunContext context)
    {
        cpu.Begin(this);
        ulong result;
        try
        {
            // Only now: whoever disposed before waits for this run, or is seen here.
            ObjectDisposedException.ThrowIf(Volatile.Read(ref _disposed) != 0, this);
            var arguments = _adapter.Prepare(cpu, context);
            if (cpu.Entry != arguments)
                cpu.Entry = arguments;
            result = EntryPoint(cpu, arguments.R1, arguments.R2);
        }
        catch
        {
            cpu.End();
            throw;
        }

        cpu.End();
        if (_adapter is ClickContext)
            ClickContext.Collect(cpu);
        return result;
    }

    /// <summary>Runs it <paramref name="count"/> times; the context is prepared once.</summary>
    internal ulong RepeatOn(Cpu cpu, in RunContext context, int count)
    {
        var result = 0ul;
        cpu.Entry = _adapter.Prepare(cpu, context);
        try
        {
            for (; count > 0; count--)
            {
                cpu.Begin(this);
                ObjectDisposedException.ThrowIf(Volatile.Read(ref _disposed) != 0, this);
                result = EntryPoint(cpu, cpu.Entry.R1, cpu.Entry.R2);
                cpu.End();
            }
        }
        catch
        {
            cpu.End();
            throw;
        }

        if (_adapter is ClickContext)
            ClickContext.Collect(cpu);
        return result;
    }

    /// <summary>Calls the function of a timer, in a run of its own.</summary>
    internal void RunCallback(Cpu cpu, CallbackTarget target, BpfTimer timer)
    {
        cpu.Begin(this);
        MemoryGuard.NotePacket(cpu);
        cpu.Entry = default;
        cpu.CallbackFrame = cpu.StackTop;
        try
        {
            if (Volatile.Read(ref _disposed) == 0) // Not before the run has begun; see RunOn.
                timer.Invoke(cpu, target);
        }
        finally
        {
            cpu.End();
        }
    }

    /// <summary>Runs it in place of another one.</summary>
    internal ulong EnterByTailCall(Cpu cpu)
    {
        cpu.Program = this;
        return EntryPoint(cpu, cpu.Entry.R1, cpu.Entry.R2);
    }

    /// <summary>The function with this index as helpers call it, or null if there is none.</summary>
    internal CallbackTarget? Callback(int function)
    {
        if ((uint)function >= (uint)_callbacks.Length)
            return null;
        return _callbacks[function] ?? MakeCallback(function);
    }

    CallbackTarget MakeCallback(int function)
    {
        lock (_lock)
        {
            return _callbacks[function] ??=
                Mode == ExecutionMode.Interpret ? new InterpretedCallback(Decoded(), function) : Compiled().MakeCallback(function);
        }
    }

    // Until the first run there is nothing to enter: this makes it.
    [MethodImpl(MethodImplOptions.NoInlining)]
    ulong EnterFirst(Cpu cpu, ulong r1, ulong r2)
    {
        lock (_lock)
        {
            if (EntryPoint == EnterFirst)
                EntryPoint = MakeEntry();
        }

        return EntryPoint(cpu, r1, r2);
    }

    EntryPoint MakeEntry()
    {
        if (Mode != ExecutionMode.Interpret)
            return Compiled().Entry;
        var decoded = Decoded();
        return (cpu, r1, r2) => ProgramInterpreter.Run(decoded, cpu, 0, cpu.EntryFrame, new(r1, r2));
    }

    CompiledProgram Compiled() => _compiled ??= new CompiledProgram(Code, Mode == ExecutionMode.Sandbox);

    DecodedProgram Decoded() => _decoded ??= new DecodedProgram(this, Code);
}
