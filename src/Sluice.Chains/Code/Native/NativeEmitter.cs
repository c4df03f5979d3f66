using System.Buffers.Binary;
using System.Collections.Immutable;
using Sluice.Bpf.Objects;
using Sluice.Bpf.Platform;
using Sluice.Chains.Code.Emission;
using Sluice.Chains.Code.Lowering;

namespace Sluice.Chains.Code.Native;

/// <summary>Writes a lowered chain as an eBPF function: <c>u64 chain(struct xdp_md *ctx, u64 a, u64 b, u64 c, u64 d)</c>.</summary>
/// <remarks>What it returns is a value or a final verdict (bpf/include/sluice/verdict.h).</remarks>
sealed partial class NativeEmitter : CodeEmitter
{
    /// <summary>Set in a final verdict, whose action stands in the lowest byte.</summary>
    public const long Final = long.MinValue;

    const int MaxStack = 512;

    readonly ChainUnit _unit;
    readonly ChainFunction _chain;
    readonly NativeNames _names;
    readonly int _context;
    readonly NativeCounting? _counters;

    int _keyOffset, _valueOffset, _clockOffset;

    NativeEmitter(
        ChainUnit unit, ChainFunction chain, NativeNames names, NativeCounting? counters, IReadOnlyList<int> order, ImmutableArray<RegisterPlace> places)
        : base(chain, order, places)
    {
        (_unit, _chain, _names, _counters, _context) = (unit, chain, names, counters, chain.RegisterCount);
        _depth = DepthOf(chain);
        (_ownEnd, _otherEnd) = (Code.NewLabel(), Code.NewLabel());
    }

    /// <summary>Generates a chain's function; without counters, one that is no chain.</summary>
    public static FunctionSpec Emit(ChainUnit unit, ChainFunction chain, NativeNames names, NativeCounting? counters)
    {
        var order = BlockOrder.Of(chain);
        var places = RegisterAllocator.Run(chain, order, chain.RegisterCount, NeedsContext, IsCall);
        return new NativeEmitter(unit, chain, names, counters, order, places).EmitAll();
    }

    static bool NeedsContext(ChainOperation operation) => operation is ContextLoadOperation or CallFunctionOperation or CallChainOperation;

    static bool IsCall(ChainOperation operation) => operation is CallFunctionOperation or CallChainOperation or SharedPointerOperation
        or ClockOperation or EnterOperation or LeaveOperation or MapLookupOperation or MapStoreOperation or MapDeleteOperation;

    FunctionSpec EmitAll()
    {
        var operations = _chain.Blocks.SelectMany(block => block.Operations).ToArray();
        var key = operations.Max(operation => operation switch
        {
            MapLookupOperation lookup => Words(KeySize(lookup.Map)),
            MapStoreOperation store => Words(KeySize(store.Map)),
            MapDeleteOperation delete => Words(KeySize(delete.Map)),
            SharedPointerOperation => WordSize,
            _ => (int?)0,
        }) ?? 0;
        var value = operations.OfType<MapStoreOperation>().Max(store => (int?)Words(_unit.FindMap(store.Map)!.ValueSize)) ?? 0;
        _keyOffset = -SpillBytes - key;
        _valueOffset = _keyOffset - value;
        _clockOffset = _valueOffset - (IsTimed ? 2 * WordSize : 0);
        var stack = -_clockOffset + ActiveBytes;
        if (stack > MaxStack)
        {
            throw new ChainCodeException(_chain.Name, _chain.Place, "", $"{stack} bytes of stack for variables, keys and values",
                $"at most {MaxStack}: use fewer variables at once, or smaller map entries");
        }

        return Emit(NativeNames.Chain(_chain.Name), isGlobal: true);
    }

    protected override void Prologue()
    {
        MoveParameters([
            (First, PlaceOf(_context)),
            .. Enumerable.Range(0, _chain.ParameterCount).Select(parameter => (Second + parameter, PlaceOf(parameter))),
        ]);
        if (_depth > 0)
            EmitOwnStart();
    }

    protected override void EmitFault(FaultCause cause)
    {
        if (_depth > 0)
            Code.Load(First, FramePointer, ActiveOffset, WordSize);
        else
            Code.MoveConstant(First, _counters?.Chain(_chain.Name) ?? 0);
        Code.MoveConstant(Second, (int)cause);
        Code.CallFunction(NativeNames.Fault);
        End(isOwn: false);
    }

