namespace Sluice.Cli.Output;

/// <summary>A column of a <see cref="Table"/>.</summary>
/// <param name="Title">What stands above it.</param>
/// <param name="IsNumeric">Is it aligned to the right?</param>
readonly record struct Column(string Title, bool IsNumeric = false)
{
    /// <summary>A column of numbers.</summary>
    public static Column Number(string title) => new(title, IsNumeric: true);

    /// <summary>A column of text.</summary>
    public static implicit operator Column(string title) => new(title);
}
