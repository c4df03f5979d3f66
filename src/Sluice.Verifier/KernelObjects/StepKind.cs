namespace Sluice.Verifier.KernelObjects;

/// <summary>What an access to a kernel object comes to.</summary>
enum StepKind : byte
{
    /// <summary>A number.</summary>
    Scalar,

    /// <summary>The address of another object.</summary>
    Object,

    /// <summary>The address of something that is no struct.</summary>
    Memory,

    /// <summary>A struct within the object, at the offset.</summary>
    Inner,

    /// <summary>Nothing that may be accessed so.</summary>
    Fault,
}
