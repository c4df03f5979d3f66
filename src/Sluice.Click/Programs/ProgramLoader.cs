using Sluice.Bpf.Engine;
using Sluice.Bpf.Linking;
using Sluice.Bpf.Objects;
using Sluice.Bpf.Platform;
using Sluice.Click.Elements.Programs;
using Sluice.Runtime;
using Sluice.Runtime.Code;
using Sluice.Runtime.Execution;
using Sluice.Runtime.Maps;
using Sluice.Runtime.Memory;
using Sluice.Verifier.Policies;

namespace Sluice.Click.Programs;

/// <summary>Makes live programs of what elements ask for: reads, checks, links, loads, compiles. Traffic notices nothing of it.</summary>
/// <param name="runtime">Where they run.</param>
/// <param name="policy">Which ones may.</param>
/// <param name="folder">What files' names are relative to.</param>
sealed class ProgramLoader(BpfRuntime runtime, ProgramPolicy policy, string folder)
{
    /// <summary>Loads a program and compiles it.</summary>
    /// <param name="request">What is asked for.</param>
    /// <param name="type">The type that the element gives to programs that leave it open.</param>
    /// <param name="maps">The live maps to take over.</param>
    /// <exception cref="ProgramException">It cannot be loaded, or may not; nothing has changed.</exception>
    public LoadedProgram Load(ProgramRequest request, ProgramType type, MapSet maps)
    {
        var path = ProgramFiles.FindObject(folder, request.File);
        var image = ProgramFiles.Read(path, "FILE"); // Once: what is checked is what is loaded.
        return Guard(path, () =>
        {
            var attested = policy.Check(image, Locate(request.SignatureOf(path)));
            var mode = !request.IsCompiled ? ExecutionMode.Interpret : attested is null ? ExecutionMode.Sandbox : ExecutionMode.Compiled;
            return Load(BpfObject.Read(image, path), request, type, maps, attested, mode);
        });
    }

    /// <summary>Loads an object that was made here and now, and proves it first.</summary>
    /// <exception cref="ProgramException">It cannot be loaded.</exception>
    public LoadedProgram Prove(BpfObject spec, ProgramRequest request, MapSet maps) => Guard(request.File, () =>
        Load(spec, request, ProgramType.Xdp, maps, new VerifyPolicy(), request.IsCompiled ? ExecutionMode.Compiled : ExecutionMode.Interpret));

    LoadedProgram Load(BpfObject spec, ProgramRequest request, ProgramType type, MapSet maps, ILoadPolicy? admission, ExecutionMode mode)
    {
        spec = spec.WithProgramType(type);
        foreach (var setting in request.Settings)
            spec = Set(spec, setting);
        var program = Choose(spec, request, type);
        var migration = spec.Programs.FirstOrDefault(known => known.Section == SectionNames.Migration);
        spec = ObjectSubset.Of(spec, program, [], migration is null ? [] : [migration.Name]);
        var reusable = maps.Reusable(spec);
        var collection = runtime.Load(spec, reusable, mode, admission);
        try
        {
            ProgramElement.Prepare(collection.Program(program.Name));
            if (migration is not null)
                collection.Program(migration.Name).Prepare();
            return new LoadedProgram(collection, program.Name, migration?.Name, request, (admission as AttestedPolicy)?.Statement, reusable.Keys);
        }
        catch
        {
            collection.Dispose();
            throw;
        }
    }

    static BpfObject Set(BpfObject spec, string setting)
    {
        var blank = setting.IndexOf(' ', StringComparison.Ordinal);
        return blank > 0
            ? spec.WithText(setting[..blank], setting[blank..].Trim())
            : throw new ProgramException($"SET: found `{setting}`, expected a variable's name and its value: SET \"burst 10\"");
    }

    static ProgramSpec Choose(BpfObject spec, ProgramRequest request, ProgramType type)
    {
        var allowed = request.IsXdp ? (ProgramType[])[ProgramType.Xdp] : [type, ProgramType.Xdp];
        var expected = string.Join(" or ", allowed.Select(known => ProgramTypeTable.Find(known)!.Name));
        if (request.Program.Length > 0)
        {
            var named = spec.FindProgram(request.Program)
                ?? throw new ProgramException($"{spec.Name}: found no program '{request.Program}', expected one of {Names(spec.Programs)}");
            return allowed.Contains(named.Type)
                ? named
                : throw new ProgramException($"{spec.Name}: found program '{named.Name}' of type {NameOf(named.Type)}, expected {expected}");
        }

        var fitting = spec.Programs.Where(known => known.Section != SectionNames.Migration && allowed.Contains(known.Type)).ToArray();
        return fitting.Length switch
        {
            1 => fitting[0],
            0 => throw new ProgramException($"{spec.Name}: found {Describe(spec)}, expected a program of type {expected}"),
            _ => throw new ProgramException($"{spec.Name}: found the programs {Names(fitting)}, expected PROGRAM to say which"),
        };
    }

    static string Describe(BpfObject spec) => spec.Programs.IsEmpty
        ? "no program"
        : string.Join(", ", spec.Programs.Select(program => $"'{program.Name}' of type {NameOf(program.Type)}"));

    static string NameOf(ProgramType type) => ProgramTypeTable.Find(type)?.Name ?? type.ToString().ToLowerInvariant();

    static string Names(IEnumerable<ProgramSpec> programs) => string.Join(", ", programs.Select(program => program.Name));

    string Locate(string attestation) => attestation == ProgramPolicy.NoSignature ? attestation : Path.Combine(folder, attestation);

    static LoadedProgram Guard(string path, Func<LoadedProgram> load)
    {
        try
        {
            return load();
        }
        catch (Exception error) when (error is LoadRefusedException or BpfLoadException or MapCreationException or NativeMemoryException)
        {
            throw new ProgramException($"{path}: {error.Message}");
        }
        catch (Exception error) when (error is BpfFormatException or BpfVariableException or BpfLinkException)
        {
            throw new ProgramException(error.Message); // They name the object.
        }
    }
}
