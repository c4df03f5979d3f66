using Sluice.Bpf.Btf;
using Sluice.Bpf.Objects;
using Sluice.Bpf.Platform;

namespace Sluice.Verifier;

/// <summary>The functions of an object that are for the programs of others: chains call them, or programs linked with it.</summary>
public static class ObjectFunctions
{
    /// <summary>The global functions that no program of the object reaches, in the object's order, each to be verified alone.</summary>
    /// <param name="object">The object.</param>
    /// <param name="type">The type of the programs that will call them; null to take it from the context that they are given.</param>
    public static IEnumerable<ProgramSpec> Of(BpfObject @object, ProgramType? type = null)
    {
        ArgumentNullException.ThrowIfNull(@object);
        var reached = ReachedByPrograms(@object);
        return @object.Functions.Where(function => function is { IsGlobal: true, IsHidden: false } && !reached.Contains(function.Name))
            .Select(function => Of(@object, function, type));
    }

    /// <summary>One function, to be verified alone.</summary>
    /// <param name="object">The object.</param>
    /// <param name="function">The function.</param>
    /// <param name="type">As in <see cref="Of(BpfObject, ProgramType?)"/>.</param>
    public static ProgramSpec Of(BpfObject @object, FunctionSpec function, ProgramType? type = null)
    {
        ArgumentNullException.ThrowIfNull(@object);
        ArgumentNullException.ThrowIfNull(function);
        return new() { Function = function, Type = type ?? TypeOf(@object, function), IsFunction = true };
    }

    // A function without a context is one of the object's other functions; if none has one, it may do what all programs may.
    static ProgramType TypeOf(BpfObject @object, FunctionSpec function) => ByContext(@object, function)
        ?? @object.Functions.Select(other => ByContext(@object, other)).FirstOrDefault(type => type is not null)
        ?? ProgramType.SocketFilter;

    // Of types that share a context, such as struct __sk_buff, one of the object's programs; else the one that may do most with packets.
    static ProgramType? ByContext(BpfObject @object, FunctionSpec function)
    {
        if (function.TypeId == 0 || @object.Types?[function.TypeId] is not BtfFunction { Prototype: BtfFunctionPrototype { Parameters: [var first, ..] } })
            return null;
        if (first.Type.Resolve() is not BtfPointer pointer || pointer.Target.Resolve() is not BtfStruct context)
            return null;
        var types = ProgramTypeTable.All.Where(info => info.Context.Form == ContextForm.Struct && info.Context.Name == context.Name)
            .OrderByDescending(info => @object.Programs.Any(program => program.Type == info.Type))
            .ThenByDescending(info => info.Packet);
        return types.FirstOrDefault()?.Type;
    }

    static HashSet<string> ReachedByPrograms(BpfObject @object)
    {
        var reached = new HashSet<string>(StringComparer.Ordinal);
        var pending = new Queue<FunctionSpec>(@object.Programs.Select(program => program.Function));
        while (pending.TryDequeue(out var function))
        {
            foreach (var relocation in function.Relocations)
            {
                if (relocation.Kind is RelocationKind.Call or RelocationKind.FunctionAddress && reached.Add(relocation.Symbol)
                    && @object.FindFunction(relocation.Symbol) is { } callee)
                {
                    pending.Enqueue(callee);
                }
            }
        }

        return reached;
    }
}
