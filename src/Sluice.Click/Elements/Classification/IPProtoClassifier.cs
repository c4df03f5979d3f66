using Sluice.Click.Arguments;
using Sluice.Click.Elements.Headers;
using Sluice.Click.Packets;

namespace Sluice.Click.Elements.Classification;

/// <summary><c>IPProtoClassifier(PROTO, ...)</c>: sends each IP packet to the output of its protocol; <c>-</c> is for all others. What has no
/// output is dropped.</summary>
sealed class IPProtoClassifier : Element
{
    const int Others = -1;

    static readonly ArgumentType<int> s_protocol = new("an IP protocol, such as 6 or tcp, or - for all others", static (text, scope, out value) =>
    {
        var isProtocol = IPArguments.Protocol.Parse(text, scope, out var protocol);
        value = isProtocol ? protocol : Others;
        return isProtocol || text == "-";
    });

    readonly sbyte[] _outputs = new sbyte[256];

    /// <inheritdoc/>
    public override bool CanReconfigure => true;

    /// <inheritdoc/>
    public override void Configure(ArgumentReader arguments)
    {
        var protocols = new List<int>();
        while (arguments.Optional("PROTO", s_protocol, int.MinValue) is var protocol and not int.MinValue)
            protocols.Add(protocol);
        if (protocols.Count != OutputCount || OutputCount > sbyte.MaxValue)
            arguments.Error($"found {protocols.Count} protocols and {OutputCount} outputs, expected a protocol for each output");
        if (!arguments.Complete())
            return;
        Array.Fill(_outputs, (sbyte)protocols.IndexOf(Others));
        for (var i = protocols.Count - 1; i >= 0; i--)
        {
            if (protocols[i] != Others)
                _outputs[protocols[i]] = (sbyte)i;
        }
    }

    /// <inheritdoc/>
    public override void Push(int port, PacketBatch batch)
    {
        Span<PacketBatch> parts = stackalloc PacketBatch[OutputCount];
        foreach (var packet in batch)
        {
            var output = IPPart.TryGet(packet, out var ip) ? _outputs[ip.Protocol] : -1;
            if (output >= 0)
                parts[output].Append(packet);
            else
                packet.Kill();
        }

        PushAll(parts);
    }
}
