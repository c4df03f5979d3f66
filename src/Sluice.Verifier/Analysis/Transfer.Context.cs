using Sluice.Bpf.Platform;
using Sluice.Verifier.Domain;
using Sluice.Verifier.States;

namespace Sluice.Verifier.Analysis;

// The context, and other structs that the platform lays out.
sealed partial class Transfer
{
    const int SocketLayout = 1, SocketCommonLayout = 2, TcpSocketLayout = 3, XdpSocketLayout = 4, FlowKeysLayout = 5;

    // The buffer of a tracepoint, which helpers do not take; those of iterators they do.
    const int TracepointBuffer = 1;

    /// <summary>Sets up what a program finds when it starts.</summary>
    public void Enter(AbstractState state)
    {
        _state = state;
        state.PushFrame();
        Set(10, Value.Pointer(ValueKind.Stack));
        if (IsRaw)
        {
            Set(1, Value.Pointer(ValueKind.Packet));
            Set(2, Value.Of(Scalar.Between(0, int.MaxValue)) with { IsSpan = true });
        }
        else
        {
            Set(1, Value.Pointer(ValueKind.Context));
        }
    }

    /// <summary>Sets up what a function finds that is verified alone: whatever its signature allows.</summary>
    public void Enter(AbstractState state, GlobalFunction function)
    {
        _state = state;
        state.PushFrame();
        Set(10, Value.Pointer(ValueKind.Stack));
        for (var index = 0; index < function.Arguments.Length; index++)
        {
            var argument = function.Arguments[index];
            var value = argument.Kind switch
            {
                ArgKind.Context => Value.Pointer(ValueKind.Context),
                ArgKind.Dynptr => Value.Pointer(ValueKind.DynptrPointer, (int)DynptrKind.Any),
                ArgKind.FixedReadWrite => Value.Pointer(ValueKind.Memory, argument.Size),
                ArgKind.Object => NamedObject(argument.TypeName, Trust.Held),
                ArgKind.Loose => argument.TypeName is null ? Value.Pointer(ValueKind.LooseMemory) : NamedObject(argument.TypeName, Trust.None),
                ArgKind.Arena => Value.Pointer(ValueKind.Arena),
                _ => Value.AnyScalar,
            };
            Set(index + 1, argument.IsNullable ? Nullable(value) : value);
        }
    }

    Value LoadField(in Value pointer, int register, int offset, int size)
    {
        var field = FindField(pointer, register, offset, size, write: false);
        return field.Kind switch
        {
            FieldKind.PacketStart => Value.Pointer(ValueKind.Packet),
            FieldKind.PacketEnd => Value.Pointer(ValueKind.PacketEnd),
            FieldKind.PacketMeta => Value.Pointer(ValueKind.PacketMeta),
            FieldKind.Socket => Value.Pointer(ValueKind.Struct, SocketLayout),
            FieldKind.SocketOrNull => Nullable(Value.Pointer(ValueKind.Struct, SocketLayout)),
            FieldKind.SocketCommonOrNull => Nullable(Value.Pointer(ValueKind.Struct, SocketCommonLayout)),
            FieldKind.FlowKeys => Value.Pointer(ValueKind.Struct, FlowKeysLayout),
            FieldKind.Object => NamedObject(field.TypeName, Trust.Held),
            FieldKind.TypedArgument => LoadArgument(register, (int)pointer.Offset + offset, size),
            FieldKind.TracepointBuffer => Value.Pointer(ValueKind.Buffer, TracepointBuffer),
            _ => Value.Of(Scalar.OfBytes(size)),
        };
    }

    Value Nullable(in Value pointer) => pointer with { IsNullable = true, Id = context.Ids.Next() };

    void StoreField(in Value pointer, int register, int offset, int size)
    {
        var field = FindField(pointer, register, offset, size, write: true);
        if (field.Kind is not (FieldKind.Scalar or FieldKind.SocketOrNull))
            throw Reject(RejectionKind.ContextAccess, $"writes to '{field.Name}' of the context, which holds an address");
    }

    ContextField FindField(in Value pointer, int register, int offset, int size, bool write)
    {
        var layout = pointer.Kind == ValueKind.Context ? context.Type.Context : context.Layouts[pointer.Region];
        if (!pointer.Number.IsConstant)
            throw Reject(RejectionKind.ContextAccess, $"an access to {layout.Name} at an offset that is not constant ({pointer.Number})");
        if (context.ForLinux && pointer.Kind == ValueKind.Context && pointer.Offset != 0)
        {
            throw Reject(RejectionKind.ContextAccess, $"an access through r{register}, the context moved by {pointer.Offset}, which Linux does not allow",
                "add the offset in the access itself: read the field in the same expression");
        }

        var at = pointer.Offset + offset;
        if (at is >= 0 and <= int.MaxValue && layout.Find((int)at, size, write, context.Place) is { } field)
            return field;
        throw Reject(RejectionKind.ContextAccess, Explain(layout, at, size, write));
    }

    string Explain(ContextLayout layout, long at, int size, bool write)
    {
        var verb = write ? "writes" : "reads";
        if (at < 0 || at + size > layout.Size)
            return $"{verb} {Bytes(size)} at offset {at} of {layout.Name}, which has {Bytes(layout.Size)}";
        if (layout.At((int)at) is not { } field)
            return $"{verb} {Bytes(size)} at offset {at} of {layout.Name}, where program type {context.Type.Name} has no field";
        if (write && field.Write == FieldAccess.None)
            return $"writes to '{field.Name}' of {layout.Name}, which program type {context.Type.Name} may only read";
        return $"{verb} {Bytes(size)} at offset {at} of {layout.Name}: '{field.Name}' (offset {field.Offset}, {Bytes(field.Size)}) cannot be accessed so here";
    }
}
