namespace Sluice.Cli.Types;

/// <summary>A member, constant, parameter or variable of a type.</summary>
/// <param name="Name">Its name; null where BTF gives it none of its own.</param>
/// <param name="Fields">The facts.</param>
/// <param name="Remark">What the text form adds.</param>
readonly record struct BtfPart(string? Name, BtfField[] Fields, string Remark = "");
