using Sluice.Click.Arguments;
using Sluice.Click.Classification;
using Sluice.Click.Packets;

namespace Sluice.Click.Elements.Classification;

/// <summary><c>IPFilter(ACTION PATTERN, ...)</c>, <c>IPClassifier(PATTERN, ...)</c>: sends each IP packet where the first expression that
/// matches it says.</summary>
/// <param name="withActions">Whether arguments begin with an action; else each is for the output of its number.</param>
sealed unsafe class IPFilter(bool withActions) : DecisionElement
{
    /// <inheritdoc/>
    public override void Configure(ArgumentReader arguments)
    {
        var names = new ScopeNames(arguments.Scope);
        var rules = withActions
            ? DecisionArguments.ReadActions(arguments, OutputCount, text => FilterExpression.Parse(text, names))
            : DecisionArguments.ReadPatterns(arguments, OutputCount, text => FilterExpression.Parse(text, names));
        if (rules is not null)
            SetProgram(rules);
    }

    /// <inheritdoc/>
    protected override int Match(Packet packet) => Match(Program, packet);

    /// <inheritdoc/>
    protected override void Divide(PacketBatch batch, Span<PacketBatch> parts)
    {
        var program = Program;
        foreach (var packet in batch)
        {
            var output = Match(program, packet);
            if ((uint)output < (uint)parts.Length)
                parts[output].Append(packet);
            else
                packet.Kill();
        }
    }

    static int Match(DecisionProgram program, Packet packet)
    {
        if (!packet.HasNetworkHeader)
            return DecisionProgram.Drop;
        var transport = packet.HasTransportHeader ? packet.TransportLength : 0;
        return program.Match(packet.NetworkHeader, packet.NetworkLength, packet.TransportHeader, transport);
    }
}
