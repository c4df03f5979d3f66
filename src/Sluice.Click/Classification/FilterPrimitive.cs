using Sluice.Packets;

namespace Sluice.Click.Classification;

/// <summary>What a primitive asks, as far as its words say.</summary>
/// <param name="Subject">The field; null where no word says.</param>
/// <param name="Direction">Whose address or port; null where no word says.</param>
/// <param name="Protocol">The transport protocol; null where no word says.</param>
readonly record struct FilterPrimitive(FilterSubject? Subject, FilterDirection? Direction, IpProtocol? Protocol)
{
    /// <summary>The condition that the field, under a mask, compares so with a value.</summary>
    public Condition Compare(uint mask, FilterRelation relation, uint value)
    {
        var subject = Subject!;
        if (subject == FilterSubject.Port)
        {
            var guard = Protocol is null ? FilterField.WithPorts : FilterField.WithTransport(Protocol);
            return guard & Directed(HeaderBase.Transport, mask, relation, value);
        }

        if (subject.HasDirection)
            return Directed(HeaderBase.Start, mask, relation, value);
        return subject.Protocol is null && !subject.IsInAnyTransport
            ? FilterField.Compare(HeaderBase.Start, subject.BitOffset, subject.Bits, mask, relation, value)
            : FilterField.WithTransport(subject.Protocol)
                & FilterField.Compare(HeaderBase.Transport, subject.BitOffset, subject.Bits, mask, relation, value);
    }

    /// <summary>The sender's field, the receiver's, or a combination; the receiver's is behind the sender's.</summary>
    Condition Directed(HeaderBase header, uint mask, FilterRelation relation, uint value)
    {
        var subject = Subject!;
        var direction = Direction ?? FilterDirection.Either;
        // `src or dst host != A` is what `src or dst host A` is not.
        if (relation == FilterRelation.NotEqual && direction is FilterDirection.Either or FilterDirection.Both)
        {
            var exists = header == HeaderBase.Start ? Condition.True : At(1, FilterRelation.GreaterOrEqual, 0);
            return exists & !Combine(FilterRelation.Equal);
        }

        return Combine(relation);

        Condition Combine(FilterRelation how) => direction switch
        {
            FilterDirection.Source => At(0, how, value),
            FilterDirection.Destination => At(1, how, value),
            FilterDirection.Both => At(0, how, value) & At(1, how, value),
            _ => At(0, how, value) | At(1, how, value),
        };

        Condition At(int place, FilterRelation how, uint number) =>
            FilterField.Compare(header, subject.BitOffset + place * subject.Bits, subject.Bits, mask, how, number);
    }
}
