using System.Reflection;
using System.Reflection.Emit;
using Sluice.Runtime.Execution;

namespace Sluice.Runtime.Compiler;

/// <summary>The loop over a batch that an entry function stands in: what it keeps of the packet at hand.</summary>
/// <param name="il">Where it is written.</param>
/// <param name="packets">The type of the batch, an <see cref="IPacketBatch"/>.</param>
/// <param name="canMove">Does the function change where packets begin and end?</param>
/// <remarks>
/// The batch is copied into a local, so that the runtime's compiler takes its methods into the loop and keeps its fields in registers.
/// The arguments are those of <see cref="BatchLoop{TPackets}"/>, behind the delegate's target.
/// </remarks>
sealed class PacketLoop(ILGenerator il, Type packets, bool canMove)
{
    const short CpuArgument = 1, PacketsArgument = 2;

    static readonly MethodInfo s_next = typeof(IPacketBatch).GetMethod(nameof(IPacketBatch.Next))!;
    static readonly MethodInfo s_done = typeof(IPacketBatch).GetMethod(nameof(IPacketBatch.Done))!;
    static readonly MethodInfo s_start = Getter(nameof(PacketBounds.Start));
    static readonly MethodInfo s_data = Getter(nameof(PacketBounds.Data));
    static readonly MethodInfo s_end = Getter(nameof(PacketBounds.End));
    static readonly MethodInfo s_limit = Getter(nameof(PacketBounds.Limit));

    readonly LocalBuilder _packets = il.DeclareLocal(packets);
    readonly LocalBuilder _bounds = il.DeclareLocal(typeof(PacketBounds));
    readonly LocalBuilder _result = il.DeclareLocal(typeof(long));
    readonly Label _next = il.DefineLabel(), _body = il.DefineLabel(), _done = il.DefineLabel();

    /// <summary>The address of the context structure.</summary>
    public LocalBuilder Context { get; } = il.DeclareLocal(typeof(long));

    /// <summary>Bytes by which the packet has moved; see <see cref="IPacketBatch.Done"/>.</summary>
    public LocalBuilder Moved { get; } = il.DeclareLocal(typeof(long));

    /// <summary>Writes what comes before the function's body.</summary>
    public void Begin()
    {
        il.Emit(OpCodes.Ldarg, PacketsArgument);
        il.Emit(OpCodes.Ldobj, packets);
        il.Emit(OpCodes.Stloc, _packets);
        il.Emit(OpCodes.Ldarg, CpuArgument);
        il.Emit(OpCodes.Call, Members.CpuContext);
        il.Emit(OpCodes.Conv_U8);
        il.Emit(OpCodes.Stloc, Context);
        il.Emit(OpCodes.Br, _next);
        il.MarkLabel(_body);
    }

    /// <summary>Writes what comes behind it.</summary>
    public void End()
    {
        il.MarkLabel(_done);
        il.Emit(OpCodes.Ldloca, _packets);
        il.Emit(OpCodes.Ldloc, _result);
        EmitEnd(0, s_data);
        EmitEnd(sizeof(ulong), s_end);
        if (canMove)
            il.Emit(OpCodes.Ldloc, Moved);
        else
            il.Emit(OpCodes.Ldc_I8, 0L);
        Call(s_done);
        il.MarkLabel(_next);
        il.Emit(OpCodes.Ldloca, _packets);
        il.Emit(OpCodes.Ldloca, _bounds);
        Call(s_next);
        var out_ = il.DefineLabel();
        il.Emit(OpCodes.Brfalse, out_);
        EmitField(0, s_data);
        EmitField(sizeof(ulong), s_end);
        if (canMove)
        {
            il.Emit(OpCodes.Ldc_I8, 0L);
            il.Emit(OpCodes.Stloc, Moved);
        }

        il.Emit(OpCodes.Br, _body);
        il.MarkLabel(out_);
        il.Emit(OpCodes.Ldarg, PacketsArgument);
        il.Emit(OpCodes.Ldloc, _packets);
        il.Emit(OpCodes.Stobj, packets);
        il.Emit(OpCodes.Ret);
    }

    /// <summary>Ends the packet's run with the 64 bits that lie on the stack.</summary>
    public void EmitReturn()
    {
        il.Emit(OpCodes.Stloc, _result);
        il.Emit(OpCodes.Br, _done);
    }

    /// <summary>Pushes how far the packet may grow: the first byte, and the first behind all room.</summary>
    public void LoadRoom()
    {
        Load(s_start);
        Load(s_limit);
    }

    // Where a packet ends up: as it was, or as its context says.
    void EmitEnd(int offset, MethodInfo asItWas)
    {
        if (!canMove)
        {
            Load(asItWas);
            return;
        }

        LoadField(offset);
        il.Emit(OpCodes.Ldind_I8);
        il.Emit(OpCodes.Conv_U);
    }

    void EmitField(int offset, MethodInfo from)
    {
        LoadField(offset);
        Load(from);
        il.Emit(OpCodes.Conv_U8);
        il.Emit(OpCodes.Stind_I8);
    }

    void LoadField(int offset)
    {
        il.Emit(OpCodes.Ldloc, Context);
        if (offset == 0)
            return;
        il.Emit(OpCodes.Ldc_I8, (long)offset);
        il.Emit(OpCodes.Add);
    }

    void Load(MethodInfo getter)
    {
        il.Emit(OpCodes.Ldloca, _bounds);
        il.Emit(OpCodes.Call, getter);
    }

    void Call(MethodInfo method)
    {
        il.Emit(OpCodes.Constrained, packets);
        il.Emit(OpCodes.Callvirt, method);
    }

    static MethodInfo Getter(string name) => typeof(PacketBounds).GetProperty(name)!.GetMethod!;
}
