using Sluice.Click.Arguments;

namespace Sluice.Click.Elements;

/// <summary>Stands for an element whose class nobody knows while the rest of a configuration is checked. It never runs.</summary>
sealed class UnknownElement : Element
{
    /// <inheritdoc/>
    public override void Configure(ArgumentReader arguments)
    {
        // Whatever they say may be right.
    }
}
