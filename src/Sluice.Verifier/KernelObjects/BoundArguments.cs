using Sluice.Bpf.Btf;
using Sluice.Bpf.Objects;
using Sluice.Bpf.Platform;
using Sluice.Verifier.Domain;

namespace Sluice.Verifier.KernelObjects;

/// <summary>What a program finds in its context that is bound to one of the kernel's types.</summary>
/// <remarks>kernel/bpf/btf.c, btf_ctx_access.</remarks>
sealed class BoundArguments
{
    // Security hooks that see objects which are being made or freed (kernel/bpf/bpf_lsm.c, untrusted_lsm_hooks).
    static readonly HashSet<string> s_untrustedHooks =
    [
        "bpf_map_free", "bpf_prog_free", "file_alloc_security", "file_free_security", "sk_alloc_security", "sk_free_security", "task_free",
    ];

    // And those that answer a question (bool_lsm_hooks).
    static readonly HashSet<string> s_questions = ["inode_xattr_skipcap", "audit_rule_known"];

    readonly ProgramSpec _program;
    readonly BtfTypes? _kernel;
    readonly BtfFunctionPrototype? _prototype;
    readonly BtfFunctionPrototype? _named;

    /// <summary>Looks for the program's target.</summary>
    /// <param name="program">The program.</param>
    /// <param name="kernel">The kernel's types, or null.</param>
    public BoundArguments(ProgramSpec program, BtfTypes? kernel)
    {
        (_program, _kernel) = (program, kernel);
        if (program.Type == ProgramType.StructOps)
        {
            Fault = DescribeOperation(out _prototype, out _named);
            return;
        }

        Fault = Describe(program, kernel);
        if (Fault.Length > 0)
            return;
        _prototype = AttachTargets.PrototypeOf(AttachTargets.Find(kernel!, program)!);
        // The typedef of a tracepoint has no names; the function that runs its programs has.
        _named = IsTracepoint ? kernel!.Find<BtfFunction>("__bpf_trace_" + program.AttachTarget)?.Prototype as BtfFunctionPrototype : _prototype;
    }

    /// <summary>Why nothing is known of the arguments, in words; else empty.</summary>
    public string Fault { get; }

    bool IsTracepoint => _program.AttachType == AttachType.TraceRawTp;

    /// <summary>The argument at an offset of the context.</summary>
    public BoundArgument At(int offset)
    {
        if (offset % 8 != 0)
            return Missing($"offset {offset}, in the middle of an argument");
        var first = IsTracepoint ? 1 : 0;
        var end = 0;
        for (var index = first; index < _prototype!.Parameters.Length; index++)
        {
            var type = _prototype.Parameters[index].Type.Resolve();
            end += (Math.Max(type.SizeOf(), 1) + 7) / 8 * 8;
            if (offset < end)
                return Argument(index, index - first);
        }

        var width = (Math.Max(_prototype.Return.SizeOf(), 8) + 7) / 8 * 8;
        if (offset < end + width && HasResult && _prototype.Return.Resolve() is not BtfVoid)
            return Classify(_prototype.Return, TrustOf(), false) with { Range = ResultSoFar };
        return Missing($"argument {offset / 8}, but '{_program.AttachTarget}' has {_prototype.Parameters.Length - first}");
    }

    /// <summary>What the program may return: what the hook that it stands in may; null for any value.</summary>
    /// <param name="usual">What programs of its type may return at its place.</param>
    public ReturnRange? Range(ReturnRange? usual)
    {
        if (_program.Type != ProgramType.Lsm || _prototype is null)
            return usual;
        if (_prototype.Return.Resolve() is BtfVoid)
            return _program.AttachType == AttachType.LsmCgroup ? new(1, 1) : null;
        return _program.AttachType == AttachType.LsmMac && s_questions.Contains(_program.AttachTarget) ? new(0, 1) : usual;
    }

    /// <summary>Does what the program stands in give nothing, so that nobody looks at what the program returns?</summary>
    public bool ReturnsNothing => _program is { Type: ProgramType.StructOps } or { Type: ProgramType.Lsm, AttachType: AttachType.LsmMac } && _prototype?.Return.Resolve() is BtfVoid;

    // What other programs of a security hook gave is what they may give (check_mem_access, is_retval).
    ReturnRange? ResultSoFar => _program.AttachType == AttachType.LsmMac ? Range(ProgramTypeTable.Find(_program.Type)!.RangeAt(_program.AttachType)) : null;

    bool HasResult => _program.AttachType is AttachType.TraceFexit or AttachType.LsmMac or AttachType.LsmCgroup or AttachType.ModifyReturn;