    protected override void EmitVerdict(int action)
    {
        Code.MoveConstant(Result, Final | (long)action);
        End();
    }

    protected override void EmitReturn(Operand value)
    {
        LoadTo(Result, value);
        if (!FinalValues.IsSurelyNone(_chain, value))
            ClearIfFinal();
        End();
    }

    // The call has ended the function.
    protected override void EmitEnd()
    {
    }

    protected override void EmitExtend32(int target, Operand source) => Code.MoveRegister32(target, Use(source, target));

    protected override void EmitOther(ChainOperation operation)
    {
        switch (operation)
        {
            case ContextLoadOperation load:
                var target = Target(load.Destination);
                Code.Load(target, Use(Operand.Of(_context), First), load.Offset, 4);
                Define(load.Destination, target);
                break;
            case SharedPointerOperation pointer:
                Code.StoreConstant(FramePointer, _keyOffset, 0, 4);
                Lookup(NativeNames.SharedMap);
                Code.BranchConstant(Comparison.Equal, Result, 0, FaultLabel(FaultCause.Memory));
                Define(pointer.Destination, Result);
                break;
            case CallFunctionOperation call:
                EmitCall(call);
                break;
            case CallChainOperation call:
                Call(NativeNames.Chain(call.Chain), call.Arguments);
                ExitIfFinal(isOwn: false);
                Define(call.Destination, Result);
                break;
            case ClockOperation clock:
                Code.CallHelper(Helpers.KtimeGetNs.Id);
                Code.Store(FramePointer, ClockOffset(clock.OfCall), Result, WordSize);
                break;
            case EnterOperation enter:
                EmitEnter(enter);
                break;
            case RoundOperation:
                Code.MayGoTo(FaultLabel(FaultCause.Budget));
                break;
            case LeaveOperation leave:
                EmitLeave(leave);
                break;
            case MapLookupOperation lookup:
                EmitLookup(lookup);
                break;
            case MapStoreOperation store:
                EmitStore(store);
                break;
            case MapDeleteOperation delete:
                BuildBytes(_keyOffset, KeySize(delete.Map), delete.Key);
                MapAndKey(_names.Map(delete.Map));
                Code.CallHelper(Helpers.MapDeleteElem.Id);
                Define(delete.Destination, Result);
                break;
            default:
                throw new ArgumentException($"found {operation.GetType().Name}, expected lowered code", nameof(operation));
        }
    }

    void EmitCall(CallFunctionOperation call)
    {
        Call(_names.Function(call.Function), call.Arguments);
        if (_counters is { IsOn: true } && !InnerFunctions.Contains(call.Function))
            Count(_counters.Function(call.Function), _counters.IsTimed, NativeCounter.RunAndVerdict, ofCall: true);
        switch (_unit.FindFunction(call.Function)?.Outcome)
        {
            case FunctionOutcome.Verdict:
                End();
                break;
            case FunctionOutcome.Either:
                ExitIfFinal();
                Define(call.Destination, Result);
                break;
            default:
                // No verdict, whatever it says; what is generated gives none.
                if (!InnerFunctions.Contains(call.Function))
                    ClearIfFinal();
                Define(call.Destination, Result);
                break;
        }
    }

    void Call(string symbol, ImmutableArray<Operand> arguments)
    {
        ParallelMoves([(First, Operand.Of(_context)), .. arguments.Select((argument, at) => (Second + at, argument))]);
        Code.CallFunction(symbol);
    }

    void ExitIfFinal(bool isOwn = true)
    {
        var value = Code.NewLabel();
        SkipUnlessFinal(value);
        End(isOwn);
        Code.Mark(value);
    }

    void EmitLookup(MapLookupOperation lookup)
    {
        BuildBytes(_keyOffset, KeySize(lookup.Map), lookup.Key);
        Lookup(_names.Map(lookup.Map));
        var missing = Code.NewLabel();
        if (lookup.Destination >= 0)
            Code.MoveConstant(First, 0);
        if (lookup.Found >= 0)
            Code.MoveConstant(Second, 0);
        Code.BranchConstant(Comparison.Equal, Result, 0, missing);
        if (lookup.Destination >= 0)
        {
            Code.Load(First, Result, lookup.Offset, lookup.Size);
            if (lookup.IsBigEndian && lookup.Size > 1)
                Code.ToBigEndian(First, lookup.Size * 8);
            if (lookup.Size == WordSize)
                ClearIfFinal(First, Result);
        }

        if (lookup.Found >= 0)
            Code.MoveConstant(Second, 1);
        Code.Mark(missing);
        Define(lookup.Destination, First);
        Define(lookup.Found, Second);
    }

