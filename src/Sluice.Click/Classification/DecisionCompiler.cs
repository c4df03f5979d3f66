using System.Buffers.Binary;
using System.Reflection.Emit;

namespace Sluice.Click.Classification;

/// <summary>Makes machine code of a decision program, by way of IL: a load, a mask, a comparison and a branch for each step.</summary>
static unsafe class DecisionCompiler
{
    const int Start = 1, Transport = 2; // The first argument is a delegate's target: calls are fastest with one.

    static readonly System.Reflection.MethodInfo s_reverse =
        typeof(BinaryPrimitives).GetMethod(nameof(BinaryPrimitives.ReverseEndianness), [typeof(uint)])!;

    public static CompiledDecision Compile(DecisionProgram program)
    {
        var method = new DynamicMethod(
            "decide", typeof(int), [typeof(object), typeof(byte*), typeof(byte*)], typeof(DecisionCompiler).Module, skipVisibility: true);
        var il = method.GetILGenerator();
        var steps = program.Nodes.Select(_ => il.DefineLabel()).ToArray();
        var ends = new Dictionary<int, Label>();
        if (DecisionNode.IsEnd(program.Entry))
            il.Emit(OpCodes.Br, Target(program.Entry));
        for (var i = 0; i < steps.Length; i++)
        {
            var (test, yes, no) = program.Nodes[i];
            il.MarkLabel(steps[i]);
            Load(il, test);
            Branch(il, test.Kind, yes == i + 1, Target(yes), Target(no));
            if (yes != i + 1 && no != i + 1)
                il.Emit(OpCodes.Br, Target(no));
        }

        foreach (var (target, label) in ends)
        {
            il.MarkLabel(label);
            il.Emit(OpCodes.Ldc_I4, DecisionNode.OutputOf(target));
            il.Emit(OpCodes.Ret);
        }

        return (CompiledDecision)method.CreateDelegate(typeof(CompiledDecision), null);

        Label Target(int target)
        {
            if (!DecisionNode.IsEnd(target))
                return steps[target];
            if (!ends.TryGetValue(target, out var label))
                ends.Add(target, label = il.DefineLabel());
            return label;
        }
    }

    /// <summary>Leaves the masked word and the value on the stack.</summary>
    static void Load(ILGenerator il, DecisionTest test)
    {
        il.Emit(OpCodes.Ldarg, test.Base == HeaderBase.Transport ? Transport : Start);
        il.Emit(OpCodes.Ldc_I4, test.Offset);
        il.Emit(OpCodes.Add);
        il.Emit(OpCodes.Unaligned, (byte)1);
        il.Emit(OpCodes.Ldind_U4);
        var inMemory = test.Kind == TestKind.Equal && BitConverter.IsLittleEndian;
        if (test.Kind != TestKind.Equal && BitConverter.IsLittleEndian)
            il.Emit(OpCodes.Call, s_reverse);
        if (test.Mask != uint.MaxValue)
        {
            il.Emit(OpCodes.Ldc_I4, (int)(inMemory ? BinaryPrimitives.ReverseEndianness(test.Mask) : test.Mask));
            il.Emit(OpCodes.And);
        }

        il.Emit(OpCodes.Ldc_I4, (int)(inMemory ? BinaryPrimitives.ReverseEndianness(test.Value) : test.Value));
    }

    /// <summary>Branches to one of the targets; the other follows.</summary>
    static void Branch(ILGenerator il, TestKind kind, bool yesFollows, Label yes, Label no) => il.Emit(
        kind switch
        {
            TestKind.Equal => yesFollows ? OpCodes.Bne_Un : OpCodes.Beq,
            TestKind.AtLeast => yesFollows ? OpCodes.Blt_Un : OpCodes.Bge_Un,
            _ => yesFollows ? OpCodes.Bgt_Un : OpCodes.Ble_Un,
        },
        yesFollows ? no : yes);
}
