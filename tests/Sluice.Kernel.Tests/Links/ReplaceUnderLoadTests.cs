using Sluice.Bpf.Assembly;
using Sluice.Bpf.Engine;
using Sluice.Kernel.Links;

namespace Sluice.Kernel.Tests.Links;

/// <summary>A program is replaced while frames come as fast as the kernel makes them: each meets exactly one of the two.</summary>
public sealed class ReplaceUnderLoadTests
{
    const int Frames = 1_000_000, Round = 50_000, Replacements = 100;

    // A generator that sends each frame out, and counters that drop and count what arrives, each in a map of its own.
    const string Text = """
        .license "GPL"
        .map old per_cpu_array key=4 value=8 entries=1
        .map new per_cpu_array key=4 value=8 entries=1
        .program send section="xdp"
        r0 = 3
        exit
        .program pass section="xdp"
        r0 = 2
        exit
        .program count_old section="xdp"
        *(u32 *)(r10 - 4) = 0
        r2 = r10
        r2 += -4
        r1 = map[old]
        call bpf_map_lookup_elem
        if r0 == 0 goto out
        r1 = *(u64 *)(r0 + 0)
        r1 += 1
        *(u64 *)(r0 + 0) = r1
        out:
        r0 = 1
        exit
        .program count_new section="xdp"
        *(u32 *)(r10 - 4) = 0
        r2 = r10
        r2 += -4
        r1 = map[new]
        call bpf_map_lookup_elem
        if r0 == 0 goto out
        r1 = *(u64 *)(r0 + 0)
        r1 += 1
        *(u64 *)(r0 + 0) = r1
        out:
        r0 = 1
        exit
        """;

    [Fact]
    public async Task Every_frame_meets_one_program()
    {
        using var space = new NetworkNamespace();
        if (Features.KernelRelease.Version < new Version(5, 18))
            Assert.Skip("live frames came with Linux 5.18");
        using var engine = new KernelEngine();
        using var loaded = engine.Load(Assembler.AssembleObject(Text));
        space.Run("ip link add v0 type veth peer name v1");
        // No protocol of its own shall send anything.
        foreach (var device in new[] { "v0", "v1" })
            space.Run($"ip link set {device} addrgenmode none up");
        var (near, far) = (space.IndexOf("v0"), space.IndexOf("v1"));
        using var sender = space.Do(() => KernelLink.AttachXdp(loaded.Programs["pass"], near, XdpMode.Native));
        using var receiver = space.Do(() => KernelLink.AttachXdp(loaded.Programs["count_old"], far, XdpMode.Native));

        var (old, @new) = (loaded.Programs["count_old"], loaded.Programs["count_new"]);
        using var stop = new CancellationTokenSource();
        var replaced = 0;
        var replacing = Task.Run(() =>
        {
            while (!stop.IsCancellationRequested)
            {
                var (present, next) = replaced % 2 == 0 ? (old, @new) : (@new, old);
                receiver.Replace(next, expected: present);
                Interlocked.Increment(ref replaced);
                Thread.Sleep(1);
            }
        }, TestContext.Current.CancellationToken);
        var sent = space.Do(() =>
        {
            var sent = 0;
            for (; sent < Frames || Volatile.Read(ref replaced) < Replacements; sent += Round)
                loaded.Programs["send"].SendLive(new byte[64], Round, near);
            return sent;
        });
        await stop.CancelAsync();
        await replacing;

        ulong Count(string map) => new BpfPerCpuMap<uint, ulong>(loaded.Maps[map]).Sum(0u);
        // What is still in the receiver's queue comes in its own time.
        SpinWait.SpinUntil(() => Count("old") + Count("new") >= (ulong)sent, TimeSpan.FromSeconds(10));
        Assert.Equal((ulong)sent, Count("old") + Count("new") + Dropped(space));
        Assert.True(Count("old") > 0 && Count("new") > 0);
    }

    // Frames that a full queue of the veth refused, as the interface counts them.
    static ulong Dropped(NetworkNamespace space)
    {
        var words = space.Run("ip -s -j link show").Split("\"ifname\":");
        ulong sum = 0;
        foreach (var word in words.Skip(1).Where(word => word.StartsWith("\"v", StringComparison.Ordinal)))
        {
            foreach (var part in word.Split("\"dropped\":").Skip(1))
                sum += ulong.Parse(string.Concat(part.TakeWhile(char.IsAsciiDigit)));
        }

        return sum;
    }
}