    void EmitStore(MapStoreOperation store)
    {
        var map = _unit.FindMap(store.Map)!;
        BuildBytes(_keyOffset, map.KeySize, store.Key);
        BuildBytes(_valueOffset, map.ValueSize, store.Fields);
        Lookup(_names.Map(store.Map));
        var (missing, end) = (Code.NewLabel(), Code.NewLabel());
        Code.BranchConstant(Comparison.Equal, Result, 0, missing);
        foreach (var field in store.Fields)
        {
            var step = field.Offset % field.Size == 0 ? field.Size : 1;
            for (var at = field.Offset; at < field.Offset + field.Size; at += step)
            {
                Code.Load(First, FramePointer, _valueOffset + at, step);
                Code.Store(Result, at, First, step);
            }
        }

        Code.MoveConstant(Result, 0);
        Code.JumpTo(end);
        Code.Mark(missing);
        MapAndKey(_names.Map(store.Map));
        Code.MoveRegister(3, FramePointer);
        Code.BinaryConstant(BinaryOperator.Add, 3, _valueOffset);
        Code.MoveConstant(4, (int)UpdateFlags.Any);
        Code.CallHelper(Helpers.MapUpdateElem.Id);
        Code.Mark(end);
        Define(store.Destination, Result);
    }

    void Lookup(string map)
    {
        MapAndKey(map);
        Code.CallHelper(Helpers.MapLookupElem.Id);
    }

    void MapAndKey(string map)
    {
        Code.LoadMap(First, map);
        Code.MoveRegister(Second, FramePointer);
        Code.BinaryConstant(BinaryOperator.Add, Second, _keyOffset);
    }

    // Zero where nothing else will be, then the parts.
    void BuildBytes(int offset, int size, ImmutableArray<FieldValue> fields)
    {
        for (var word = 0; word < size; word += WordSize)
        {
            if (!fields.Any(field => field.Size == WordSize && field.Offset == word)
                && fields.Where(field => field.Offset / WordSize == word / WordSize).Sum(field => field.Size) < Math.Min(WordSize, size - word))
            {
                Code.StoreConstant(FramePointer, offset + word, 0, WordSize);
            }
        }

        foreach (var field in fields)
            StoreField(offset, field);
    }

    void StoreField(int offset, FieldValue field)
    {
        var isSwapped = field.IsBigEndian && field.Size > 1;
        var isAligned = field.Offset % field.Size == 0;
        var at = offset + field.Offset;
        if (field.Value.IsConstant && isAligned)
        {
            var value = isSwapped ? Swapped(field.Value.Constant, field.Size) : field.Value.Constant;
            if (field.Size < WordSize || value == (int)value)
            {
                Code.StoreConstant(FramePointer, at, (int)value, field.Size);
                return;
            }

            Code.MoveConstant(Result, value);
            Code.Store(FramePointer, at, Result, field.Size);
            return;
        }

        if (!isSwapped && isAligned)
        {
            Code.Store(FramePointer, at, Use(field.Value, Result), field.Size);
            return;
        }

        LoadTo(Result, field.Value);
        if (isSwapped)
            Code.ToBigEndian(Result, field.Size * 8);
        if (isAligned)
            Code.Store(FramePointer, at, Result, field.Size);
        else
            StoreBytes(at, field.Size);
    }

    // Kernels want accesses to the stack to be aligned.
    void StoreBytes(int at, int size)
    {
        for (var index = 0; index < size; index++)
        {
            if (index > 0)
                Code.BinaryConstant(BinaryOperator.ShiftRight, Result, 8);
            Code.Store(FramePointer, at + index, Result, 1);
        }
    }

    static long Swapped(long value, int size) => size switch
    {
        2 => BinaryPrimitives.ReverseEndianness((ushort)value),
        4 => BinaryPrimitives.ReverseEndianness((uint)value),
        _ => BinaryPrimitives.ReverseEndianness(value),
    };

    int KeySize(string map) => _unit.FindMap(map)!.KeySize;

    static int Words(int bytes) => (bytes + WordSize - 1) / WordSize * WordSize;
}
