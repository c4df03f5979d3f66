namespace Sluice.Verifier;

/// <summary>The titles of the classes of rejections, and their names in vectors and JSON.</summary>
public static class RejectionTitles
{
    static readonly Dictionary<RejectionKind, string> s_titles = new()
    {
        [RejectionKind.Malformed] = "malformed code",
        [RejectionKind.UnreachableCode] = "unreachable code",
        [RejectionKind.UninitialisedRegister] = "read of an uninitialised register",
        [RejectionKind.UninitialisedStack] = "read of uninitialised stack",
        [RejectionKind.MixedTypes] = "value whose kind depends on the path",
        [RejectionKind.NotAPointer] = "access through a number",
        [RejectionKind.NullPointer] = "pointer that may be null",
        [RejectionKind.PacketBounds] = "out-of-bounds packet access",
        [RejectionKind.MetadataBounds] = "out-of-bounds metadata access",
        [RejectionKind.StackBounds] = "out-of-bounds stack access",
        [RejectionKind.MapValueBounds] = "out-of-bounds map value access",
        [RejectionKind.MemoryBounds] = "out-of-bounds memory access",
        [RejectionKind.ContextAccess] = "context access that is not allowed",
        [RejectionKind.ReadOnlyMemory] = "write to read-only memory",
        [RejectionKind.ForbiddenAccess] = "access to memory that is not the program's",
        [RejectionKind.Misaligned] = "misaligned access",
        [RejectionKind.PointerArithmetic] = "arithmetic that a pointer does not allow",
        [RejectionKind.PointerComparison] = "comparison that pointers do not allow",
        [RejectionKind.PointerLeak] = "leaked address",
        [RejectionKind.StalePointer] = "use of a dead pointer",
        [RejectionKind.UnknownHelper] = "unknown helper",
        [RejectionKind.UnavailableHelper] = "helper that is not available",
        [RejectionKind.HelperArgument] = "wrong argument for a helper",
        [RejectionKind.HelperSize] = "unbounded size for a helper",
        [RejectionKind.Licence] = "licence",
        [RejectionKind.ReferenceLeak] = "resource that is not released",
        [RejectionKind.BadRelease] = "release of what is not held",
        [RejectionKind.Lock] = "misuse of a lock",
        [RejectionKind.ReturnValue] = "return value that is not allowed",
        [RejectionKind.UnboundedLoop] = "loop without a proved bound",
        [RejectionKind.Recursion] = "recursion",
        [RejectionKind.CallDepth] = "calls too deep",
        [RejectionKind.UnresolvedRelocation] = "unresolved relocation",
        [RejectionKind.Unsupported] = "unsupported instruction",
        [RejectionKind.TooComplex] = "program too complex",
    };

    /// <summary>The title: a few words that head the explanation.</summary>
    public static string Title(this RejectionKind kind) => s_titles[kind];

    /// <summary>The class's name in vectors and JSON: <c>packet-bounds</c>.</summary>
    public static string Slug(this RejectionKind kind) =>
        string.Concat(kind.ToString().Select((letter, index) =>
            char.IsUpper(letter) ? (index > 0 ? "-" : "") + char.ToLowerInvariant(letter) : letter.ToString()));
}
