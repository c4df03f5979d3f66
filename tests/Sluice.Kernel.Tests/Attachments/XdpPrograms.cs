using Sluice.Bpf.Engine;
using Sluice.Bpf.Objects;
using Sluice.Bpf.Platform;
using Sluice.Kernel.Attachments;
using Sluice.Kernel.Inspection;
using Sluice.Kernel.Links;

namespace Sluice.Kernel.Tests.Attachments;

/// <summary>The programs of <c>priorities.bpf.c</c> on an interface of a namespace of its own.</summary>
sealed class XdpPrograms : IDisposable
{
    readonly NetworkNamespace _space = new();
    readonly PinFolder _folder = new();

    public XdpPrograms()
    {
        _space.Run("ip link add v0 type veth peer name v1");
        Device = new(_space.IndexOf("v0"), "v0");
    }

    public static BpfObject Object { get; } = BpfObject.Load(Path.Combine(Checkout.Own, "priorities.bpf.o"));

    public NetworkInterface Device { get; }

    public NetworkNamespace Space => _space;

    public string Folder => _folder.Path;

    /// <summary>All pins, without the folder of the namespace.</summary>
    public IEnumerable<string> Pins => Directory.EnumerateFiles(_folder.Path, "*", SearchOption.AllDirectories).Select(path => Path.GetFileName(path)).Order();

    public AttachedProgram Attach(string program, int? priority = null, bool replace = false, BpfObject? spec = null, KernelOptions? options = null, bool force = false) =>
        Inside(attachments => attachments.Attach(new(spec ?? Object, program, Device, InterfaceHook.Xdp) { Priority = priority, Replace = replace, Force = force }), options);

    public void Detach(string? program = null) => Inside(attachments => attachments.Detach(Device, program: program));

    public T Inside<T>(Func<InterfaceAttachments, T> inside, KernelOptions? options = null) => _space.Do(() => inside(new(_folder.Path, options)));

    /// <summary>The names of the programs, in order.</summary>
    public string Order => string.Join(' ', Inside(attachments => attachments.List(Device)).Select(attached => attached.Program));

    /// <summary>What the kernel runs on the interface.</summary>
    public ProgramDescription Present => KernelPrograms.Find(_space.Do(() => Interfaces.Xdp(Device.Index))!.Value.ProgramId)!;

    /// <summary>The verdict on a packet.</summary>
    public string Run()
    {
        using var opened = OpenedProgram.Open(Present.Id);
        using var program = opened.ToProgram();
        return Verdicts.Name(ProgramType.Xdp, (int)program.Run(new byte[64]).ReturnValue);
    }

    /// <summary>A variable of a program.</summary>
    public ulong Read(string program, string variable)
    {
        using var data = KernelMaps.Open(Part(program).Maps.Single(map => map.Key.EndsWith(".bss", StringComparison.Ordinal)).Value);
        var value = new byte[data.ValueBufferSize];
        Assert.Equal(Errno.None, data.Lookup(new byte[sizeof(int)], value));
        return BitConverter.ToUInt64(value, Object.FindVariable(variable)!.Offset);
    }

    /// <summary>The variable in which a program counts its runs, and its map in which it does so too: they agree.</summary>
    public ulong Seen(string program)
    {
        var (part, seen) = (Part(program), Read(program, "seen"));
        if (part.Maps.TryGetValue("runs", out var id))
        {
            using var runs = KernelMaps.Open(id);
            Assert.Equal(seen, new BpfPerCpuMap<uint, ulong>(runs).Sum(0u));
        }

        return seen;
    }

    AttachedPart Part(string program) => AttachmentRecord.Of(Present)!.Parts.Single(part => part.Program == program);

    public void Dispose()
    {
        _space.Dispose();
        _folder.Dispose();
    }
}
