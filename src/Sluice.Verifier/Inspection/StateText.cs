using System.Globalization;
using Sluice.Verifier.Domain;
using Sluice.Verifier.States;

namespace Sluice.Verifier.Inspection;

/// <summary>States in words.</summary>
static class StateText
{
    /// <summary>What is known, part by part: registers, the stack of each function, the packet, what is owed.</summary>
    public static IReadOnlyList<string> Parts(AbstractState state)
    {
        var parts = new List<string>();
        for (var register = 0; register < AbstractState.RegisterCount - 1; register++)
        {
            if (state.Registers[register].Kind != ValueKind.Uninitialised)
                parts.Add($"r{register} = {ValueText.Short(state.Registers[register])}");
        }

        for (var depth = 0; depth < state.FrameCount; depth++)
            AddFrame(parts, state, depth);
        if (state.PacketBytes > 0)
            parts.Add(string.Create(CultureInfo.InvariantCulture, $"packet >= {state.PacketBytes} bytes"));
        if (state.MetaBytes > 0)
            parts.Add(string.Create(CultureInfo.InvariantCulture, $"metadata >= {state.MetaBytes} bytes"));
        if (state.ReferenceCount > 0)
            parts.Add(string.Create(CultureInfo.InvariantCulture, $"{state.ReferenceCount} to release"));
        if (state.LockId != 0)
            parts.Add("lock held");
        return parts;
    }

    static void AddFrame(List<string> parts, AbstractState state, int depth)
    {
        var frame = state.FrameAt(depth);
        var name = depth == state.FrameCount - 1 ? "r10" : $"frame {depth}";
        foreach (var cell in frame.Cells.ToArray().OrderByDescending(cell => cell.Start))
            parts.Add($"[{name}{cell.Start - StackFrame.Size}] = {ValueText.Short(cell.Value)}");
        for (var end = StackFrame.Size; end > 0;)
        {
            var start = end;
            while (start > 0 && frame.Zero.HasAll(start - 1, 1))
                start--;
            if (start < end)
                parts.Add($"[{name}{start - StackFrame.Size}..{end - StackFrame.Size - 1}] = 0");
            end = start == end ? end - 1 : start;
        }
    }
}
