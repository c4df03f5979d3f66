using Sluice.Runtime.Code;

namespace Sluice.Runtime.Compiler;

/// <summary>An instruction with the variables that it reads and writes.</summary>
/// <param name="Instruction">The instruction.</param>
/// <param name="Written">The variable that is written, or -1.</param>
/// <param name="Registers">The registers that are read, as a bit set.</param>
/// <param name="Slot">The slot that is read, or -1.</param>
readonly record struct InstructionOperands(CodeInstruction Instruction, int Written, int Registers, int Slot);
