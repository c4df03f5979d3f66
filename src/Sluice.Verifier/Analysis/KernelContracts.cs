using System.Collections.Immutable;
using Sluice.Bpf.Btf;
using Sluice.Bpf.Platform;
using Sluice.Verifier.Flow;

namespace Sluice.Verifier.Analysis;

/// <summary>Reads the signatures of kernel functions out of the kernel's types; where those are not known, out of the object's declarations.</summary>
/// <remarks>kernel/bpf/verifier.c, get_kfunc_ptr_arg_type; the suffixes of names: Documentation/bpf/kfuncs.rst.</remarks>
sealed class KernelContracts(ProgramCode code, ProgramTypeInfo type, BtfTypes? kernel)
{
    readonly Dictionary<string, (KernelContract? Contract, string Fault)> _known = [];

    /// <summary>The contract of a function; or why there is none.</summary>
    public KernelContract? Find(string name, out string fault)
    {
        if (!_known.TryGetValue(name, out var known))
            _known[name] = known = (Read(name, out var found), found);
        fault = known.Fault;
        return known.Contract;
    }

    KernelContract? Read(string name, out string fault)
    {
        fault = "";
        if (KernelFunctions.Find(name) is not { } function)
            fault = "whose contract this verifier does not know";
        else if (!function.Programs.Contains(type.Type))
            fault = $"which program type {type.Name} may not call";
        else if ((kernel ?? code.Program.Types)?.Find<BtfFunction>(name)?.Prototype is not BtfFunctionPrototype prototype)
            fault = kernel is null ? "of which the object declares no type" : "which the kernel does not have";
        else if (Arguments(function, prototype) is { } arguments)
            return new(function, arguments, prototype.Return);
        else
            fault = "whose arguments this verifier does not know";
        return null;
    }

    ImmutableArray<Arg>? Arguments(KernelFunction function, BtfFunctionPrototype prototype)
    {
        var arguments = ImmutableArray.CreateBuilder<Arg>();
        for (var index = 0; index < prototype.Parameters.Length; index++)
        {
            var (parameter, name) = (prototype.Parameters[index], NameOf(function, prototype, index));
            var isSized = index + 1 < prototype.Parameters.Length && IsSize(NameOf(function, prototype, index + 1));
            var argument = parameter.Type.Resolve() is BtfPointer pointer
                ? Pointer(function, name, pointer, index == 0, isSized)
                : new Arg(IsSize(name) ? ArgKind.MemorySizeOrZero : ArgKind.Scalar);
            if (argument is null)
                return null;
            arguments.Add(argument);
        }

        return arguments.ToImmutable();
    }

    static string NameOf(KernelFunction function, BtfFunctionPrototype prototype, int index) =>
        index < function.Parameters.Length ? function.Parameters[index] : prototype.Parameters[index].Name;

    static bool IsSize(string name) => Has(name, "__sz") || Has(name, "__szk");

    Arg? Pointer(KernelFunction function, string name, BtfPointer pointer, bool isFirst, bool isSized)
    {
        const KernelFunctionFlags iterates = KernelFunctionFlags.MakesIterator | KernelFunctionFlags.AdvancesIterator | KernelFunctionFlags.EndsIterator;
        var target = pointer.Target.Resolve();
        var flags = Has(name, "__opt") || Has(name, "__nullable") ? ArgFlags.Nullable : ArgFlags.None;
        if (Has(name, "__ign") || Has(name, "__prog"))
            return Arg.Any;
        if (target is BtfFunctionPrototype)
            return function.Name == "bpf_wq_set_callback_impl" ? Arg.Callback(CallbackPrototype.WorkQueue) : null;
        if (target is BtfStruct { Name: "bpf_wq" })
            return new(ArgKind.WorkQueue);
        if (isFirst && function.Has(iterates))
            return new(ArgKind.Iterator) { TypeName = target.Name, Size = target.SizeOf() };
        if (function.Has(KernelFunctionFlags.CastsContext) || target.Name == type.Context.Name)
            return Arg.Context;
        if (target is BtfStruct { Name: "bpf_dynptr" })
        {
            return !Has(name, "__uninit") ? Arg.Dynptr
                : Arg.NewDynptr(function.Has(KernelFunctionFlags.MakesPacketDynptr) ? DynptrKind.Packet : DynptrKind.Any);
        }

        if (Has(name, "__map"))
            return Arg.Map;
        if (Has(name, "__str"))
            return Arg.ConstantString;
        if (isSized)
            return new(ArgKind.WriteMemory, flags);
        if (target is BtfStruct or BtfForward)
        {
            return new(ArgKind.ObjectOrMemory, isFirst && function.Has(KernelFunctionFlags.Releases) ? flags | ArgFlags.Releases : flags)
            {
                TypeName = target.Name,
                Size = target.SizeOf(),
            };
        }

        return target.SizeOf() > 0 ? new Arg(ArgKind.FixedReadWrite, flags) { Size = target.SizeOf() } : null;
    }

    static bool Has(string name, string suffix) => name.EndsWith(suffix, StringComparison.Ordinal);
}
