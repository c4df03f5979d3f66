using System.Reflection.Emit;
using Sluice.Bpf.Platform;
using Sluice.Runtime.Code;
using Sluice.Runtime.Execution;
using Sluice.Runtime.Helpers;
using Sluice.Runtime.Maps;

namespace Sluice.Runtime.Compiler;

// Calls: of helpers, of the program's own functions, of other programs.
sealed partial class FunctionEmitter
{
    void EmitHelperCall(CodeInstruction instruction)
    {
        if (instruction.Helper is not { } binding)
        {
            var unresolved = _il.DefineLabel();
            _il.Emit(OpCodes.Br, unresolved);
            EmitThrowLater(unresolved, Members.ThrowUnresolved, instruction.Slot);
            return;
        }

        if (Operands.IsTailCall(instruction))
        {
            EmitTailCall(instruction);
            return;
        }

        var target = _plan.Webs.WrittenBy(instruction);
        var arguments = binding.Helper.SignatureFor(_plan.Code.Adapter.Type).Arguments;
        var isTrusted = !_plan.IsChecked || ArgumentRules.AreSafe(binding.Helper, _state, _plan.Code);
        if (isTrusted && ValueAnalysis.InlinedLookup(instruction, _state) is { } array)
        {
            EmitArrayLookup(instruction, array, target);
            return;
        }

        if (isTrusted && binding.Helper == Bpf.Platform.Helpers.GetSmpProcessorId)
        {
            EmitCpu();
            _il.Emit(OpCodes.Call, Members.CpuId);
            StoreNarrow(target);
            return;
        }

        if (isTrusted && binding.Function == MapHelpers.Lookup && _state[1] is { Kind: ValueKind.Constant, Map: { } map })
        {
            EmitKnownLookup(map, target);
            return;
        }

        if (!_plan.IsChecked && binding.Function == ClickHelpers.AddSpace && _state[2] is { IsNumber: true, Number: 0 })
        {
            EmitPull(binding, target);
            return;
        }

        if (_loop is not null && binding.Function == ClickHelpers.AddSpace)
        {
            LoadWide(1);
            LoadWide(2);
            EmitAddSpace(target);
            return;
        }

        var hasCallback = arguments.Any(argument => argument.Kind == ArgKind.Callback);
        if (hasCallback)
        {
            EmitCallbackFrame();
        }

        var method = binding.Function.Method;
        var isDirect = isTrusted && method.IsStatic && binding.Function.Target is null;
        EmitCpu();
        if (!isDirect)
            _il.Emit(OpCodes.Ldc_I4, binding.Helper.Id);
        for (var register = 1; register <= 5; register++)
        {
            if (register <= binding.Helper.RegisterCount)
                LoadWide(register);
            else
                _il.Emit(OpCodes.Ldc_I8, 0L);
        }

        if (!isDirect)
            _il.Emit(OpCodes.Ldc_I4, instruction.Slot);
        _il.Emit(OpCodes.Call, isDirect ? method : isTrusted ? Members.TrustedHelper : Members.CheckedHelper);
        StoreWide(target);
        if (binding.Helper.Has(Effects.MovesPacket))
            NotePacket();
    }

    // The element's address, or null behind the end.
    unsafe void EmitArrayLookup(CodeInstruction instruction, RuntimeMap map, int target)
    {
        var index = _il.DeclareLocal(typeof(int));
        var (beyond, done) = (_il.DefineLabel(), _il.DefineLabel());
        var header = map.Header;
        if (Operands.KeySlot(instruction, _state, _plan.Analysis) is >= 0 and var key)
        {
            LoadNarrow(key);
        }
        else
        {
            EmitSum(2, 0);
            _il.Emit(OpCodes.Ldind_U4);
        }

        _il.Emit(OpCodes.Stloc, index);
        _il.Emit(OpCodes.Ldloc, index);
        _il.Emit(OpCodes.Ldc_I4, header->MaxEntries);
        _il.Emit(OpCodes.Bge_Un, beyond);
        _il.Emit(OpCodes.Ldc_I8, (long)header->Values);
        _il.Emit(OpCodes.Ldloc, index);
        _il.Emit(OpCodes.Conv_U8);
        _il.Emit(OpCodes.Ldc_I8, (long)header->Stride);
        _il.Emit(OpCodes.Mul);
        _il.Emit(OpCodes.Add);
        EmitCpuOffset(header);
        StoreWide(target);
        _il.Emit(OpCodes.Br, done);
        _il.MarkLabel(beyond);
        _il.Emit(OpCodes.Ldc_I8, 0L);
        StoreWide(target);
        _il.MarkLabel(done);
    }

    unsafe void EmitCpuOffset(MapHeader* header)
    {
        if (header->CpuStride == 0)
            return;
        EmitCpu();
        _il.Emit(OpCodes.Call, Members.CpuId);
        _il.Emit(OpCodes.Conv_I8);
        _il.Emit(OpCodes.Ldc_I8, (long)header->CpuStride);
        _il.Emit(OpCodes.Mul);
        _il.Emit(OpCodes.Add);
    }

    // A lookup in a map that is known: straight to the code of its kind.
    unsafe void EmitKnownLookup(RuntimeMap map, int target)
    {
        var header = map.Header;
        _il.Emit(OpCodes.Ldc_I8, (long)header);
        LoadWide(2);
        _il.Emit(OpCodes.Call, map.FastLookup.Method);
        if (header->CpuStride == 0)
        {
            StoreWide(target);
            return;
        }

        var value = _il.DeclareLocal(typeof(long));
        var done = _il.DefineLabel();
        _il.Emit(OpCodes.Stloc, value);
        _il.Emit(OpCodes.Ldloc, value);
        _il.Emit(OpCodes.Brfalse, done);
        _il.Emit(OpCodes.Ldloc, value);
        EmitCpuOffset(header);
        _il.Emit(OpCodes.Stloc, value);
        _il.MarkLabel(done);
        _il.Emit(OpCodes.Ldloc, value);
        StoreWide(target);
    }

