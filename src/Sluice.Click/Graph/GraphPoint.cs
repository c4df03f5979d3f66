namespace Sluice.Click.Graph;

/// <summary>A place in a drawing, in pixels from its upper left corner.</summary>
readonly record struct GraphPoint(double X, double Y);
