using Sluice.Bpf.Engine;
using Sluice.Bpf.Linking;
using Sluice.Bpf.Objects;
using Sluice.Kernel.Errors;
using Sluice.Kernel.Loading;

namespace Sluice.Kernel;

/// <summary>The engine that is the running Linux kernel.</summary>
/// <remarks>Speaks bpf(2) itself; there is no native library below it. Holds nothing, and may be shared between threads.</remarks>
public sealed class KernelEngine : IBpfEngine
{
    readonly KernelOptions _options;

    /// <summary>Makes an engine.</summary>
    /// <exception cref="PlatformNotSupportedException">This is not Linux.</exception>
    public KernelEngine(KernelOptions? options = null)
    {
        if (!OperatingSystem.IsLinux())
            throw new PlatformNotSupportedException("the kernel engine runs on Linux only: run the object in process");
        _options = options ?? new();
    }

    /// <inheritdoc cref="IBpfEngine.Load"/>
    /// <param name="spec">The object.</param>
    /// <param name="shared">Live maps of the kernel to use in place of the object's own, by name; they stay their owner's.</param>
    /// <remarks>All or nothing: when it throws, no map, program or pin is left of what it has made.</remarks>
    /// <exception cref="KernelException">The kernel refuses something.</exception>
    /// <exception cref="BpfLinkException">Something that a program names does not exist.</exception>
    public KernelCollection Load(BpfObject spec, IReadOnlyDictionary<string, IBpfMap>? shared = null)
    {
        ArgumentNullException.ThrowIfNull(spec);
        using var load = new ObjectLoad(spec, _options, shared);
        return load.Run();
    }

    /// <summary>Asks the policy of the options whether an object may be loaded, and loads nothing.</summary>
    /// <exception cref="LoadRefusedException">It may not.</exception>
    /// <exception cref="BpfLinkException">Something that a program names does not exist.</exception>
    public void Admit(BpfObject spec)
    {
        ArgumentNullException.ThrowIfNull(spec);
        using var load = new ObjectLoad(spec, _options, null);
        load.Admit();
    }

    IBpfCollection IBpfEngine.Load(BpfObject spec, IReadOnlyDictionary<string, IBpfMap>? shared) => Load(spec, shared);

    /// <inheritdoc/>
    public void Dispose()
    {
    }
}
