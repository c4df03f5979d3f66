using Sluice.Bpf.Instructions;
using Sluice.Runtime.Helpers;
using Sluice.Runtime.Maps;

namespace Sluice.Runtime.Code;

/// <summary>An instruction with everything it names resolved: what the interpreter and the compiler work from.</summary>
sealed class CodeInstruction(int slot, BpfInstruction raw, InstructionForm form)
{
    /// <summary>Its first slot within the program.</summary>
    public int Slot { get; } = slot;

    /// <summary>As it stands in the program.</summary>
    public BpfInstruction Raw { get; } = raw;

    /// <summary>Its row in the instruction set.</summary>
    public InstructionForm Form { get; } = form;

    /// <summary>What it does; every kind of 64-bit immediate has become <see cref="Operation.LoadImmediate64"/>.</summary>
    public Operation Operation { get; init; } = form.Operation;

    /// <summary>The destination register.</summary>
    public int Destination { get; } = raw.Destination;

    /// <summary>The source register.</summary>
    public int Source { get; } = raw.Source;

    /// <summary>Is the second operand a register?</summary>
    public bool HasSource => Form.HasSourceRegister;

    /// <summary>The distance from the base register, for memory accesses.</summary>
    public int Offset => Raw.Offset;

    /// <summary>The immediate, sign-extended; for 64-bit immediates the whole constant: a number, an address, a code handle.</summary>
    public long Immediate { get; init; } = raw.Immediate;

    /// <summary>The slot that a jump leads to, or -1.</summary>
    public int Target { get; init; } = -1;

    /// <summary>The register that a call through a register goes by.</summary>
    public int CalledRegister => (Form.Uses & Fields.Destination) != 0 ? Destination : Raw.Immediate;

    /// <summary>The slot behind it.</summary>
    public int Next => Slot + Form.Slots;

    /// <summary>For an immediate that names a map or lies within a value of one: that map.</summary>
    public RuntimeMap? Map { get; init; }

    /// <summary>Does <see cref="Immediate"/> lie within the value of <see cref="Map"/> (and is not its name)?</summary>
    public bool IsMapValue { get; init; }

    /// <summary>For a call of a helper: that helper. Null for a call that CO-RE poisoned.</summary>
    public HelperBinding? Helper { get; init; }

    /// <summary>For a local call or the address of a function: the index of that function, else -1.</summary>
    public int Callee { get; init; } = -1;

    /// <summary>Does it jump to itself or to an earlier instruction?</summary>
    public bool IsBackwardJump => Target >= 0 && Target <= Slot;

    /// <summary>Does control never reach the following slot from here?</summary>
    public bool EndsFlow => Operation is Operation.Jump or Operation.Exit;
}
