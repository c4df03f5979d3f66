namespace Sluice.Click.Elements.Basic;

/// <summary>Elements that have nothing to do with any protocol.</summary>
static class BasicElements
{
    /// <summary>Their classes.</summary>
    public static readonly ElementClass[] Table =
    [
        new("Discard", PortCodes.Sink, PortCodes.Agnostic, PortCodes.Complete, "Discard([ACTIVE, BURST])", "drops all packets", static () => new Discard()),
        new("Idle", "-/-", PortCodes.Agnostic, PortCodes.Broken, "Idle", "drops what is pushed to it, never gives a packet", static () => new Idle()),
        new("Null", PortCodes.One, PortCodes.Agnostic, PortCodes.Complete, "Null", "hands packets on unchanged", static () => new Null()),
        new("PushNull", PortCodes.One, PortCodes.Push, PortCodes.Complete, "PushNull", "hands packets on unchanged, by push", static () => new Null()),
        new("PullNull", PortCodes.One, PortCodes.Pull, PortCodes.Complete, "PullNull", "hands packets on unchanged, by pull", static () => new Null()),
        new("Tee", "1/1-", PortCodes.Push, PortCodes.Complete, "Tee([N])", "pushes a copy of each packet to every output", static () => new Tee()),
        new("PullTee", "1/1-", "l/lh", PortCodes.Complete, "PullTee([N])", "gives packets at output 0 and pushes a copy to all others",
            static () => new PullTee()),
        new("Paint", PortCodes.One, PortCodes.Agnostic, PortCodes.Complete, "Paint(COLOR [, ANNO])", "sets the paint annotation", static () => new Paint()),
        new("CheckPaint", PortCodes.OneOrTwo, PortCodes.AgnosticWithPush, PortCodes.Complete, "CheckPaint(COLOR [, ANNO])",
            "lets packets of one colour pass", static () => new CheckPaint()),
        new("PaintTee", PortCodes.OneOrTwo, PortCodes.AgnosticWithPush, PortCodes.Complete, "PaintTee(COLOR [, ANNO])",
            "pushes a copy of packets of one colour to output 1", static () => new PaintTee()),
        new("SetAnnoByte", PortCodes.One, PortCodes.Agnostic, PortCodes.Complete, "SetAnnoByte(ANNO, VALUE)", "sets a byte of the annotations",
            static () => new SetAnnotationByte()),
        new("SetPacketType", PortCodes.One, PortCodes.Agnostic, PortCodes.Complete, "SetPacketType(TYPE)", "sets the packet type annotation",
            static () => new SetPacketType()),
        new("SetTimestamp", PortCodes.One, PortCodes.Agnostic, PortCodes.Complete, "SetTimestamp([TIMESTAMP, FIRST, DELTA])", "sets the timestamp annotation",
            static () => new SetTimestamp()),
        new("StoreTimestamp", PortCodes.One, PortCodes.Agnostic, PortCodes.Complete, "StoreTimestamp([OFFSET, TAIL])",
            "writes the timestamp into the packet", static () => new StoreTimestamp()),
        new("CheckLength", PortCodes.OneOrTwo, PortCodes.AgnosticWithPush, PortCodes.Complete, "CheckLength(LENGTH [, EXTRA_LENGTH])",
            "lets packets up to a length pass", static () => new CheckLength()),
        new("Truncate", PortCodes.One, PortCodes.Agnostic, PortCodes.Complete, "Truncate(MAXLENGTH [, EXTRA_LENGTH])", "cuts packets to a length",
            static () => new Truncate()),
        new("Pad", PortCodes.One, PortCodes.Agnostic, PortCodes.Complete, "Pad([LENGTH, ZERO])", "makes packets at least that long",
            static () => new Pad()),
        new("RandomSample", PortCodes.OneOrTwo, PortCodes.AgnosticWithPush, PortCodes.Complete, "RandomSample([P, SAMPLE, DROP, ACTIVE])",
            "lets each packet pass with a probability", static () => new RandomSample()),
        new("RandomBitErrors", PortCodes.One, PortCodes.Agnostic, PortCodes.Complete, "RandomBitErrors(P [, KIND])", "changes each bit with a probability",
            static () => new RandomBitErrors()),
        new("Print", PortCodes.One, PortCodes.Agnostic, PortCodes.Complete,
            "Print([LABEL, MAXLENGTH, CONTENTS, TIMESTAMP, PRINTANNO, BCAST, HEADROOM, ACTIVE])", "prints packets", static () => new Print()),
    ];
}
