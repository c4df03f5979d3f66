using System.Diagnostics;
using Sluice.Bpf.Assembly;
using Sluice.Bpf.Objects;
using Sluice.Kernel.Links;

namespace Sluice.Kernel.Tests.Traffic;

/// <summary>Two hosts with the kernel's own network stacks, joined by a veth pair: a server at .1, whose end programs are attached to,
/// and a client at .10. All goes with it.</summary>
sealed class TwoHosts : IDisposable
{
    /// <summary>The addresses of the server.</summary>
    public const string Server = "192.0.2.1", Server6 = "2001:db8::1";

    readonly List<IDisposable> _attached = [];
    readonly List<Process> _servers = [];
    readonly string _folder = Directory.CreateTempSubdirectory("sluice-hosts").FullName;

    public TwoHosts()
    {
        ServerSide.Run($"ip link add v0 address 02:00:00:00:00:01 type veth peer name v1 address 02:00:00:00:00:10 netns {ClientSide.Id}");
        foreach (var (side, device, number) in new[] { (ServerSide, "v0", "1"), (ClientSide, "v1", "10") })
        {
            side.Run($"ip address add 192.0.2.{number}/24 dev {device}");
            side.Run($"ip address add 2001:db8::{number}/64 dev {device} nodad");
            side.Run($"ip link set {device} up");
            side.Run("ip link set lo up");
        }

        // Nothing but what the test sends shall be counted: both know where the other is.
        ServerSide.Run("ip neigh add 192.0.2.10 lladdr 02:00:00:00:00:10 dev v0");
        ClientSide.Run("ip neigh add 192.0.2.1 lladdr 02:00:00:00:00:01 dev v1");
    }

    /// <summary>The namespaces.</summary>
    public NetworkNamespace ServerSide { get; } = new();

    public NetworkNamespace ClientSide { get; } = new();

    /// <summary>Loads an example, and attaches one of its programs to the server's end.</summary>
    public KernelCollection Attach(string example, string program, Func<BpfObject, BpfObject>? change = null)
    {
        var loaded = Load(example, change);
        AttachXdp(ServerSide, "v0", loaded, program);
        return loaded;
    }

    /// <summary>Loads an example.</summary>
    public KernelCollection Load(string example, Func<BpfObject, BpfObject>? change = null)
    {
        using var engine = new KernelEngine();
        var spec = BpfObject.Load(Path.Combine(Checkout.Examples, example, $"{example}.bpf.o"));
        var loaded = engine.Load(change?.Invoke(spec) ?? spec);
        _attached.Add(loaded);
        return loaded;
    }

    /// <summary>Attaches a program to an end.</summary>
    public KernelLink AttachXdp(NetworkNamespace side, string device, KernelCollection loaded, string program)
    {
        var index = side.IndexOf(device);
        var link = side.Do(() => KernelLink.AttachXdp(loaded.Programs[program], index, XdpMode.Native));
        _attached.Insert(0, link);
        return link;
    }

