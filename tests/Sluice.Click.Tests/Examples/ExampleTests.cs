using System.Net;
using System.Net.Sockets;
using System.Text;
using Sluice.Kernel.Tests;

namespace Sluice.Click.Tests.Examples;

public sealed class ExampleTests
{
    static readonly (string, string?)[] s_three = [("10.0.0.2/24", "10.0.0.1"), ("10.0.1.2/24", "10.0.1.1"), ("10.0.2.2/24", "10.0.2.1")];

    static Lab Router(string mtu = "1500") => new("click-ip-router/ip-router.click",
        new() { ["DEV0"] = "r0", ["DEV1"] = "r1", ["DEV2"] = "r2", ["MTU"] = mtu }, s_three);

    static Lab Gateway() => new("click-nat/nat.click",
        new() { ["INT"] = "r0", ["EXT"] = "r1" }, ("192.168.0.2/24", "192.168.0.1"), ("203.0.113.1/24", null));

    [Fact]
    public void The_ip_router_connects_three_networks()
    {
        using var lab = Router();
        lab.Hosts[0].Run("ping -c 2 -i 0.05 -W 3 10.0.1.2");
        lab.Hosts[1].Run("ping -c 2 -i 0.05 -W 3 10.0.2.2");
        lab.Hosts[2].Run("ping -c 2 -i 0.05 -W 3 10.0.0.2");
        lab.Hosts[2].Run("ping -c 1 -W 3 10.0.0.1");
    }

    [Fact]
    public void The_ip_router_says_why_it_does_not_forward()
    {
        using var lab = Router("1000");
        lab.Hosts[0].Run("ping -c 1 -W 3 10.0.1.2");
        Assert.Contains("Time to live exceeded", lab.Say(0, "ping -c 1 -W 3 -t 1 10.0.1.2"));
        Assert.Contains("Net Unreachable", lab.Say(0, "ping -c 1 -W 3 172.16.0.1"), StringComparison.OrdinalIgnoreCase);
        var large = lab.Say(0, "ping -c 1 -W 3 -s 1200 -M do 10.0.1.2");
        Assert.True(large.Contains("Frag needed", StringComparison.Ordinal) || large.Contains("mtu = 1000", StringComparison.Ordinal), large);
        lab.Hosts[1].Run("ping -c 1 -W 3 -s 2500 -M dont 10.0.2.2");
    }

    [Fact]
    public void The_ip_router_carries_large_transfers()
    {
        using var lab = Router();
        using HttpHost server = new(lab.Hosts[1], "10.0.1.2", 80, 3 << 20);
        Assert.Equal("200 3145728", lab.Say(2, "curl -s -m 20 -o /dev/null -w '%{http_code} %{size_download}' http://10.0.1.2/").Trim());
    }

    [Fact]
    public void The_switch_joins_two_links()
    {
        using Lab lab = new("click-switch/switch.click", new() { ["DEV0"] = "r0", ["DEV1"] = "r1" }, ("10.1.0.1/24", null), ("10.1.0.2/24", null));
        lab.Hosts[0].Run("ping -c 3 -i 0.05 -W 3 10.1.0.2");
    }

    [Fact]
    public void Curl_fetches_a_file_through_the_gateway()
    {
        using var lab = Gateway();
        using HttpHost server = new(lab.Hosts[1], "203.0.113.1", 80, 1 << 20);
        Assert.Equal("200 1048576", lab.Say(0, "curl -s -m 20 -o /dev/null -w '%{http_code} %{size_download}' http://203.0.113.1/").Trim());
        Assert.Equal(["203.0.113.2"], server.Clients.Distinct());
    }

    [Fact]
    public void The_gateway_translates_pings_and_answers_its_own()
    {
        using var lab = Gateway();
        lab.Hosts[0].Run("ping -c 2 -i 0.05 -W 3 203.0.113.1");
        lab.Hosts[0].Run("ping -c 1 -W 3 192.168.0.1");
        lab.Hosts[1].Run("ping -c 1 -W 3 203.0.113.2");
    }

    [Fact]
    public void The_firewall_keeps_mail_inside_and_strangers_outside()
    {
        using var lab = Gateway();
        using HttpHost mail = new(lab.Hosts[1], "203.0.113.1", 25, 10);
        Assert.Contains("28", lab.Say(0, "curl -s -m 1 http://203.0.113.1:25/; echo $?"));
        Assert.Contains("28", lab.Say(1, "curl -s -m 1 http://203.0.113.2:80/; echo $?"));
        Assert.Empty(mail.Clients);
    }

    [Fact]
    public void The_ping_printer_prints_what_it_sends_and_what_comes_back()
    {
        using Lab lab = new("click-ping/ping.click", new() { ["DEV"] = "r0", ["SRC"] = "10.2.0.9", ["DST"] = "10.2.0.1" }, ("10.2.0.1/24", null));
        lab.WaitForEnd();
        var printed = lab.Output.ToString();
        Assert.True(printed.Contains("3 requests, 3 answers", StringComparison.Ordinal), printed);
        Assert.Equal(3, printed.Split('\n').Count(line => line.StartsWith("out: ", StringComparison.Ordinal) && line.Contains("10.2.0.9 > 10.2.0.1: icmp", StringComparison.Ordinal)));
        Assert.Equal(3, printed.Split('\n').Count(line => line.StartsWith("in: ", StringComparison.Ordinal) && line.Contains("10.2.0.1 > 10.2.0.9: icmp", StringComparison.Ordinal)));
    }

    /// <summary>Answers every request with so many bytes.</summary>
    sealed class HttpHost : IDisposable
    {
        readonly TcpListener _listener;
        readonly Thread _thread;

        public HttpHost(NetworkNamespace host, string address, int port, int size)
        {
            _listener = host.Do(() =>
            {
                TcpListener made = new(IPAddress.Parse(address), port);
                made.Start();
                return made;
            });
            _thread = new(() => Serve(size)) { IsBackground = true };
            _thread.Start();
        }

        public List<string> Clients { get; } = [];

        public void Dispose()
        {
            _listener.Dispose();
            _thread.Join();
        }

        void Serve(int size)
        {
            var body = new byte[size];
            try
            {
                while (true)
                {
                    using var client = _listener.AcceptTcpClient();
                    Clients.Add(((IPEndPoint)client.Client.RemoteEndPoint!).Address.ToString());
                    using StreamReader request = new(client.GetStream());
                    while (request.ReadLine() is { Length: > 0 })
                    {
                    }

                    client.GetStream().Write(Encoding.ASCII.GetBytes($"HTTP/1.0 200 OK\r\nContent-Length: {size}\r\n\r\n"));
                    client.GetStream().Write(body);
                }
            }
            catch (Exception error) when (error is SocketException or IOException or ObjectDisposedException)
            {
                // The listener is closed.
            }
        }
    }
}
