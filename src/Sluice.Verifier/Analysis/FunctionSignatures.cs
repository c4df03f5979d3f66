using System.Collections.Immutable;
using Sluice.Bpf.Btf;
using Sluice.Bpf.Instructions;
using Sluice.Bpf.Linking;
using Sluice.Bpf.Platform;
using Sluice.Verifier.Flow;

namespace Sluice.Verifier.Analysis;

/// <summary>Reads what a global function takes out of its BTF type and its tags.</summary>
/// <remarks>kernel/bpf/btf.c, btf_prepare_func_args; the tags: tools/lib/bpf/bpf_helpers.h, __arg_ctx and the following.</remarks>
sealed class FunctionSignatures(ProgramCode code, ProgramTypeInfo type)
{
    const int MostArguments = 5;

    // What tracing programs call their context (include/linux/btf.h, btf_is_prog_ctx_type).
    static readonly Dictionary<ProgramType, string> s_contextTypedefs = new()
    {
        [ProgramType.Kprobe] = "bpf_user_pt_regs_t",
        [ProgramType.PerfEvent] = "bpf_user_pt_regs_t",
    };

    readonly Dictionary<int, GlobalFunction?> _known = [];

    /// <summary>The function that starts at a slot, if it is verified alone; null if it is analysed where it is called.</summary>
    public GlobalFunction? At(int start)
    {
        if (!_known.TryGetValue(start, out var function))
            _known[start] = function = Read(code.Program.FunctionAt(start));
        return function;
    }

    GlobalFunction? Read(LinkedFunction function)
    {
        if (!function.IsGlobal || function.TypeId == 0 || code.Program.Types is not { } types || type.Context.Form == ContextForm.Memory)
            return null;
        if (types[function.TypeId] is not BtfFunction { Prototype: BtfFunctionPrototype prototype } declared)
            return null;
        var fault = prototype.Return.Resolve() is BtfInteger or BtfEnum ? "" : "does not return a number";
        if (prototype.Parameters.Length > MostArguments)
            fault = $"takes {prototype.Parameters.Length} arguments, but only {MostArguments} fit into registers";
        var arguments = ImmutableArray.CreateBuilder<Arg>();
        for (var index = 0; index < Math.Min(MostArguments, prototype.Parameters.Length); index++)
        {
            var argument = Argument(prototype.Parameters[index].Type, TagsOf(types, declared, index));
            if (argument is null)
                fault = $"takes '{prototype.Parameters[index].Name}', of whose type a caller can give no proof";
            arguments.Add(argument ?? Arg.Any);
        }

        return new(function, arguments.ToImmutable(), MovesPacket(function.Start), fault);
    }

    static HashSet<string> TagsOf(BtfTypes types, BtfFunction function, int parameter)
    {
        var tags = new HashSet<string>();
        foreach (var candidate in types.All)
        {
            if (candidate is BtfDeclarationTag tag && tag.Target == function && tag.Component == parameter)
                tags.Add(tag.Name);
        }

        return tags;
    }

    Arg? Argument(BtfType parameter, HashSet<string> tags)
    {
        var resolved = parameter.Resolve();
        if (resolved is BtfInteger or BtfEnum)
            return Arg.Scalar;
        if (resolved is not BtfPointer pointer)
            return null;
        var target = pointer.Target.Resolve();
        if (tags.Contains("arg:ctx") || IsContext(pointer.Target))
            return Arg.Context;
        if (target is BtfStruct { Name: "bpf_dynptr" })
            return Arg.Dynptr;
        if (tags.Contains("arg:untrusted"))
            return new(ArgKind.Loose) { TypeName = target is BtfStruct ? target.Name : null };
        if (tags.Contains("arg:trusted"))
            return tags.Contains("arg:nullable") ? Arg.ObjectOrNull(target.Name) : Arg.Object(target.Name);
        if (tags.Contains("arg:arena"))
            return new(ArgKind.Arena);
        var size = target.SizeOf();
        return size == 0 ? null : new Arg(ArgKind.FixedReadWrite, tags.Contains("arg:nonnull") ? ArgFlags.None : ArgFlags.Nullable) { Size = size };
    }

    bool IsContext(BtfType target)
    {
        var named = target.WithoutQualifiers();
        return (named is BtfTypedef && s_contextTypedefs.TryGetValue(type.Type, out var typedef) && named.Name == typedef)
            || (named.Resolve() is BtfStruct found && found.Name == type.Context.Name);
    }

    // Whether the packet may move is read off the code, as callers must know it before the function is verified.
    bool MovesPacket(int start)
    {
        foreach (var function in code.ReachedFrom(start).Select(code.Program.FunctionAt))
        {
            for (var slot = function.Start; slot < function.Start + function.Length; slot += code.Forms[slot]!.Slots)
            {
                if (code.Forms[slot]!.Operation == Operation.CallHelper && Helpers.Find(code.Instructions[slot].Immediate)?.Has(Effects.MovesPacket) == true)
                    return true;
            }
        }

        return false;
    }
}
