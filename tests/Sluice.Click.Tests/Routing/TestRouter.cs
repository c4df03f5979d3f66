using Sluice.Click.Configuration;
using Sluice.Click.Packets;
using Sluice.Click.Routing;

namespace Sluice.Click.Tests.Routing;

/// <summary>A router for a test: a virtual clock, a pool of its own, and at the end the certainty that no packet is lost.</summary>
sealed class TestRouter : IDisposable
{
    readonly PacketPool _pool = new();

    TestRouter(RouterConfiguration configuration, int threads, Action<RouterOptions>? prepare = null)
    {
        Output = new StringWriter();
        Options = new RouterOptions
        {
            Pool = _pool,
            Threads = threads,
            Clock = threads > 1 ? new SystemClock() : new VirtualClock(),
            Output = Output,
        };
        prepare?.Invoke(Options);
        Driver = Make(configuration);
    }

    public RouterOptions Options { get; }

    public StringWriter Output { get; }

    public RouterDriver Driver { get; }

    public Router Router => Driver.Router;

    public PacketPool Pool => _pool;

    public static TestRouter Of(string text, int threads = 1) => new(TestConfiguration.Parse(text), threads);

    public static TestRouter Of(RouterConfiguration configuration) => new(configuration, 1);

    /// <summary>A router with services of the host's.</summary>
    public static TestRouter Of(string text, Action<RouterOptions> prepare) => new(TestConfiguration.Parse(text), 1, prepare);

    /// <summary>A router of that text that could take this one's place.</summary>
    public Router Next(string text) => new(TestConfiguration.Parse(text), Options);

    /// <summary>Runs until there is nothing to do, or until so many nanoseconds have passed.</summary>
    public TestRouter Run(long nanoseconds = -1)
    {
        Driver.RunUntilIdle(nanoseconds < 0 ? long.MaxValue : Options.Clock.Now + nanoseconds);
        return this;
    }

    public string Read(string handler) => Driver.Read(handler).TrimEnd('\n');

    public long Count(string handler) => long.Parse(Read(handler), System.Globalization.CultureInfo.InvariantCulture);

    public void Write(string handler, string value = "") => Driver.Write(handler, value);

    public void Dispose()
    {
        Driver.Dispose();
        Assert.Equal(0, _pool.Outstanding);
        _pool.Dispose();
    }

    RouterDriver Make(RouterConfiguration configuration)
    {
        try
        {
            return new RouterDriver(new Router(configuration, Options));
        }
        catch
        {
            var outstanding = _pool.Outstanding;
            _pool.Dispose();
            Assert.Equal(0, outstanding);
            throw;
        }
    }
}