    BoundArgument Argument(int index, int number)
    {
        var (nulls, errors) = IsTracepoint ? TracepointNulls.Of(_program.AttachTarget) : default;
        var isNullable = (nulls >> number & 1) != 0
            || (_named is not null && index < _named.Parameters.Length && _named.Parameters[index].Name.EndsWith("__nullable", StringComparison.Ordinal));
        if (_program.AttachType == AttachType.TraceIter && IteratorArguments.Find(_program.AttachTarget, number) is { } entry)
        {
            return entry.IsBuffer ? new(StepKind.Memory, IsNullable: true) { IsPointer = true, IsReadOnly = entry.IsReadOnly }
                : Classify(_prototype!.Parameters[index].Type, entry.IsTrusted ? Trust.Held : Trust.Walked, entry.IsNullable);
        }

        var argument = Classify(_prototype!.Parameters[index].Type, TrustOf(), isNullable);
        // Congestion control sees all of the socket (net/ipv4/bpf_tcp_ca.c, bpf_tcp_ca_is_valid_access).
        if (_program.Type == ProgramType.StructOps && argument.Type?.Name == "sock" && _program.Operation.StartsWith("tcp_congestion_ops.", StringComparison.Ordinal))
            argument = argument with { Type = _kernel!.Find<BtfStruct>("tcp_sock") ?? argument.Type };
        // What may be an error's number is one.
        return (errors >> number & 1) != 0 && argument.Kind == StepKind.Object ? new(StepKind.Scalar) { IsPointer = true } : argument;
    }

    // prog_args_trusted: what fentry programs are given may be gone.
    Trust TrustOf() => _program.Type == ProgramType.StructOps ? Trust.Held
        : _program.Type == ProgramType.Lsm
        ? s_untrustedHooks.Contains(_program.AttachTarget) ? Trust.Walked : Trust.Held
        : _program.AttachType is AttachType.TraceRawTp or AttachType.TraceIter ? Trust.Held : Trust.Walked;

    static BoundArgument Classify(BtfType type, Trust trust, bool isNullable)
    {
        var resolved = type.Resolve();
        if (resolved is BtfInteger or BtfEnum or BtfStruct)
            return new(StepKind.Scalar);
        if (resolved is not BtfPointer pointer)
            return Missing("an argument that is neither a number nor a pointer");
        var target = pointer.Target.Resolve();
        if (target is BtfVoid or BtfInteger)
            return new(StepKind.Scalar) { IsPointer = true };
        if (target is not BtfStruct layout)
            return Missing("an argument that points to no struct");
        var tag = pointer.Target is BtfQualifier { Kind: BtfQualifierKind.TypeTag, IsAttribute: false } qualifier ? qualifier.Name : "";
        return new(StepKind.Object, layout, tag, trust, isNullable) { IsPointer = true };
    }

    static BoundArgument Missing(string what) => new(StepKind.Fault, Fault: what);

    // The kernel's stub of an operation has the names of its parameters (kernel/bpf/bpf_struct_ops.c, find_stub_func_proto).
    string DescribeOperation(out BtfFunctionPrototype? prototype, out BtfFunctionPrototype? named)
    {
        (prototype, named) = (null, null);
        var dot = _program.Operation.IndexOf('.', StringComparison.Ordinal);
        if (dot < 0)
            return $"no struct of the object says which operation '{_program.Name}' is";
        if (_kernel is null)
            return $"the types of what '{_program.Operation}' gives are the kernel's, which are not known here";
        var (owner, member) = (_program.Operation[..dot], _program.Operation[(dot + 1)..]);
        prototype = (_kernel.Find<BtfStruct>(owner)?.FindMember(member)?.Type.Resolve() as BtfPointer)?.Target.Resolve() as BtfFunctionPrototype;
        named = _kernel.Find<BtfFunction>($"{owner}__{member}")?.Prototype as BtfFunctionPrototype;
        return prototype is null ? $"the kernel has no operation '{_program.Operation}'" : "";
    }

    static string Describe(ProgramSpec program, BtfTypes? kernel)
    {
        if (!AttachTargets.IsBound(program))
            return $"programs of section '{program.Section}' get arguments that this verifier does not know";
        if (AttachTargets.NameOf(program) is not { } name)
            return $"section '{program.Section}' does not say what the program is attached to";
        if (kernel is null)
            return $"the types of what '{program.AttachTarget}' gives are the kernel's, which are not known here";
        return AttachTargets.Find(kernel, program) is not { } target ? $"the kernel has no '{name}' among its types"
            : AttachTargets.PrototypeOf(target) is null ? $"'{name}' of the kernel has no prototype"
            : "";
    }
}