    void EmitLocalCall(CodeInstruction instruction)
    {
        var callee = _plans[instruction.Callee];
        EmitDepthCheck(callee.Function, instruction.Slot);
        EmitCpu();
        foreach (var register in callee.Arguments)
            LoadWide(register);
        EmitNextFrame();
        _il.Emit(OpCodes.Call, callee.Method);
        StoreWide(_plan.Webs.WrittenBy(instruction));
    }

    // Where calls alone do not say how deep they nest: two more frames must be there, this one's and the callee's.
    void EmitDepthCheck(CodeFunction callee, int slot)
    {
        if (callee.Depth != 0)
            return;
        var tooDeep = _il.DefineLabel();
        _il.Emit(OpCodes.Ldloc, _frame!);
        _il.Emit(OpCodes.Ldc_I8, -2L * Cpu.FrameSize);
        _il.Emit(OpCodes.Add);
        EmitCpu();
        _il.Emit(OpCodes.Call, Members.CpuStack);
        _il.Emit(OpCodes.Blt_Un, tooDeep);
        EmitThrowLater(tooDeep, Members.ThrowCallDepth, slot);
    }

    void EmitRegisterCall(CodeInstruction instruction)
    {
        EmitCallbackFrame();
        EmitCpu();
        LoadWide(instruction.CalledRegister);
        for (var register = 1; register <= 5; register++)
            LoadWide(register);
        _il.Emit(OpCodes.Ldc_I4, instruction.Slot);
        _il.Emit(OpCodes.Call, Members.ThroughRegister);
        StoreWide(_plan.Webs.WrittenBy(instruction));
        NotePacket(); // It may have been a helper that moves it.
    }

    // The other program takes this one's place, and its frame. In a sub-program that is only true of the frame: its caller
    // goes on afterwards, as the program that it was.
    void EmitTailCall(CodeInstruction instruction)
    {
        var next = _il.DeclareLocal(typeof(RuntimeProgram));
        var failed = _il.DefineLabel();
        EmitCpu();
        LoadWide(2);
        LoadNarrow(3);
        if (_plan.IsChecked && _state[2] is not { Kind: ValueKind.Constant, Map.Spec.Type: MapType.ProgramArray })
        {
            _il.Emit(OpCodes.Ldc_I4, instruction.Slot);
            _il.Emit(OpCodes.Call, Members.CheckedTailCall);
        }
        else
        {
            _il.Emit(OpCodes.Call, Members.TrustedTailCall);
        }

        _il.Emit(OpCodes.Stloc, next);
        _il.Emit(OpCodes.Ldloc, next);
        _il.Emit(OpCodes.Brfalse, failed);
        if (_plan.IsEntry)
            EmitEnter(next, isJump: true);
        else
            EmitEnterFromFunction(next);
        _il.MarkLabel(failed);
        _il.Emit(OpCodes.Ldc_I8, unchecked((long)HelperCalls.TailCallFailed));
        StoreWide(_plan.Webs.WrittenBy(instruction));
    }

    void EmitEnter(LocalBuilder next, bool isJump)
    {
        EmitCpu();
        _il.Emit(OpCodes.Ldloc, next);
        _il.Emit(OpCodes.Stfld, Members.CpuProgram);
        _il.Emit(OpCodes.Ldloc, next);
        _il.Emit(OpCodes.Ldfld, Members.ProgramEntry);
        EmitCpu();
        EmitCpu();
        _il.Emit(OpCodes.Call, Members.EntryR1);
        EmitCpu();
        _il.Emit(OpCodes.Call, Members.EntryR2);
        if (isJump)
            _il.Emit(OpCodes.Tailcall);
        _il.Emit(OpCodes.Callvirt, Members.EntryInvoke);
        if (isJump)
            _il.Emit(OpCodes.Ret);
    }

    void EmitEnterFromFunction(LocalBuilder next)
    {
        var (own, result) = (_il.DeclareLocal(typeof(RuntimeProgram)), _il.DeclareLocal(typeof(long)));
        EmitCpu();
        _il.Emit(OpCodes.Ldfld, Members.CpuProgram);
        _il.Emit(OpCodes.Stloc, own);
        EmitCpu();
        _il.Emit(OpCodes.Ldloc, _frame!);
        _il.Emit(OpCodes.Stfld, Members.CpuEntryFrame);
        EmitEnter(next, isJump: false);
        _il.Emit(OpCodes.Stloc, result);
        NotePacket();
        EmitCpu();
        _il.Emit(OpCodes.Ldloc, own);
        _il.Emit(OpCodes.Stfld, Members.CpuProgram);
        _il.Emit(OpCodes.Ldloc, result);
        _il.Emit(OpCodes.Ret);
    }

    void EmitNextFrame()
    {
        _il.Emit(OpCodes.Ldloc, _frame!);
        _il.Emit(OpCodes.Ldc_I8, (long)-Cpu.FrameSize);
        _il.Emit(OpCodes.Add);
    }

    void EmitCallbackFrame()
    {
        EmitCpu();
        EmitNextFrame();
        _il.Emit(OpCodes.Stfld, Members.CpuCallbackFrame);
    }
}
