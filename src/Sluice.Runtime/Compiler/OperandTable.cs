using Sluice.Runtime.Code;

namespace Sluice.Runtime.Compiler;

/// <summary>The operands of all instructions of a function: found once, for the passes that walk them again and again.</summary>
sealed class OperandTable
{
    readonly InstructionOperands[][] _blocks;

    /// <summary>Finds the operands of a function's instructions.</summary>
    public OperandTable(CodeFunction function, List<List<CodeInstruction>> blocks, ValueAnalysis analysis)
    {
        _blocks = new InstructionOperands[blocks.Count][];
        foreach (var block in function.Blocks)
        {
            var state = analysis.AtStartOf(block);
            if (!state.IsReached)
            {
                _blocks[block.Index] = [];
                continue;
            }

            var instructions = blocks[block.Index];
            var rows = new InstructionOperands[instructions.Count];
            for (var index = 0; index < rows.Length; index++)
            {
                var instruction = instructions[index];
                var (registers, slot) = Operands.Read(instruction, state, analysis);
                rows[index] = new(instruction, Operands.Written(instruction, state, analysis), registers, slot);
                analysis.Apply(instruction, state);
            }

            _blocks[block.Index] = rows;
        }
    }

    /// <summary>The instructions of a block; none if no run reaches it.</summary>
    public ReadOnlySpan<InstructionOperands> Of(BasicBlock block) => _blocks[block.Index];
}
