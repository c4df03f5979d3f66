using System.Globalization;
using Sluice.Bpf.Diagnostics;
using Sluice.Click.Configuration;
using Sluice.Click.Control;
using Sluice.Click.Packets;
using Sluice.Click.Routing;
using Sluice.Kernel.Tests;

namespace Sluice.Click.Tests.Examples;

/// <summary>Hosts in namespaces of their own, each with a wire to one in the middle, where an example runs: host 0 has r0 there, with the
/// Ethernet address 02:00:00:00:00:10, host 1 r1 with …:11.</summary>
sealed class Lab : IDisposable
{
    readonly PacketPool _pool = new();
    readonly NetworkNamespace _middle = new();
    readonly RouterDriver _driver;
    readonly Thread _running;

    /// <summary>Wires everything, and starts the example.</summary>
    /// <param name="example">The file, in examples/.</param>
    /// <param name="definitions">Values of its variables.</param>
    /// <param name="hosts">Addresses of the hosts, with their gateways.</param>
    public Lab(string example, Dictionary<string, string> definitions, params (string Address, string? Gateway)[] hosts)
    {
        try
        {
            for (var i = 0; i < hosts.Length; i++)
                Hosts.Add(Wire(i, hosts[i].Address, hosts[i].Gateway));
            var path = Path.Combine(TestData.Root, "examples", example);
            ConfigurationLoader loader = new(ConfigurationLoader.DefaultOptions with { Definitions = definitions });
            var options = new RouterOptions { Pool = _pool, Output = Output }.With(new ScriptOutput(Output));
            var router = _middle.Do(() =>
            {
                var made = loader.Load(new SourceText(path, File.ReadAllText(path)), options, out var found);
                Assert.Empty(found.Select(finding => DiagnosticText.Write(finding)));
                return made!;
            });
            _driver = new(router);
        }
        catch
        {
            Release();
            throw;
        }

        _running = new(() => _driver.Run()) { IsBackground = true };
        _running.Start();
    }

    public List<NetworkNamespace> Hosts { get; } = [];

    public StringWriter Output { get; } = new();

    public long Count(string handler) => long.Parse(_driver.Read(handler), CultureInfo.InvariantCulture);

    /// <summary>Waits until the router stops by itself.</summary>
    public void WaitForEnd() => Assert.True(_running.Join(TimeSpan.FromSeconds(30)), "the router does not stop");

    /// <summary>Runs a line of bash on a host, whatever comes of it, and gives all that it says.</summary>
    public string Say(int host, string line)
    {
        var file = Path.GetTempFileName();
        try
        {
            File.WriteAllText(file, $"exec 2>&1; {line}; true");
            return Hosts[host].Run($"bash {file}");
        }
        finally
        {
            File.Delete(file);
        }
    }

    public void Dispose()
    {
        _driver.Stop();
        _running.Join();
        _driver.Dispose();
        Assert.Equal(0, _pool.Outstanding);
        Release();
    }

    NetworkNamespace Wire(int number, string address, string? gateway)
    {
        NetworkNamespace host = new();
        host.Run($"ip link add v0 type veth peer name r{number} netns {_middle.Id}");
        host.Run("ip link set v0 up");
        host.Run($"ip addr add {address} dev v0");
        if (gateway is not null)
            host.Run($"ip route add default via {gateway}");
        _middle.Run($"ip link set r{number} address 02:00:00:00:00:1{number}");
        _middle.Run($"ip link set r{number} up");
        return host;
    }

    void Release()
    {
        foreach (var host in Hosts)
            host.Dispose();
        _middle.Dispose();
        _pool.Dispose();
    }
}
