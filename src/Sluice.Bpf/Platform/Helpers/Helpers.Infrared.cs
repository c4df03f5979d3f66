namespace Sluice.Bpf.Platform;

// Helpers for infrared decoders.
public static partial class Helpers
{
#pragma warning disable CS1591 // Each name is the kernel's; the row says the rest.
    public static readonly Helper RcRepeat = Add(new(77, "rc_repeat", Returns.Scalar, Arg.Context)
    {
        Programs = [ProgramType.LircMode2],
        GplOnly = true,
    });
    public static readonly Helper RcKeydown = Add(new(78, "rc_keydown", Returns.Scalar, Arg.Context, Arg.Any, Arg.Any, Arg.Any)
    {
        Programs = [ProgramType.LircMode2],
        GplOnly = true,
    });
    public static readonly Helper RcPointerRel = Add(new(92, "rc_pointer_rel", Returns.Scalar, Arg.Context, Arg.Any, Arg.Any)
    {
        Programs = [ProgramType.LircMode2],
        GplOnly = true,
    });
#pragma warning restore CS1591
}
