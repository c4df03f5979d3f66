using System.Globalization;
using Sluice.Click.Packets;
using Sluice.Click.Routing;
using Sluice.Click.Tests.Routing;
using Sluice.Kernel.Tests;

namespace Sluice.Click.Tests.Devices;

/// <summary>Two namespaces, A (10.9.0.1 at va) and B (10.9.0.2 at vb), and one between them, where a router runs with the other ends of
/// their wires, ra and rb.</summary>
sealed class Network : IDisposable
{
    readonly PacketPool _pool = new();
    readonly RouterDriver _driver;
    readonly RouterOptions _options;
    readonly Task _running;

    public Network(string text)
    {
        A = new();
        B = new();
        Router = new();
        try
        {
            Wire(A, "va", "ra", "10.9.0.1/24");
            Wire(B, "vb", "rb", "10.9.0.2/24");
            _options = new RouterOptions { Pool = _pool, Output = Output };
            _driver = Router.Do(() => new RouterDriver(new Router(TestConfiguration.Parse(text), _options)));
        }
        catch
        {
            Dispose(A, B, Router);
            _pool.Dispose();
            throw;
        }

        _running = Task.Run(() => _driver.Run());
    }

    public NetworkNamespace A { get; }

    public NetworkNamespace B { get; }

    public NetworkNamespace Router { get; }

    public StringWriter Output { get; } = new();

    public long Count(string handler) => long.Parse(_driver.Read(handler), CultureInfo.InvariantCulture);

    /// <summary>Waits until a count is there; the test's own limit ends it otherwise.</summary>
    public void WaitFor(string handler, long count)
    {
        Assert.True(SpinWait.SpinUntil(() => Count(handler) >= count, TimeSpan.FromSeconds(20)), $"{handler} is {Count(handler)}, not {count}");
    }

    public void Swap(string text) => _driver.Swap(Router.Do(() => new Router(TestConfiguration.Parse(text), _options)));

    public void Dispose()
    {
        _driver.Stop();
        _running.Wait();
        _driver.Dispose();
        Dispose(A, B, Router);
        Assert.Equal(0, _pool.Outstanding);
        _pool.Dispose();
    }

    void Wire(NetworkNamespace host, string near, string far, string address)
    {
        host.Run($"ip link add {near} type veth peer name {far} netns {Router.Id}");
        host.Run($"ip link set {near} up");
        host.Run($"ip addr add {address} dev {near}");
        Router.Run($"ip link set {far} up");
    }

    static void Dispose(params NetworkNamespace[] namespaces)
    {
        foreach (var each in namespaces)
            each.Dispose();
    }
}
