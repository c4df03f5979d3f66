using Sluice.Bpf.Btf;

namespace Sluice.Bpf.Assembly.Syntax;

/// <summary>A CO-RE relocation as the text has it.</summary>
/// <param name="Line">Its line.</param>
/// <param name="Slot">The slot within the function.</param>
/// <param name="Kind">What is asked.</param>
/// <param name="TypeId">The id of the type that the access starts from.</param>
/// <param name="Access">The path from there.</param>
readonly record struct PendingCoreRelocation(int Line, int Slot, CoreRelocationKind Kind, int TypeId, string Access);
