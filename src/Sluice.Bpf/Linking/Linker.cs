using Sluice.Bpf.Objects;

namespace Sluice.Bpf.Linking;

/// <summary>Puts a program and all functions that it can reach into one sequence of instructions.</summary>
public static class Linker
{
    /// <summary>Links the program called <paramref name="program"/>.</summary>
    /// <exception cref="ArgumentException">The object has no such program.</exception>
    /// <exception cref="BpfLinkException">Something that the program names does not exist.</exception>
    public static LinkedProgram Link(BpfObject @object, string program, LinkOptions? options = null) =>
        Link(@object, @object.FindProgram(program) ?? throw Unknown(@object, program), options);

    /// <summary>Links <paramref name="program"/> with the functions and maps of <paramref name="object"/>.</summary>
    /// <param name="object">The object.</param>
    /// <param name="program">One of its programs, or one made of any of its functions.</param>
    /// <param name="options">What is known about the machine.</param>
    /// <remarks>
    /// The entry function comes first; then the functions that it calls or whose address it takes, in the order of first
    /// reference; then those that they refer to, and so on. Recursion links; engines and the verifier limit its depth.
    /// CO-RE relocations that the target's types cannot answer leave a poisoned instruction, an error only if it is reached.
    /// </remarks>
    /// <exception cref="BpfLinkException">Something that the program names does not exist.</exception>
    public static LinkedProgram Link(BpfObject @object, ProgramSpec program, LinkOptions? options = null)
    {
        var link = new Link(@object, program, options ?? LinkOptions.None);
        link.Run();
        return new()
        {
            Spec = program,
            Instructions = [.. link.Instructions],
            Functions = link.SplitFunctions(),
            Maps = [.. link.Maps],
            Lines = [.. link.Lines],
            CoreResults = [.. link.CoreResults],
            Types = @object.Types,
            KernelCalls = [.. link.KernelCalls.OrderBy(call => call.Slot)],
            License = @object.License,
        };
    }

    static ArgumentException Unknown(BpfObject @object, string program)
    {
        var names = @object.Programs.Select(known => known.Name).ToArray();
        var known = names.Length == 0 ? "it has none" : $"it has {string.Join(", ", names)}";
        return new($"{@object.Name}: found no program '{program}': {known}", nameof(program));
    }
}
