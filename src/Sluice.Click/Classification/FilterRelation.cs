namespace Sluice.Click.Classification;

/// <summary>How a primitive compares a field with a value.</summary>
enum FilterRelation : byte
{
    Equal,
    NotEqual,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
}
