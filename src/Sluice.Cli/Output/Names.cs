using System.Text;
using Sluice.Bpf.Platform;
using Sluice.Kernel.Links;
using Sluice.Verifier;

namespace Sluice.Cli.Output;

/// <summary>What tables and JSON call the platform's kinds: in snake case, as bpftool does.</summary>
static class Names
{
    /// <summary>A map type.</summary>
    public static string Of(MapType type) => MapTypeTable.Find(type)?.Name ?? $"type_{(int)type}";

    /// <summary>The options of a map, one by one.</summary>
    public static IEnumerable<string> Of(MapFlags flags)
    {
        for (var bit = 1u; bit != 0; bit <<= 1)
        {
            if (((uint)flags & bit) != 0)
                yield return Enum.IsDefined((MapFlags)bit) ? Snake(((MapFlags)bit).ToString()) : $"0x{bit:x}";
        }
    }

    /// <summary>A program type.</summary>
    public static string Of(ProgramType type) => type switch
    {
        // Where bpftool's name is another than the kernel's constant.
        ProgramType.SchedClassifier => "sched_cls",
        ProgramType.SchedAction => "sched_act",
        ProgramType.CgroupSockAddress => "cgroup_sock_addr",
        ProgramType.CgroupSockOption => "cgroup_sockopt",
        ProgramType.LwtSeg6Local => "lwt_seg6local",
        ProgramType.Extension => "ext",
        _ => Enum.IsDefined(type) ? Snake(type.ToString()) : $"type_{(int)type}",
    };

    /// <summary>A hook of an interface.</summary>
    public static string Of(InterfaceHook hook) => Snake(hook.ToString());

    /// <summary>An attach point.</summary>
    public static string Of(AttachType type) => Enum.IsDefined(type) ? Snake(type.ToString()) : $"type_{(int)type}";

    /// <summary>What a proof is for.</summary>
    public static string Of(VerifierMode mode) => Snake(mode.ToString());

    /// <summary><c>NoPrealloc</c> becomes <c>no_prealloc</c>.</summary>
    public static string Snake(string name)
    {
        StringBuilder text = new();
        foreach (var letter in name)
        {
            if (char.IsUpper(letter) && text.Length > 0)
                text.Append('_');
            text.Append(char.ToLowerInvariant(letter));
        }

        return text.ToString();
    }
}
