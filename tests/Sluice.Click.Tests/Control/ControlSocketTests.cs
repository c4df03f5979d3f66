using System.Net.Sockets;
using System.Text;
using Sluice.Click.Configuration;
using Sluice.Click.Control;
using Sluice.Click.Tests.Routing;

namespace Sluice.Click.Tests.Control;

public sealed class ControlSocketTests
{
    const string Text = "i :: InfiniteSource(LIMIT 5) -> c :: Counter -> q :: Queue(10) -> Idle";

    public static TheoryData<string, string> Conversations => new()
    {
        { "READ c.count\r\n", "200 Read handler 'c.count' OK\r\nDATA 1\r\n5" },
        { "read c.count\n", "200 Read handler 'c.count' OK\r\nDATA 1\r\n5" },
        { "READ 2.count\r", "200 Read handler '2.count' OK\r\nDATA 1\r\n5" },
        { "\r\n  \r\nREAD   c.count\r\n", "200 Read handler 'c.count' OK\r\nDATA 1\r\n5" },
        { "WRITE c.reset\r\nREAD c.count\r\n", "200 Write handler 'c.reset' OK\r\n200 Read handler 'c.count' OK\r\nDATA 1\r\n0" },
        { "WRITE q.capacity 7\r\nREAD q.capacity\r\n", "200 Write handler 'q.capacity' OK\r\n200 Read handler 'q.capacity' OK\r\nDATA 1\r\n7" },
        { "WRITEDATA q.capacity 2\r\n77READ q.capacity\r\n", "200 Write handler 'q.capacity' OK\r\n200 Read handler 'q.capacity' OK\r\nDATA 2\r\n77" },
        { "WRITEUNTIL q.capacity end\r\n9\r\nend\r\nREAD q.capacity\r\n", "200 Write handler 'q.capacity' OK\r\n200 Read handler 'q.capacity' OK\r\nDATA 1\r\n9" },
        { "READDATA c.count 3\r\nxyzREADUNTIL c.count\r\n\r\n", "200 Read handler 'c.count' OK\r\nDATA 1\r\n5200 Read handler 'c.count' OK\r\nDATA 1\r\n5" },
        { "CHECKREAD c.count\r\nCHECKWRITE c.reset\r\n", "200 Read handler 'c.count' OK\r\n200 Write handler 'c.reset' OK\r\n" },
        { "CHECKREAD c.reset\r\nCHECKWRITE c.count\r\n", "530 Handler 'c.reset' is write-only\r\n530 Handler 'c.count' is read-only\r\n" },
        { "READ c.reset\r\nWRITE c.count 1\r\n", "530 Handler 'c.reset' is write-only\r\n530 Handler 'c.count' is read-only\r\n" },
        { "READ x.count\r\n", "510 No element named 'x'\r\n" },
        { "READ 99.count\r\n", "510 No element named '99'\r\n" },
        { "READ c.nothing\r\nREAD nothing\r\n", "511 No handler named 'c.nothing'\r\n511 No handler named 'nothing'\r\n" },
        { "FROB c.count\r\nLLRPC c#01\r\n", "501 Unimplemented command 'FROB'\r\n501 Unimplemented command 'LLRPC'\r\n" },
        { "READ\r\nWRITEDATA c.reset\r\nWRITEDATA c.reset x\r\n", "500 Wrong number of arguments, expected 'READ HANDLER'\r\n500 Syntax error, expected 'HANDLER LENGTH'\r\n500 Syntax error, expected 'HANDLER LENGTH'\r\n" },
        { "WRITEDATA c.reset 99999999\r\n", "521 More than 67108864 bytes of data\r\n" },
        { "WRITE q.capacity many\r\n", "520-Write handler 'q.capacity' error:\r\n520 " },
    };

    [Theory, MemberData(nameof(Conversations))]
    public void The_server_speaks_the_protocol(string said, string answered)
    {
        using var router = TestRouter.Of(Text).Run();
        using var place = new SocketPath();
        using ControlServer server = new(ControlEndpoint.Unix(place.Path), () => router.Driver);
        var answer = Converse(place.Path, said + "QUIT\r\n");
        Assert.StartsWith("Click::ControlSocket/1.3\r\n" + answered, answer);
        Assert.EndsWith("200 Goodbye!\r\n", answer);
    }

    [Fact]
    public void Nothing_is_written_by_a_socket_for_reading()
    {
        using var router = TestRouter.Of(Text).Run();
        using var place = new SocketPath();
        using ControlServer server = new(ControlEndpoint.Unix(place.Path), () => router.Driver, isReadOnly: true);
        Assert.Contains("530 Permission denied for 'c.reset'", Converse(place.Path, "WRITE c.reset\r\nCHECKWRITE c.reset\r\nQUIT\r\n"));
        Assert.Equal("5", router.Read("c.count"));
    }

    [Fact]
    public void Without_a_router_nothing_can_be_called()
    {
        using var place = new SocketPath();
        using ControlServer server = new(ControlEndpoint.Unix(place.Path), () => null);
        Assert.Contains("540 No router installed", Converse(place.Path, "READ list\r\nQUIT\r\n"));
    }

