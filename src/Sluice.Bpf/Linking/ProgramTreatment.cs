namespace Sluice.Bpf.Linking;

/// <summary>What becomes of the programs of an object that is put together with others.</summary>
public enum ProgramTreatment
{
    /// <summary>They stay programs.</summary>
    Keep,

    /// <summary>They become global functions, which other programs can call: <c>int f(struct xdp_md *)</c>.</summary>
    Function,

    /// <summary>They are left out; the functions and maps beside them stay.</summary>
    Drop,
}
