using System.Reflection;
using System.Reflection.Emit;
using Sluice.Runtime.Execution;

namespace Sluice.Runtime.Compiler;

/// <summary>The loop over a batch that an entry function stands in: what it keeps of the packet at hand.</summary>
/// <param name="il">Where it is written.</param>
/// <param name="packets">The type of the batch, an <see cref="IPacketBatch"/>.</param>
/// <param name="canMove">Does the function change where packets begin and end?</param>
/// <param name="keepsEnds">See <see cref="KeepsEnds"/>.</param>
/// <remarks>
/// The batch is copied into a local, so that the runtime's compiler takes its methods into the loop and keeps its fields in registers.
/// The arguments are those of <see cref="BatchLoop{TPackets}"/>, behind the delegate's target.
/// </remarks>
sealed class PacketLoop(ILGenerator il, Type packets, bool canMove, bool keepsEnds)
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
    readonly LocalBuilder _data = il.DeclareLocal(typeof(long)), _dataEnd = il.DeclareLocal(typeof(long));
    readonly LocalBuilder _result = il.DeclareLocal(typeof(long));
    readonly Label _next = il.DefineLabel(), _body = il.DefineLabel(), _done = il.DefineLabel();

    /// <summary>Are the packet's ends kept in locals, and in the context only while a helper is called?</summary>
    public bool KeepsEnds => keepsEnds;

    /// <summary>The address of the context structure.</summary>
    public LocalBuilder Context { get; } = il.DeclareLocal(typeof(long));

    /// <summary>Bytes by which the packet has moved; see <see cref="IPacketBatch.Done"/>.</summary>
    public LocalBuilder Moved { get; } = il.DeclareLocal(typeof(long));

    /// <summary>The local that holds an end of the packet, if <see cref="KeepsEnds"/>.</summary>
    public LocalBuilder End(PacketField field) => field == PacketField.Data ? _data : _dataEnd;

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
    public void Finish()
    {
        var end = il.DefineLabel();
        il.MarkLabel(_done);
        if (canMove && !keepsEnds)
            LoadEnds();
        il.Emit(OpCodes.Ldloca, _packets);
        il.Emit(OpCodes.Ldloc, _result);
        il.Emit(OpCodes.Ldloc, _data);
        il.Emit(OpCodes.Conv_U);
        il.Emit(OpCodes.Ldloc, _dataEnd);
        il.Emit(OpCodes.Conv_U);
        if (canMove)
            il.Emit(OpCodes.Ldloc, Moved);
        else
            il.Emit(OpCodes.Ldc_I8, 0L);
        Call(s_done);
        il.MarkLabel(_next);
        il.Emit(OpCodes.Ldloca, _packets);
        il.Emit(OpCodes.Ldloca, _bounds);
        Call(s_next);
        il.Emit(OpCodes.Brfalse, end);
        Take(s_data, _data);
        Take(s_end, _dataEnd);
        if (!keepsEnds)
            StoreEnds();
        if (canMove)
        {
            il.Emit(OpCodes.Ldc_I8, 0L);
            il.Emit(OpCodes.Stloc, Moved);
        }

        il.Emit(OpCodes.Br, _body);
        il.MarkLabel(end);
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

    /// <summary>Lets the context say what the locals do, for a helper.</summary>
    public void Publish()
    {
        if (keepsEnds)
            StoreEnds();
    }

    /// <summary>Takes out of the context what a helper may have changed.</summary>
    public void TakeBack()
    {
        if (keepsEnds)
            LoadEnds();
    }

    /// <summary>Pushes how far the packet may grow: the first byte, and the first behind all room.</summary>
    public void LoadRoom()
    {
        Load(s_start);
        Load(s_limit);
    }

    void StoreEnds()
    {
        LoadField(0);
        il.Emit(OpCodes.Ldloc, _data);
        il.Emit(OpCodes.Stind_I8);
        LoadField(sizeof(ulong));
        il.Emit(OpCodes.Ldloc, _dataEnd);
        il.Emit(OpCodes.Stind_I8);
    }

    void LoadEnds()
    {
        LoadField(0);
        il.Emit(OpCodes.Ldind_I8);
        il.Emit(OpCodes.Stloc, _data);
        LoadField(sizeof(ulong));
        il.Emit(OpCodes.Ldind_I8);
        il.Emit(OpCodes.Stloc, _dataEnd);
    }

    // The address of a field of struct click_md.
    void LoadField(int offset)
    {
        il.Emit(OpCodes.Ldloc, Context);
        if (offset == 0)
            return;
        il.Emit(OpCodes.Ldc_I8, (long)offset);
        il.Emit(OpCodes.Add);
    }

    void Take(MethodInfo getter, LocalBuilder local)
    {
        Load(getter);
        il.Emit(OpCodes.Conv_U8);
        il.Emit(OpCodes.Stloc, local);
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
