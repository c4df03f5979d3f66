using System.Text;
using Sluice.Bpf.Instructions;
using Sluice.Bpf.Linking;
using Sluice.Bpf.Linking.Loading;
using Sluice.Bpf.Objects;
using Sluice.Bpf.Platform;
using Sluice.Kernel.Errors;
using Sluice.Kernel.Features;
using Sluice.Kernel.Maps;
using Sluice.Kernel.Programs;
using Sluice.Kernel.SystemCalls;

namespace Sluice.Kernel.Loading;

/// <summary>Loads one linked program.</summary>
sealed unsafe class ProgramLoader
{
    // BPF_F_SLEEPABLE and BPF_F_XDP_HAS_FRAGS of include/uapi/linux/bpf.h.
    const uint Sleepable = 1 << 4, HasFragments = 1 << 5;

    // BPF_PSEUDO_MAP_FD and BPF_PSEUDO_MAP_VALUE.
    const byte MapDescriptor = 1, MapValue = 2;

    // BPF_PSEUDO_BTF_ID and BPF_PSEUDO_KFUNC_CALL.
    const byte KernelVariable = 3, KernelCall = 2;

    // The kernel gives up with EAGAIN when a signal comes while it verifies.
    const int Tries = 5;

    // What these are bound to is made after them: a struct of functions, or another program's function.
    static readonly ProgramTypeSet s_foreign = [ProgramType.StructOps, ProgramType.Extension];

    readonly LinkedProgram _program;
    readonly LoadableProgram _annotations;
    readonly BpfDescriptor? _types;
    readonly BpfInstruction[] _instructions;
    readonly byte[] _license;

    // The descriptors that the offsets of calls of kernel functions stand for; the first is never one.
    readonly int[] _modules;

    // The type of the kernel, or of a module, that a tracing program is bound to; null for the rest.
    readonly KernelTypeReference? _bound;
    readonly BpfDescriptor? _boundModule;

    /// <summary>Prepares the load.</summary>
    /// <param name="program">The program.</param>
    /// <param name="maps">Its maps, in the order of <see cref="LinkedProgram.Maps"/>.</param>
    /// <param name="annotations">What to tell the kernel about its instructions.</param>
    /// <param name="types">The types they refer to, or null.</param>
    /// <param name="target">What it was linked against.</param>
    public ProgramLoader(
        LinkedProgram program, IReadOnlyList<KernelMap> maps, LoadableProgram annotations, BpfDescriptor? types, KernelTarget target)
    {
        (_program, _annotations, _types) = (program, annotations, types);
        _instructions = WithDescriptors(program, maps, target);
        _modules = NamesModule(program) ? [0, .. Enumerable.Range(1, target.ModuleCount).Select(module => target[module].Number)] : [];
        _license = Encoding.ASCII.GetBytes(program.License + '\0');
        if (!AttachTargets.IsBound(program.Spec))
            return;
        _bound = target.FindTarget(program.Spec) ?? throw Refused(Errno.NotFound, NoTarget(program.Spec));
        _boundModule = _bound.Value.Module > 0 ? target[_bound.Value.Module] : null;
    }

    /// <summary>Loads it: without a log if it may, and with one if it must.</summary>
    /// <param name="level">What the log shall hold when the load succeeds.</param>
    /// <exception cref="KernelException">The kernel refuses it.</exception>
    /// <exception cref="ProgramRejectedException">The verifier does.</exception>
    public KernelProgram Load(VerifierLogLevel level)
    {
        if (ProgramTypeTable.Find(_program.Spec.Type) is { IsOwn: true } own)
            throw Refused(Errno.NotSupported, $"programs of type {own.Name} exist in process only");
        if (s_foreign.Contains(_program.Spec.Type))
            throw Refused(Errno.NotSupported, $"programs of type {_program.Spec.Type} are bound to a struct or a program when they are loaded, which this engine does not do");
        if (level == VerifierLogLevel.OnFailure && TryLoad(default, 0, out _, out _) is { } loaded)
            return new(_program, loaded, "");
        var logLevel = level == VerifierLogLevel.OnFailure ? (uint)VerifierLogLevel.Branches : (uint)level;
        var (explained, log, error) = VerifierLog.Collect((Span<byte> log, out int needed, out Errno error) =>
            TryLoad(log, logLevel, out needed, out error));
        if (explained is not null)
            return new(_program, explained, log);
        if (log.Length == 0)
            throw Refused(error, Explain(error));
        var report = Relocated(VerifierReport.Parse(log));
        // What the kernel checks behind the verifier it does not explain (bpf_prog_map_compatible).
        if (report.IsSilent && _program.Maps.FirstOrDefault(map => map.Type == MapType.ProgramArray) is { } array)
            throw Refused(error, $"the array '{array.Name}' already holds programs of another kind: another type, place of attachment, or with fragments");
        throw new ProgramRejectedException(_program.Name, error, report,
            (uint)report.Instruction < (uint)_program.Instructions.Length ? _program.LineAt(report.Instruction) : null, log);
    }

