using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Sluice.Bpf.Assembly;
using Sluice.Bpf.Btf;
using Sluice.Bpf.Instructions;
using Sluice.Bpf.Linking;
using Sluice.Bpf.Objects;
using Sluice.Bpf.Platform;

namespace Sluice.Kernel.Attachments;

/// <summary>Puts several XDP programs together into one, which calls them in turn.</summary>
/// <remarks>
/// The rules are those of libxdp's protocol: programs run in the order of their priorities; the next one runs if the present one's
/// verdict is among its chain-call actions; where none is left, the verdict is XDP_PASS. The programs become functions of one object,
/// so that no kernel support for replacing functions (freplace) is needed, and the whole is replaced at once.
/// </remarks>
sealed class XdpDispatcher
{
    /// <summary>The name of the program that calls the others.</summary>
    public const string Name = "sluice_dispatch";

    const string File = "sluice";

    // BPF_PSEUDO_CALL.
    const byte LocalCall = 1;

    readonly ImmutableArray<ImmutableDictionary<string, string>> _maps;

    XdpDispatcher(BpfObject composed, ImmutableArray<ImmutableDictionary<string, string>> maps) => (Object, _maps) = (composed, maps);

    /// <summary>The whole.</summary>
    public BpfObject Object { get; }

    /// <summary>What the maps of a part are called in the whole, by what the part calls them; without those that nothing uses.</summary>
    public ImmutableDictionary<string, string> MapsOf(int part) => _maps[part];

    /// <summary>Puts programs together.</summary>
    /// <param name="parts">Objects, the names of the programs, and when they run; in the order in which they run.</param>
    /// <exception cref="BpfComposeException">They do not fit together.</exception>
    public static XdpDispatcher Of(IReadOnlyList<(BpfObject Object, string Program, RunConfiguration Run)> parts)
    {
        var composer = new ObjectComposer(Name);
        var added = new List<(ComposedPart Part, BpfObject Isolated, string Function)>();
        foreach (var (spec, program, _) in parts)
        {
            var (isolated, function) = Isolate(spec, program);
            added.Add((composer.Add(isolated, new() { Scope = program }), isolated, function));
        }

        var main = parts.Select(part => part.Object.FindProgram(part.Program)!).ToArray();
        var prototype = parts.Select((part, index) => part.Object.Types is { } types && main[index].Function.TypeId is var id and > 0
            ? (types[id] as BtfFunction)?.Prototype : null).FirstOrDefault(found => found is not null);
        composer.AddProgram(new()
        {
            Function = Write(parts.Select((part, index) => (added[index].Part.Function(added[index].Function), part.Run.ChainActions)).ToArray()),
            Type = ProgramType.Xdp,
            AttachType = AttachType.Xdp,
            HasFragments = Array.TrueForAll(main, program => program.HasFragments),
        }, prototype as BtfFunctionPrototype);
        var composed = composer.Build(onlyReached: true);
        return new(composed, [.. added.Select(part => MapNames(composed, part.Part, part.Isolated))]);
    }

    /// <summary>The name that a section of global data of a part has in the whole: data of each part stays in maps of its own, and
    /// so outlives changes of the others.</summary>
    static string SectionOf(string section, string scope) => $"{section}.{scope}";

    // The program becomes a function, unless programs are reached by tail calls; all other functions are the part's own, even weak
    // ones that another part has, too.
    static (BpfObject Isolated, string Function) Isolate(BpfObject spec, string program)
    {
        var calls = TailCalls.Of(spec, program);
        var main = spec.FindProgram(program)!.Function;
        var function = main with { Name = calls.Programs.Contains(program) ? $"{program}.first" : program, Section = ".text", IsGlobal = true };
        return (spec with
        {
            Programs = [.. spec.Programs.Where(other => calls.Programs.Contains(other.Name))],
            Functions = [function, .. spec.Functions.Select(other => other with { IsWeak = false })],
            Maps = [.. spec.Maps.Where(map => map.Type != MapType.ProgramArray || calls.Arrays.Contains(map.Name)).Select(map => map.IsGlobalData ? map with { DataSection = SectionOf(map.DataSection, program) } : map)],
        }, function.Name);
    }

    static ImmutableDictionary<string, string> MapNames(BpfObject composed, ComposedPart part, BpfObject isolated)
    {
        var names = ImmutableDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        foreach (var map in isolated.Maps)
        {
            var found = map.IsGlobalData
                ? composed.Maps.FirstOrDefault(other => other.DataSection == map.DataSection)
                : composed.FindMap(part.Map(map.Name));
            if (found is not null)
                names.Add(map.Name, found.Name);
        }

        return names.ToImmutable();
    }

    // r6 keeps the context; a verdict of 32 and more can be in no set of actions.
    static FunctionSpec Write((string Function, uint Actions)[] parts)
    {
        var text = new StringBuilder("r6 = r1\n");
        for (var i = 0; i < parts.Length; i++)
        {
            text.Append("r1 = r6\ncall pc+0\n");
            text.Append("if w0 > 31 goto out\nw1 = 1\nw1 <<= w0\n");
            text.Append(CultureInfo.InvariantCulture, $"w1 &= {(int)parts[i].Actions}\nif w1 == 0 goto out\n");
        }

        text.Append("r0 = 2\nout:\nexit\n");
        var instructions = Assembler.Assemble(text.ToString());
        var calls = Enumerable.Range(0, instructions.Length).Where(slot => instructions[slot] is { Opcode: InstructionSet.CallOpcode, Source: LocalCall });
        return new()
        {
            Name = Name,
            Section = "xdp",
            Instructions = instructions,
            IsGlobal = true,
            Relocations = [.. calls.Select((slot, index) => new Relocation(slot, RelocationKind.Call, parts[index].Function))],
            Lines = [new(0, File, 1, 1, "calls the programs of the interface in turn")],
        };
    }
}
