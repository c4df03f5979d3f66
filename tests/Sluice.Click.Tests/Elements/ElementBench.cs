using Sluice.Click.Elements;
using Sluice.Click.Packets;
using Sluice.Click.Tests.Routing;

namespace Sluice.Click.Tests.Elements;

/// <summary>One element, named x, with something at each port: packets are given to it by hand, and what it emits is kept in queues.</summary>
sealed class ElementBench : IDisposable
{
    readonly TestRouter _router;

    ElementBench(string text) => _router = TestRouter.Of(text);

    public TestRouter Router => _router;

    public Element Element => _router.Router.Find("x")!;

    public string Output => _router.Output.ToString()!;

    /// <summary>An element with that many ports.</summary>
    /// <param name="element">Class and arguments.</param>
    /// <param name="inputs">Input ports.</param>
    /// <param name="outputs">Output ports.</param>
    /// <param name="others">Declarations of other elements.</param>
    public static ElementBench Of(string element, int inputs = 1, int outputs = 1, string others = "") => new(Text(element, inputs, outputs, others));

    public static string Text(string element, int inputs = 1, int outputs = 1, string others = "") => string.Join("; ",
    [
        .. others.Length > 0 ? (string[])[others] : [],
        $"x :: {element}",
        .. Enumerable.Range(0, inputs).Select(static port => $"Idle -> [{port}] x"),
        .. Enumerable.Range(0, outputs).Select(static port => $"x [{port}] -> q{port} :: Queue(100000) -> Idle"),
    ]);

    public Packet Packet(ReadOnlySpan<byte> bytes) => _router.Pool.Allocate(bytes);

    public ElementBench Send(byte[] bytes, int port = 0, Action<Packet>? prepare = null)
    {
        var packet = Packet(bytes);
        prepare?.Invoke(packet);
        Element.Push(port, new PacketBatch(packet));
        return this;
    }

    /// <summary>Sends an IP packet with its header marked and its destination annotated.</summary>
    public unsafe ElementBench SendIP(byte[] bytes, int port = 0, Action<Packet>? prepare = null) => Send(bytes, port, packet =>
    {
        packet.SetNetworkHeader(packet.Data, (packet.Data[0] & 15) * 4);
        packet.DestinationWord = *(uint*)(packet.Data + 16);
        prepare?.Invoke(packet);
    });

    /// <summary>All that left at a port since the last call.</summary>
    public List<Emitted> Receive(int port = 0)
    {
        var emitted = new List<Emitted>();
        var batch = _router.Router.Find($"q{port}")!.Pull(0, int.MaxValue);
        foreach (var packet in batch)
            emitted.Add(Emitted.Of(packet));
        batch.Kill();
        return emitted;
    }

    /// <summary>The one packet that left at a port.</summary>
    public Emitted Single(int port = 0) => Assert.Single(Receive(port));

    public string Read(string handler, string parameters = "") => _router.Driver.Read($"x.{handler}", parameters).TrimEnd('\n');

    public void Write(string handler, string value = "") => _router.Write($"x.{handler}", value);

    public void Dispose() => _router.Dispose();
}
