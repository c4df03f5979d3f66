namespace Sluice.Bpf.Btf.Core;

/// <summary>One step of a path: to a named member, or to an element of an array.</summary>
/// <param name="Member">The member; null for an element.</param>
/// <param name="Index">The element.</param>
readonly record struct CoreStep(BtfMember? Member, int Index)
{
    /// <inheritdoc/>
    public override string ToString() => Member is null ? $"[{Index}]" : $".{Member.Name}";
}
