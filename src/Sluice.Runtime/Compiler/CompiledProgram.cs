using System.Reflection.Emit;
using Sluice.Runtime.Code;
using Sluice.Runtime.Execution;

namespace Sluice.Runtime.Compiler;

/// <summary>A program compiled to IL: a method for each function, called directly by the others.</summary>
sealed class CompiledProgram
{
    readonly ProgramCode _code;
    readonly FunctionPlan[] _plans;
    EntryPoint? _entry;

    /// <summary>Compiles <paramref name="code"/>; with the sandbox's checks, or without.</summary>
    public CompiledProgram(ProgramCode code, bool isChecked)
    {
        _code = code;
        _plans = [.. code.Functions.Select(function => new FunctionPlan(code, function, isChecked))];
        foreach (var plan in _plans)
            plan.Method = Declare(plan);
        foreach (var plan in _plans.AsSpan(1))
            FunctionEmitter.Emit(plan, _plans);
    }

    /// <summary>The entry function; compiled when it is first asked for, since a loop may do without.</summary>
    public EntryPoint Entry
    {
        get
        {
            if (_entry is null)
            {
                FunctionEmitter.Emit(_plans[0], _plans);
                _entry = _plans[0].Method.CreateDelegate<EntryPoint>(_code);
            }

            return _entry;
        }
    }

    /// <summary>The entry function as the body of a loop over batches of this kind.</summary>
    public BatchLoop<TPackets> MakeLoop<TPackets>()
        where TPackets : struct, IPacketBatch, allows ref struct
    {
        var loop = new DynamicMethod(_plans[0].Function.Name, typeof(void), [typeof(ProgramCode), typeof(Cpu), typeof(TPackets).MakeByRefType()],
            typeof(CompiledProgram).Module, skipVisibility: true)
        { InitLocals = false };
        FunctionEmitter.EmitLoop(_plans[0], _plans, loop, typeof(TPackets));
        return loop.CreateDelegate<BatchLoop<TPackets>>(_code);
    }

    /// <summary>A function as helpers call it.</summary>
    public CallbackTarget MakeCallback(int index)
    {
        var plan = _plans[index];
        if (plan.IsEntry)
            _ = Entry;
        var thunk = Method($"{plan.Function.Name}()", typeof(object), typeof(Cpu), typeof(ulong), typeof(ulong), typeof(ulong),
            typeof(ulong), typeof(ulong), typeof(long));
        var il = thunk.GetILGenerator();
        if (plan.IsEntry)
        {
            // The entry takes its frame from the CPU.
            il.Emit(OpCodes.Ldarg_1);
            il.Emit(OpCodes.Ldarg, (short)7);
            il.Emit(OpCodes.Stfld, Members.CpuEntryFrame);
            il.Emit(OpCodes.Ldarg_0);
            il.Emit(OpCodes.Ldarg_1);
            il.Emit(OpCodes.Ldarg_2);
            il.Emit(OpCodes.Ldarg_3);
        }
        else
        {
            il.Emit(OpCodes.Ldarg_1);
            foreach (var register in plan.Arguments)
                il.Emit(OpCodes.Ldarg, (short)(register + 1));
            il.Emit(OpCodes.Ldarg, (short)7);
        }

        il.Emit(OpCodes.Call, plan.Method);
        il.Emit(OpCodes.Ret);
        return new CompiledCallback(plan.Function, thunk.CreateDelegate<CallbackPoint>(null), plan.IsChecked);
    }

    // The entry is called through a delegate, whose target comes first: that is the quickest kind.
    static DynamicMethod Declare(FunctionPlan plan) => plan.IsEntry
        ? Method(plan.Function.Name, typeof(ProgramCode), typeof(Cpu), typeof(ulong), typeof(ulong))
        : Method(plan.Function.Name, [typeof(Cpu), .. plan.Arguments.Select(_ => typeof(ulong)), typeof(long)]);

    static DynamicMethod Method(string name, params Type[] parameters) =>
        new(name, typeof(ulong), parameters, typeof(CompiledProgram).Module, skipVisibility: true) { InitLocals = false };
}