    /// <summary>Runs a command of the client.</summary>
    /// <returns>Did it succeed?</returns>
    public bool Try(string command) => ClientSide.Do(() =>
    {
        var words = command.Split(' ');
        using var process = Process.Start(new ProcessStartInfo(Tool.Find(words[0]), words[1..]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        _ = process.StandardError.ReadToEndAsync();
        process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0;
    });

    /// <summary>Does the server answer echo requests?</summary>
    public bool Ping(string address, int count = 2, int size = 56) => Try($"ping -c {count} -i 0.05 -W 1 -s {size} {address}");

    /// <summary>Does a frame of this kind (pcap-filter(7)) reach the server, behind XDP, when <paramref name="act"/> is done?</summary>
    public bool ServerSees(string filter, Action act) => Sees(ServerSide, "v0", filter, act);

    /// <summary>Does a frame of this kind reach the client?</summary>
    public bool ClientSees(string filter, Action act) => Sees(ClientSide, "v1", filter, act);

    /// <summary>Sends a frame from the client's end as it is.</summary>
    public void SendFromClient(byte[] frame)
    {
        using var engine = new KernelEngine();
        // What sends by XDP_TX needs a program at the interface; that one lets everything pass.
        using var sender = engine.Load(Assembler.AssembleObject(
            ".license \"GPL\"\n.program send section=\"xdp\"\nr0 = 3\nexit\n.program pass section=\"xdp\"\nr0 = 2\nexit\n"));
        var index = ClientSide.IndexOf("v1");
        using var link = ClientSide.Do(() => KernelLink.AttachXdp(sender.Programs["pass"], index, XdpMode.Native));
        ClientSide.Do(() =>
        {
            sender.Programs["send"].SendLive(frame, 1, index);
            return 0;
        });
        // Long enough for the frame to come back, if it does.
        Thread.Sleep(100);
    }

    static bool Sees(NetworkNamespace side, string device, string filter, Action act)
    {
        var path = Tool.Find("tcpdump");
        using var dump = side.Do(() => Process.Start(new ProcessStartInfo(path, ["-i", device, "-nn", "-c", "1", "--immediate-mode", "-Q", "in", filter])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!);
        // It says so when it listens.
        Assert.Contains("listening", $"{dump.StandardError.ReadLine()}{dump.StandardError.ReadLine()}", StringComparison.Ordinal);
        act();
        var seen = dump.WaitForExit(TimeSpan.FromMilliseconds(500));
        if (!seen)
            dump.Kill();
        dump.WaitForExit();
        return seen;
    }

    /// <summary>Does a web server answer?</summary>
    public bool Get(string address, int port = 80) => Try($"curl --silent --show-error --output /dev/null --max-time 2 http://{address}:{port}/");

    /// <summary>Starts a web server that listens on these ports, and waits until it does.</summary>
    public void Serve(params IReadOnlyList<int> ports)
    {
        var configuration = Path.Combine(_folder, "nginx.conf");
        var listeners = string.Concat(ports.Select(port => $"listen {port}; listen [::]:{port}; "));
        File.WriteAllText(configuration, $$"""
            daemon off; worker_processes 1; pid {{_folder}}/pid; error_log {{_folder}}/error.log;
            events { worker_connections 64; }
            http { access_log off; client_body_temp_path {{_folder}}/a; proxy_temp_path {{_folder}}/b; fastcgi_temp_path {{_folder}}/c;
                   uwsgi_temp_path {{_folder}}/d; scgi_temp_path {{_folder}}/e;
                   server { {{listeners}} location / { return 200 "hello\n"; } } }
            """);
        Start("nginx", $"-c {configuration} -e {_folder}/error.log", ports[0]);
    }

    /// <summary>Starts an iperf3 server.</summary>
    public void Measure() => Start("iperf3", "-s", 5201);

    public void Dispose()
    {
        _attached.ForEach(attached => attached.Dispose());
        foreach (var server in _servers)
        {
            // Asks it to end, so that it ends its own processes.
            using var kill = Process.Start("kill", $"{server.Id}");
            kill.WaitForExit();
            server.WaitForExit();
            server.Dispose();
        }

        ClientSide.Dispose();
        ServerSide.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    void Start(string name, string arguments, int port)
    {
        var path = Tool.Find(name);
        _servers.Add(ServerSide.Do(() => Process.Start(new ProcessStartInfo(path, arguments.Split(' ')) { RedirectStandardOutput = true, RedirectStandardError = true })!));
        var isListening = SpinWait.SpinUntil(() =>
        {
            Thread.Sleep(20);
            return ServerSide.Run($"ss -Hltn sport = :{port}").Length > 0;
        }, TimeSpan.FromSeconds(20));
        Assert.True(isListening, $"{name} does not listen on port {port}");
    }
}
