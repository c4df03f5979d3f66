using System.Runtime.CompilerServices;

namespace Sluice.Kernel.SystemCalls;

/// <summary>The name of a map or a program: at most 15 letters, digits, underscores and dots, and a zero.</summary>
/// <remarks>BPF_OBJ_NAME_LEN of include/uapi/linux/bpf.h; kernel/bpf/syscall.c, bpf_obj_name_cpy.</remarks>
[InlineArray(Capacity)]
struct ObjectName
{
    /// <summary>Bytes, the zero at the end included.</summary>
    public const int Capacity = 16;

    byte _first;

    /// <summary><paramref name="name"/>, cut to the length, with an underscore for what the kernel does not allow.</summary>
    public static ObjectName Of(string name)
    {
        ObjectName result = default;
        for (var i = 0; i < Math.Min(name.Length, Capacity - 1); i++)
            result[i] = char.IsAsciiLetterOrDigit(name[i]) || name[i] == '.' ? (byte)name[i] : (byte)'_';
        return result;
    }

    /// <inheritdoc/>
    public override readonly string ToString()
    {
        ReadOnlySpan<byte> bytes = this;
        var end = bytes.IndexOf((byte)0);
        return System.Text.Encoding.ASCII.GetString(end < 0 ? bytes : bytes[..end]);
    }
}
