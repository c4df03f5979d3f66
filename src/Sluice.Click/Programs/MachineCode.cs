using System.Diagnostics.Tracing;
using System.Runtime.InteropServices;
using Sluice.Runtime.Execution;

namespace Sluice.Click.Programs;

/// <summary>The machine code that the .NET runtime made of a program: what DUMP_JIT writes.</summary>
/// <remarks>
/// The runtime says where a method's code lies when it is compiled (provider Microsoft-Windows-DotNETRuntime, events
/// MethodLoadVerbose), so this listens while a program is compiled. For objdump: <c>objdump -D -b binary -m i386:x86-64 FILE</c>.
/// </remarks>
sealed class MachineCode : EventListener
{
    const string Provider = "Microsoft-Windows-DotNETRuntime";
    const EventKeywords JitKeyword = (EventKeywords)0x10;
    const int StartField = 2, SizeField = 3, NameField = 7;

    // Events come with a delay, from a thread that collects them.
    static readonly TimeSpan s_patience = TimeSpan.FromSeconds(5);

    readonly Lock _lock = new();
    readonly List<(string Name, nint Start, int Size)> _methods = [];

    MachineCode()
    {
    }

    /// <summary>Compiles programs while listening, and copies the code of one of them.</summary>
    /// <param name="load">Makes and compiles it.</param>
    /// <returns>The program, and its functions' code one behind the other, the entry's first; empty if the runtime did not say.</returns>
    public static (LoadedProgram Program, byte[] Code) Record(Func<LoadedProgram> load)
    {
        using var listener = new MachineCode();
        var loaded = load();
        return (loaded, listener.Collect(loaded.Program));
    }

    /// <inheritdoc/>
    protected override void OnEventSourceCreated(EventSource eventSource)
    {
        if (eventSource.Name == Provider)
            EnableEvents(eventSource, EventLevel.Verbose, JitKeyword);
    }

    /// <inheritdoc/>
    protected override void OnEventWritten(EventWrittenEventArgs eventData)
    {
        if (eventData.EventName?.StartsWith("MethodLoadVerbose", StringComparison.Ordinal) != true || eventData.Payload is not { Count: > NameField } payload)
            return;
        lock (_lock)
            _methods.Add(((string)payload[NameField]!, (nint)(ulong)payload[StartField]!, (int)(uint)payload[SizeField]!));
    }

    byte[] Collect(RuntimeProgram program)
    {
        var wanted = program.Linked.Functions.Select(function => function.Name).ToArray();
        var found = new List<byte[]>();
        for (var until = DateTime.UtcNow + s_patience; found.Count < wanted.Length && DateTime.UtcNow < until; Thread.Sleep(20))
        {
            lock (_lock)
                found = [.. wanted.SelectMany(name => _methods.Where(method => method.Name == name).Take(1)).Select(Copy)];
        }

        return [.. found.SelectMany(code => code)];
    }

    static byte[] Copy((string Name, nint Start, int Size) method)
    {
        var bytes = new byte[method.Size];
        Marshal.Copy(method.Start, bytes, 0, bytes.Length);
        return bytes;
    }
}
