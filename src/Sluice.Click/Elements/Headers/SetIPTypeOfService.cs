using Sluice.Click.Arguments;
using Sluice.Click.Handlers;
using Sluice.Click.Packets;

namespace Sluice.Click.Elements.Headers;

/// <summary><c>SetIPDSCP(DSCP)</c>, <c>SetIPECN(ECN)</c>, <c>MarkIPCE</c>: sets a part of the type of service byte, and updates the checksum.
/// </summary>
/// <param name="name">The argument and handler; null for a fixed value.</param>
/// <param name="mask">The bits of the byte.</param>
/// <param name="shift">How far the value is from the lowest bit.</param>
/// <param name="value">The value while no argument says another.</param>
sealed unsafe class SetIPTypeOfService(string? name, byte mask, int shift, byte value) : SimpleElement
{
    static readonly Dictionary<string, byte> s_ecn = new() { ["no"] = 0, ["ect1"] = 1, ["ect2"] = 2, ["ce"] = 3 };

    byte _value = value;

    ArgumentType<byte> Type => new($"a number from 0 to {mask >> shift}", (text, scope, out result) =>
        (ArgumentTypes.Byte.Parse(text, scope, out result) || (shift == 0 && s_ecn.TryGetValue(text, out result))) && result <= mask >> shift);

    /// <inheritdoc/>
    public override bool CanReconfigure => true;

    /// <inheritdoc/>
    public override void Configure(ArgumentReader arguments)
    {
        var wanted = name is null ? _value : arguments.Mandatory(name, Type);
        if (arguments.Complete())
            _value = wanted;
    }

    /// <inheritdoc/>
    public override void AddHandlers(HandlerTable handlers)
    {
        if (name is null)
            return;
#pragma warning disable CA1308 // Handlers have lower-case names.
        var handler = name.ToLowerInvariant();
#pragma warning restore CA1308
        handlers.Read(handler, () => _value, "the value that packets get");
        handlers.Write(handler, text => _value = ParseValue(text, Type), "the value that packets get");
    }

    /// <inheritdoc/>
    protected override Packet Process(Packet packet)
    {
        if (!IPPart.TryGet(packet, out var ip))
            return packet;
        // Congestion is only signalled to those who understand it (RFC 3168, section 5).
        if (name is null && (ip.TypeOfService & mask) == 0)
            return packet;
        var changed = ip.TypeOfService & ~mask | _value << shift & mask;
        var word = *(ushort*)ip.Start;
        ((byte*)&word)[1] = (byte)changed;
        ip.Change16(0, word);
        return packet;
    }
}
