using System.Globalization;
using Sluice.Bpf.Instructions;
using Sluice.Bpf.Linking;
using Sluice.Bpf.Objects;
using Sluice.Bpf.Platform;
using Sluice.Runtime;
using Sluice.Runtime.Execution;
using Sluice.Runtime.Maps;

namespace Sluice.Cli.Execution;

/// <summary>A program over plain memory, as the public bpf_conformance suite hands it to its plugins.</summary>
static class BareProgram
{
    const string Entry = "main";

    /// <summary>Bare instructions, or the function <c>main</c> of a whole object.</summary>
    /// <param name="bytes">The bytes: little-endian instructions, or an ELF file.</param>
    /// <param name="isElf">Which of the two.</param>
    /// <exception cref="BpfFormatException">The bytes are neither.</exception>
    /// <exception cref="CommandException">The object has no such function.</exception>
    /// <exception cref="BpfLinkException">It refers to something that does not exist.</exception>
    public static LinkedProgram Link(byte[] bytes, bool isElf)
    {
        const string name = "standard input";
        var @object = isElf ? BpfObject.Read(bytes, name) : new BpfObject { Name = name };
        var function = isElf
            ? @object.FindFunction(Entry) ?? throw new CommandException($"{name}: found no function '{Entry}' in the object")
            : new FunctionSpec { Name = Entry, Section = "", Instructions = InstructionCodec.Decode(bytes, name) };
        return Linker.Link(@object, new ProgramSpec { Function = function, Type = ProgramType.Raw });
    }

    /// <summary>Runs it once, unverified: r1 is the address of a copy of <paramref name="memory"/>, r2 its length.</summary>
    /// <returns>r0.</returns>
    public static ulong Run(LinkedProgram linked, ReadOnlySpan<byte> memory, ExecutionMode mode)
    {
        using var runtime = new BpfRuntime(new() { CpuCount = 1, Mode = mode });
        var maps = new List<RuntimeMap>();
        try
        {
            foreach (var map in linked.Maps)
                maps.Add(RuntimeMaps.Create(runtime, map));
            using var program = runtime.Load(linked, maps);
            return program.Run(memory).ReturnValue;
        }
        finally
        {
            maps.ForEach(map => map.Dispose());
        }
    }

    /// <summary>Bytes from hexadecimal digits, two each; white space and a <c>0x</c> before a byte do not matter.</summary>
    /// <param name="text">The digits.</param>
    /// <param name="what">What they are, for the error.</param>
    /// <exception cref="CommandException">The text is something else.</exception>
    public static byte[] ParseHex(string text, string what)
    {
        var bytes = new List<byte>(text.Length / 2);
        foreach (var range in text.AsSpan().SplitAny([]))
        {
            var word = text.AsSpan()[range];
            if (word.StartsWith("0x", StringComparison.OrdinalIgnoreCase))
                word = word[2..];
            if (word.Length % 2 != 0)
                throw Wrong(word, what);
            for (var i = 0; i < word.Length; i += 2)
            {
                if (!byte.TryParse(word.Slice(i, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value))
                    throw Wrong(word, what);
                bytes.Add(value);
            }
        }

        return [.. bytes];
    }

    static CommandException Wrong(ReadOnlySpan<char> word, string what)
    {
        const int shown = 20;
        return new($"{what}: found '{(word.Length > shown ? $"{word[..shown]}…" : word)}', expected bytes of two hexadecimal digits");
    }
}
