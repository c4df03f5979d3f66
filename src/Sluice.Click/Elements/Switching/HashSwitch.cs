using Sluice.Click.Arguments;
using Sluice.Click.Packets;

namespace Sluice.Click.Elements.Switching;

/// <summary><c>HashSwitch</c>: chooses the output by a hash of LENGTH bytes at OFFSET, so that packets with the same bytes there go the
/// same way. A packet that is too short goes to output 0.</summary>
/// <remarks>The hash is FNV-1a of 64 bits with a final mix; Click's own is another.</remarks>
sealed unsafe class HashSwitch : ChoosingElement
{
    const ulong Basis = 0xcbf29ce484222325, Prime = 0x100000001b3;

    int _offset, _length;

    /// <inheritdoc/>
    public override bool CanReconfigure => true;

    /// <inheritdoc/>
    public override void Configure(ArgumentReader arguments)
    {
        var offset = arguments.Mandatory("OFFSET", ArgumentTypes.Count);
        var length = arguments.Mandatory("LENGTH", ArgumentTypes.Range(1, int.MaxValue));
        if (arguments.Complete())
            (_offset, _length) = (offset, length);
    }

    /// <inheritdoc/>
    protected override int Choose(Packet packet)
    {
        if (packet.Length < (long)_offset + _length)
            return 0;
        var hash = Basis;
        for (var i = 0; i < _length; i++)
            hash = (hash ^ packet.Data[_offset + i]) * Prime;
        hash ^= hash >> 32;
        return (int)(hash * Prime % (ulong)OutputCount);
    }
}
