using Sluice.Bpf.Assembly;
using Sluice.Bpf.Engine;
using Sluice.Kernel.Attachments;
using Sluice.Kernel.Features;
using Sluice.Kernel.Inspection;
using Sluice.Kernel.Links;

namespace Sluice.Kernel.Tests.Attachments;

/// <summary>Programs come, are replaced and go while frames come as fast as the kernel makes them: what stays meets each frame once.</summary>
public sealed class ChangesUnderLoadTests
{
    const int Frames = 10_000_000, Round = 100_000, Changes = 100;

    [Fact]
    public void Every_frame_meets_the_program_that_stays_once()
    {
        using var xdp = new XdpPrograms();
        if (KernelFeatures.LiveFrames.State != FeatureState.Supported)
            Assert.Skip("the kernel has no live frames");
        using var engine = new KernelEngine();
        using var loaded = engine.Load(Assembler.AssembleObject("""
            .license "GPL"
            .program send section="xdp"
            r0 = 3
            exit
            .program pass section="xdp"
            r0 = 2
            exit
            """));
        // No protocol of its own shall send anything; the far end of the pair is where programs come and go.
        foreach (var device in new[] { "v0", "v1" })
            xdp.Space.Run($"ip link set {device} addrgenmode none up");
        var near = xdp.Space.IndexOf("v1");
        using var sender = xdp.Space.Do(() => KernelLink.AttachXdp(loaded.Programs["pass"], near, XdpMode.Native));
        const uint drop = 1;
        xdp.Attach("usual", spec: XdpPrograms.Object.With("verdict", drop));

        var (sent, isDone) = (0ul, false);
        // A thread is born into the namespace of the one that starts it.
        var sending = xdp.Space.Do(() =>
        {
            var thread = new Thread(() =>
            {
                for (; sent < Frames || !Volatile.Read(ref isDone); sent += Round)
                    loaded.Programs["send"].SendLive(new byte[64], Round, near);
            });
            thread.Start();
            return thread;
        });
        for (var change = 0; change < Changes; change++)
        {
            if (change % 4 == 0)
                xdp.Attach("early");
            else if (change % 4 == 3)
                xdp.Detach("early");
            else
                xdp.Attach("early", replace: true);
        }

        Volatile.Write(ref isDone, true);
        sending.Join();
        // What is still in the receiver's queue comes in its own time.
        SpinWait.SpinUntil(() => Met() >= sent, TimeSpan.FromSeconds(10));
        Assert.Equal(sent, Met() + Dropped(xdp.Space));

        ulong Met()
        {
            using var runs = KernelMaps.Open(AttachmentRecord.Of(xdp.Present)!.Parts.Single(part => part.Program == "usual").Maps["runs"]);
            return new BpfPerCpuMap<uint, ulong>(runs).Sum(0u);
        }
    }

    // Frames that a full queue of the veth refused, as the interfaces count them.
    static ulong Dropped(NetworkNamespace space) => space.Run("ip -s -j link show").Split("\"dropped\":").Skip(1)
        .Aggregate(0ul, (sum, text) => sum + ulong.Parse(string.Concat(text.TakeWhile(char.IsAsciiDigit))));
}