    [Fact]
    public void Random_bytes_do_no_harm()
    {
        var seed = Environment.TickCount;
        Random random = new(seed);
        using var router = TestRouter.Of(Text).Run();
        using var place = new SocketPath();
        using ControlServer server = new(ControlEndpoint.Unix(place.Path), () => router.Driver);
        string[] words = ["READ ", "WRITE ", "WRITEDATA ", "READUNTIL ", "c.count", "q.capacity", " 5", "\r", "\n", "\0", "\xff", " ", "CHECKREAD ", "i.", "1.", "-1"];
        for (var times = 0; times < 100; times++)
            Converse(place.Path, string.Concat(Enumerable.Range(0, random.Next(40)).Select(_ => words[random.Next(words.Length)])));
        using ControlClient client = new(ControlEndpoint.Unix(place.Path));
        Assert.True("5" == client.Read("c.count"), $"seed {seed}");
    }

    [Fact]
    public void The_element_listens_at_tcp_and_at_unix_sockets()
    {
        using var place = new SocketPath();
        using var router = TestRouter.Of($"{Text}; t :: ControlSocket(TCP, 0, LOCALHOST true); u :: ControlSocket(unix, \"{place.Path}\", READONLY true, VERBOSE true)");
        router.Run();
        using (ControlClient tcp = new(ControlEndpoint.Parse(router.Read("t.port"))))
        {
            tcp.Write("q.capacity", "3");
            Assert.Equal("3", tcp.Read("q.capacity"));
            Assert.Equal(ControlCode.NoSuchElement, Assert.Throws<ControlException>(() => tcp.Read("no.thing")).Code);
        }

        using ControlClient unix = new(ControlEndpoint.Unix(place.Path));
        Assert.Equal("6\ni\nc\nq\nIdle@4\nt\nu", unix.Read("list").TrimEnd('\n'));
        Assert.Equal(ControlCode.PermissionDenied, Assert.Throws<ControlException>(() => unix.Write("c.reset", "")).Code);
    }

    [Fact]
    public void A_taken_place_is_an_error_or_waited_for()
    {
        using var place = new SocketPath();
        using ControlServer server = new(ControlEndpoint.Unix(place.Path), () => null);
        Assert.Contains(place.Path, Assert.Throws<ConfigurationException>(() => TestRouter.Of($"ControlSocket(UNIX, {place.Path})")).Message);
        using var waiting = TestRouter.Of($"ControlSocket(UNIX, {place.Path}, RETRIES 3)");
        waiting.Run(2_500_000_000);
        server.Dispose();
        waiting.Run(1_000_000_000);
        using ControlClient client = new(ControlEndpoint.Unix(place.Path));
        Assert.Equal("1", client.Read("list").Split('\n')[0]);
    }

    [Fact]
    public void A_left_over_socket_file_is_in_nobodys_way()
    {
        using var place = new SocketPath();
        using (Socket left = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified))
            left.Bind(new UnixDomainSocketEndPoint(place.Path));
        using ControlServer server = new(ControlEndpoint.Unix(place.Path), () => null);
        Assert.Contains("540", Converse(place.Path, "READ list\r\nQUIT\r\n"));
    }

    [Fact]
    public void A_new_configuration_takes_the_place_of_the_old_one_and_clients_stay()
    {
        using var place = new SocketPath();
        var control = $"s :: ControlSocket(UNIX, {place.Path})";
        using var router = TestRouter.Of($"{Text}; {control}", options => options.With(new ConfigurationLoader()));
        router.Run();
        using ControlClient client = new(ControlEndpoint.Unix(place.Path));
        client.Write("hotconfig", $"i :: InfiniteSource(LIMIT 5) -> c :: Counter -> q :: Queue(20) -> Idle; d :: Counter; Idle -> d -> Discard; {control}");
        Assert.Equal("20", client.Read("q.capacity"));
        Assert.Equal("5", client.Read("q.length"));
        Assert.Equal("0", client.Read("d.count"));

        var refused = Assert.Throws<ControlException>(() => client.Write("hotconfig", $"i :: InfiniteSource -> q :: Quuee -> Idle; {control}"));
        Assert.Equal(ControlCode.HandlerError, refused.Code);
        Assert.Contains("did you mean `Queue`?", refused.Message);
        Assert.Contains("a number", Assert.Throws<ControlException>(() => client.Write("hotconfig", $"i :: InfiniteSource -> q :: Queue(many) -> Idle; {control}")).Message);
        Assert.Equal("20", client.Read("q.capacity"));
    }

    static string Converse(string path, string text)
    {
        using Socket socket = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        socket.Connect(new UnixDomainSocketEndPoint(path));
        socket.Send(Encoding.Latin1.GetBytes(text));
        using NetworkStream stream = new(socket);
        socket.Shutdown(SocketShutdown.Send);
        using StreamReader reader = new(stream);
        return reader.ReadToEnd();
    }

    sealed class SocketPath : IDisposable
    {
        readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory();

        public string Path => System.IO.Path.Combine(_folder.FullName, "s");

        public void Dispose() => _folder.Delete(recursive: true);
    }
}
