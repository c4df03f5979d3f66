using System.Buffers.Binary;
using System.Text;

namespace Sluice.Packets;

/// <summary>An interface description block, decoded: the interface, and how its clock counts.</summary>
/// <param name="Interface">What users see.</param>
/// <param name="Clock">Turns its timestamps into nanoseconds.</param>
/// <param name="Id">Its number among all interfaces of the file.</param>
sealed record PcapNgInterface(CaptureInterface Interface, TickConverter Clock, int Id)
{
    const byte DefaultResolution = 6;

    /// <summary>Decodes the options of the block.</summary>
    public static PcapNgInterface Decode(LinkType linkType, uint snapLength, CaptureOptions options, int id)
    {
        var resolution = DefaultResolution;
        var offset = 0L;
        string? name = null, description = null;
        int? frameCheck = null;
        foreach (var option in options)
        {
            var value = option.Value;
            switch (option.Code)
            {
                case PcapNgBlock.InterfaceName: name ??= Encoding.UTF8.GetString(value); break;
                case PcapNgBlock.InterfaceDescriptionText: description ??= Encoding.UTF8.GetString(value); break;
                case PcapNgBlock.InterfaceResolution when value.Length == 1: resolution = value[0]; break;
                case PcapNgBlock.InterfaceFrameCheckLength when value.Length == 1: frameCheck = value[0]; break;
                case PcapNgBlock.InterfaceTimeOffset when value.Length == sizeof(long):
                    offset = options.IsBigEndian
                        ? BinaryPrimitives.ReadInt64BigEndian(value) : BinaryPrimitives.ReadInt64LittleEndian(value);
                    break;
            }
        }

        var reported = resolution <= (byte)TimestampResolution.Microseconds
            ? TimestampResolution.Microseconds : TimestampResolution.Nanoseconds;
        var source = new CaptureInterface(linkType, snapLength, reported)
        {
            Name = name,
            Description = description,
            FrameCheckLength = frameCheck,
        };
        return new PcapNgInterface(source, new TickConverter(resolution, offset), id);
    }
}
