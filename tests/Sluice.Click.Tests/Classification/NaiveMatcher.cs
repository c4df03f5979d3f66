using Sluice.Click.Classification;

namespace Sluice.Click.Tests.Classification;

/// <summary>Answers conditions one by one, as their definition says: what decision programs are compared with.</summary>
static class NaiveMatcher
{
    public static int Match(IReadOnlyList<DecisionRule> rules, byte[] packet, int transport)
    {
        foreach (var rule in rules)
        {
            if (Holds(rule.Condition, packet, transport))
                return rule.Output;
        }

        return DecisionProgram.Drop;
    }

    public static bool Holds(Condition condition, byte[] packet, int transport) => condition switch
    {
        Condition.Is { Test: var test } => Passes(test, packet.AsSpan(test.Base == HeaderBase.Transport ? transport : 0)),
        Condition.Not not => !Holds(not.Inner, packet, transport),
        Condition.All all => all.Parts.All(part => Holds(part, packet, transport)),
        Condition.Any any => any.Parts.Any(part => Holds(part, packet, transport)),
        Condition.Choice choice => Holds(Holds(choice.If, packet, transport) ? choice.Then : choice.Else, packet, transport),
        _ => throw new ArgumentException($"unknown condition {condition}"),
    };

    static bool Passes(DecisionTest test, ReadOnlySpan<byte> bytes)
    {
        if (test.Mask == 0)
            return test.Passes(0);
        for (var i = 0; i < 4; i++)
        {
            if ((test.Mask >> 24 - i * 8 & 255) != 0 && test.Offset + i >= bytes.Length)
                return false;
        }

        return test.Passes(SamplePackets.Word(bytes, test.Offset));
    }
}
