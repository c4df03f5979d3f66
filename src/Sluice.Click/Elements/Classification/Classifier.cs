using Sluice.Click.Arguments;
using Sluice.Click.Classification;
using Sluice.Click.Packets;

namespace Sluice.Click.Elements.Classification;

/// <summary><c>Classifier(PATTERN, ...)</c>: sends each packet to the output of the first pattern that its bytes match.</summary>
sealed unsafe class Classifier : DecisionElement
{
    /// <inheritdoc/>
    public override void Configure(ArgumentReader arguments)
    {
        if (DecisionArguments.ReadPatterns(arguments, OutputCount, BytePattern.Parse) is { } rules)
            SetProgram(rules);
    }

    /// <inheritdoc/>
    protected override int Match(Packet packet) => Program.Match(packet.Data, packet.Length);

    /// <inheritdoc/>
    protected override void Divide(PacketBatch batch, Span<PacketBatch> parts)
    {
        var program = Program;
        foreach (var packet in batch)
        {
            var output = program.Match(packet.Data, packet.Length);
            if ((uint)output < (uint)parts.Length)
                parts[output].Append(packet);
            else
                packet.Kill();
        }
    }
}
