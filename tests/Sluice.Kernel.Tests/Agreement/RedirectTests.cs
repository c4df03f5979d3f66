using Sluice.Bpf.Assembly;
using Sluice.Bpf.Engine;
using Sluice.Bpf.Platform;
using Sluice.Runtime;

namespace Sluice.Kernel.Tests.Agreement;

/// <summary>Where programs redirect to is the same in the kernel as in process.</summary>
public sealed class RedirectTests
{
    // The packet's first byte says how: by interface, by one of two maps, with a fallback, or after a tail call.
    const string Text = """
        .license "GPL"
        .map ports dev_map_hash key=4 value=4 entries=8
        .map cpus cpu_map key=4 value=4 entries=8
        .map next program_array key=4 value=4 entries=1
        .slot 0 = "tail"
        .program choose section="xdp"
        r6 = r1
        r2 = *(u32 *)(r1 + 0)
        r3 = *(u32 *)(r1 + 4)
        r4 = r2
        r4 += 2
        if r4 > r3 goto pass
        r7 = *(u8 *)(r2 + 0)
        r8 = *(u8 *)(r2 + 1)
        if r7 == 1 goto interface
        if r7 == 2 goto device
        if r7 == 3 goto processor
        if r7 == 4 goto tail
        pass:
        r0 = 2
        exit
        interface:
        r1 = r8
        r2 = 0
        call bpf_redirect
        exit
        device:
        r1 = map[ports]
        r2 = r8
        r3 = 1
        call bpf_redirect_map
        exit
        processor:
        r1 = map[cpus]
        r2 = r8
        r3 = 2
        call bpf_redirect_map
        exit
        tail:
        r1 = r6
        r2 = map[next]
        r3 = 0
        call bpf_tail_call
        r0 = 0
        exit
        .program tail section="xdp"
        r1 = 77
        r2 = 0
        call bpf_redirect
        exit
        .program clsact section="tc"
        r1 = 5
        r2 = 1
        call bpf_redirect
        exit
        """;

    [Fact]
    public void Targets_are_told_as_in_process()
    {
        RunningKernel.Need();
        var spec = Assembler.AssembleObject(Text);
        using var engine = new KernelEngine(new() { RecordRedirects = true });
        using var kernel = engine.Load(spec);
        using var runtime = new BpfRuntime();
        using var inProcess = runtime.Load(spec);
        foreach (var loaded in new IBpfCollection[] { kernel, inProcess })
        {
            Assert.Equal(Errno.None, loaded.Maps["ports"].Update(BitConverter.GetBytes(3), BitConverter.GetBytes(1)));
            Assert.Equal(Errno.None, loaded.Maps["cpus"].Update(BitConverter.GetBytes(0), BitConverter.GetBytes(192)));
        }

        var told = new List<string>();
        for (var how = 0; how <= 5; how++)
        {
            for (var which = 0; which < 5; which++)
            {
                var packet = new byte[64];
                (packet[0], packet[1]) = ((byte)how, (byte)which);
                told.Add(Describe(inProcess.Programs["choose"], packet));
                Assert.Equal(told[^1], Describe(((IBpfCollection)kernel).Programs["choose"], packet));
            }
        }

        Assert.Contains("4 → 2, , 0, 0", told);
        Assert.Contains("4 → 0, ports, 3, 1", told);
        Assert.Contains("4 → 0, cpus, 0, 2", told);
        Assert.Contains("4 → 77, , 0, 0", told);
        Assert.Equal("7 → 5, , 0, 1", Describe(((IBpfCollection)kernel).Programs["clsact"], new byte[64]));
    }

    static string Describe(IBpfProgram program, byte[] packet)
    {
        var result = program.Run(packet);
        var target = result.Redirect;
        return (uint)result.ReturnValue is 4 or 7
            ? $"{(uint)result.ReturnValue} → {target.InterfaceIndex}, {target.Map?.Spec.Name}, {target.Key}, {target.Flags}"
            : $"{(uint)result.ReturnValue}";
    }
}
