using System.Reflection.Emit;
using Sluice.Runtime.Execution;
using Sluice.Runtime.Helpers;

namespace Sluice.Runtime.Compiler;

// Where a packet of Click's begins and ends, and programs that change it.
sealed partial class FunctionEmitter
{
    // Bytes taken off the packet's front, which is what elements do most: the first of its ends moves on. All else is the helper's.
    void EmitPull(HelperBinding binding, int target)
    {
        var (head, data) = (_il.DeclareLocal(typeof(int)), _il.DeclareLocal(typeof(long)));
        var (other, done) = (_il.DefineLabel(), _il.DefineLabel());
        LoadNarrow(1);
        _il.Emit(OpCodes.Stloc, head);
        _il.Emit(OpCodes.Ldloc, head);
        _il.Emit(OpCodes.Ldc_I4_0);
        _il.Emit(OpCodes.Bgt, other);
        LoadEnd(PacketField.Data);
        _il.Emit(OpCodes.Ldloc, head);
        _il.Emit(OpCodes.Conv_I8);
        _il.Emit(OpCodes.Sub);
        _il.Emit(OpCodes.Stloc, data);
        _il.Emit(OpCodes.Ldloc, data);
        LoadEnd(PacketField.DataEnd);
        _il.Emit(OpCodes.Bgt_Un, other);
        StoreData(data);
        _il.Emit(OpCodes.Ldc_I8, 0L);
        StoreWide(target);
        _il.Emit(OpCodes.Br, done);
        _il.MarkLabel(other);
        if (_loop is null)
            EmitCpu();
        _il.Emit(OpCodes.Ldloc, head);
        _il.Emit(OpCodes.Conv_I8);
        _il.Emit(OpCodes.Ldc_I8, 0L);
        if (_loop is not null)
        {
            EmitAddSpace(target);
        }
        else
        {
            for (var register = 3; register <= 5; register++)
                _il.Emit(OpCodes.Ldc_I8, 0L);
            _il.Emit(OpCodes.Call, binding.Function.Method);
            StoreWide(target);
        }

        _il.MarkLabel(done);
    }

    // In a loop, with the two numbers of bytes on the stack: the helper is told there how far the packet may grow.
    void EmitAddSpace(int target)
    {
        _loop!.Publish();
        EmitCpu();
        _loop.LoadRoom();
        _il.Emit(OpCodes.Ldloca, _loop.Moved);
        _il.Emit(OpCodes.Call, Members.AddSpaceWithin);
        StoreWide(target);
        _loop.TakeBack();
    }

    void LoadEnd(PacketField end)
    {
        if (_loop is { KeepsEnds: true })
        {
            _il.Emit(OpCodes.Ldloc, _loop.End(end));
            return;
        }

        EmitContext(end);
        _il.Emit(OpCodes.Ldind_I8);
    }

    void StoreData(LocalBuilder data)
    {
        var isKept = _loop is { KeepsEnds: true };
        if (!isKept)
            EmitContext(PacketField.Data);
        _il.Emit(OpCodes.Ldloc, data);
        if (isKept)
            _il.Emit(OpCodes.Stloc, _loop!.End(PacketField.Data));
        else
            _il.Emit(OpCodes.Stind_I8);
    }

    // Pushes the address of a field of struct click_md.
    void EmitContext(PacketField end)
    {
        if (_loop is not null)
        {
            _il.Emit(OpCodes.Ldloc, _loop.Context);
        }
        else
        {
            EmitCpu();
            _il.Emit(OpCodes.Call, Members.CpuContext);
            _il.Emit(OpCodes.Conv_U8);
        }

        if (end != PacketField.DataEnd)
            return;
        _il.Emit(OpCodes.Ldc_I8, (long)sizeof(ulong));
        _il.Emit(OpCodes.Add);
    }
}