    // The verifier complains about the call that a relocation without an answer has become.
    VerifierReport Relocated(VerifierReport report)
    {
        foreach (var result in _program.CoreResults)
        {
            if (result.IsPoisoned && result.Relocation.Instruction == report.Instruction)
                return report with { Cause = $"the program needs what this kernel's types lack: CO-RE {result.Relocation.Kind} of {result.Local}: {result.Reason}" };
        }

        return MissingHelper(report);
    }

    // The verifier names the helper that it refuses, but not the release that brought it.
    VerifierReport MissingHelper(VerifierReport report)
    {
        if ((uint)report.Instruction >= (uint)_program.Instructions.Length
            || InstructionSet.Find(_program.Instructions[report.Instruction])?.Operation != Operation.CallHelper
            || Helpers.Find(_program.Instructions[report.Instruction].Immediate) is not { Since: { } since } helper
            || since <= KernelRelease.Version
            || HelperSupport.Of(_program.Spec.Type, helper) != FeatureState.Missing)
            return report;
        return report with { Cause = $"{report.Cause}: bpf_{helper.Name} came with Linux {since}, this is {KernelRelease.Text}" };
    }

    BpfDescriptor? TryLoad(Span<byte> log, uint level, out int needed, out Errno error)
    {
        var spec = _program.Spec;
        fixed (BpfInstruction* code = _instructions)
        fixed (byte* license = _license, functions = _annotations.Functions, lines = _annotations.Lines, logAddress = log)
        fixed (int* modules = _modules)
        {
            var attributes = new ProgramLoadAttributes
            {
                ProgType = (uint)spec.Type,
                InsnCnt = (uint)_instructions.Length,
                Insns = (ulong)code,
                License = (ulong)license,
                LogLevel = level,
                LogSize = (uint)log.Length,
                LogBuf = (ulong)logAddress,
                ProgFlags = (spec.IsSleepable ? Sleepable : 0) | (spec.HasFragments ? HasFragments : 0),
                ProgName = ObjectName.Of(spec.Name),
                ExpectedAttachType = (uint)(spec.AttachType ?? 0),
                FdArray = (ulong)modules,
                AttachBtfId = (uint)(_bound?.Id ?? 0),
                AttachProgFd = (uint)(_boundModule?.Number ?? 0),
            };
            if (_types is not null && _annotations.Functions is { Length: > 0 })
            {
                attributes.ProgBtfFd = (uint)_types.Number;
                attributes.FuncInfo = (ulong)functions;
                attributes.FuncInfoRecSize = LoadableProgram.FunctionRecord;
                attributes.FuncInfoCnt = (uint)(_annotations.Functions.Length / LoadableProgram.FunctionRecord);
                attributes.LineInfo = (ulong)lines;
                attributes.LineInfoRecSize = LoadableProgram.LineRecord;
                attributes.LineInfoCnt = (uint)(_annotations.Lines.Length / LoadableProgram.LineRecord);
            }

            for (var tries = Tries; ; tries--)
            {
                var loaded = BpfSystemCall.Open(BpfCommand.ProgramLoad, ref attributes, out error);
                needed = (int)attributes.LogTrueSize;
                if (error != Errno.Again || tries == 0)
                    return loaded;
            }
        }
    }

    string Explain(Errno error) => error switch
    {
        Errno.NotPermitted => Permissions.Explain(Capabilities.Bpf | Capabilities.NetAdmin),
        Errno.InvalidArgument when ProgramTypeTable.Find(_program.Spec.Type) is null => "its section names no type of programs",
        Errno.InvalidArgument when KernelFeatures.Of(_program.Spec.Type).Explain() is { Length: > 0 } missing => missing,
        Errno.InvalidArgument => $"this kernel ({KernelRelease.Text}) does not take this place or these options for programs of type {_program.Spec.Type}",
        _ => "",
    };

    static string NoTarget(ProgramSpec program) => AttachTargets.NameOf(program) is not { } name
        ? $"its section '{program.Section}' does not say what it is attached to: expected '{program.Section}/NAME'"
        : $"this kernel ({KernelRelease.Text}) has no '{name}' among its types, which section '{program.Section}' names";

    KernelException Refused(Errno error, string reason) => new($"program '{_program.Name}'", "load", error, reason);

    static bool NamesModule(LinkedProgram program) => program.Instructions.Any(instruction =>
        instruction is { Opcode: InstructionSet.CallOpcode, Source: KernelCall, Offset: not 0 });

    static BpfInstruction[] WithDescriptors(LinkedProgram program, IReadOnlyList<KernelMap> maps, KernelTarget target)
    {
        var instructions = program.Instructions.ToArray();
        for (var slot = 0; slot < instructions.Length; slot++)
        {
            ref var instruction = ref instructions[slot];
            if (!instruction.IsWide)
                continue;
            slot++;
            if (instruction.Source == KernelVariable && instructions[slot].Immediate is var module and not 0)
                instructions[slot] = instructions[slot].WithImmediate(target[module].Number);
            var kind = InstructionSet.Find(instruction)?.Operation switch
            {
                Operation.LoadMapByIndex => MapDescriptor,
                Operation.LoadMapValueByIndex => MapValue,
                _ => (byte)0,
            };
            if (kind != 0)
                instruction = instruction.WithSource(kind).WithImmediate(maps[instruction.Immediate].Descriptor.Number);
        }

        return instructions;
    }
}
