using Sluice.Bpf.Instructions;
using Sluice.Bpf.Objects;

namespace Sluice.Bpf.Assembly.Syntax;

/// <summary>One spelling of an instruction.</summary>
/// <param name="Form">The form it stands for.</param>
/// <param name="Pattern">The spelling.</param>
/// <param name="Relocation">What its symbol becomes; null where it names none.</param>
sealed record SyntaxRow(InstructionForm Form, SyntaxPattern Pattern, RelocationKind? Relocation);
