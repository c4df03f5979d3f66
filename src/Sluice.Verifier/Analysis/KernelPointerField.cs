namespace Sluice.Verifier.Analysis;

/// <summary>A field of a map's value that holds the address of a kernel object.</summary>
/// <param name="Offset">Its first byte.</param>
/// <param name="TypeName">The object's type, without <c>struct</c>.</param>
/// <param name="IsHeld">Does the map hold the object, so that only <c>bpf_kptr_xchg</c> may change the field?</param>
sealed record KernelPointerField(int Offset, string TypeName, bool IsHeld);
