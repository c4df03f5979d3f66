namespace Sluice.Bpf.Linking.Loading;

/// <summary>What a kernel is told about the instructions of one program.</summary>
/// <param name="Functions">Records of struct bpf_func_info; empty if a function's type is not known.</param>
/// <param name="Lines">Records of struct bpf_line_info; empty if a function's first line is not known.</param>
public readonly record struct LoadableProgram(byte[] Functions, byte[] Lines)
{
    /// <summary>Bytes of a record of <see cref="Functions"/>.</summary>
    public const int FunctionRecord = 8;

    /// <summary>Bytes of a record of <see cref="Lines"/>.</summary>
    public const int LineRecord = 16;
}
