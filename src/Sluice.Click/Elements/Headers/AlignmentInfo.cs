using Sluice.Click.Arguments;

namespace Sluice.Click.Elements.Headers;

/// <summary><c>AlignmentInfo(ELEMENT MODULUS OFFSET, ...)</c>: takes what click-align writes, and needs none of it.</summary>
sealed class AlignmentInfo : Element
{
    /// <inheritdoc/>
    public override void Configure(ArgumentReader arguments)
    {
        _ = arguments.Everything();
        _ = arguments.Complete();
    }
}
