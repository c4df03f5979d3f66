namespace Sluice.Bpf.Platform;

// Sluice's own helpers: in process only, from OwnBase on.
public static partial class Helpers
{
    /// <summary>
    /// <c>long bpf_packet_add_space(void *ctx, s64 head, s64 tail)</c>: makes the packet longer (or shorter, where negative)
    /// by so many bytes at its front and at its end.
    /// </summary>
    public static readonly Helper PacketAddSpace = Add(new(OwnBase, "packet_add_space", Returns.Error, Arg.Context, Arg.Any, Arg.Any)
    {
        Programs = [ProgramType.Raw],
        Effects = Effects.MovesPacket,
    });
}
