using System.Runtime.CompilerServices;
using Sluice.Bpf.Assembly;
using Sluice.Bpf.Diagnostics;
using Sluice.Bpf.Elf;
using Sluice.Bpf.Objects;
using Sluice.Bpf.Platform;
using Sluice.Click.Configuration;
using Sluice.Click.Packets;
using Sluice.Click.Programs;
using Sluice.Click.Routing;
using Sluice.Click.Tests.Routing;
using Sluice.Verifier.Attestations;

namespace Sluice.Click.Tests.Programs;

/// <summary>A folder with objects and attestations, a key, and routers that trust it. No packet and no program is left at the end.</summary>
sealed class ProgramRouter : IDisposable
{
    readonly PacketPool _pool = new();
    readonly ProgramHost _host;
    readonly RouterOptions _options;
    readonly string _folder = Directory.CreateTempSubdirectory("click-programs-").FullName;
    RouterDriver? _driver;

    public ProgramRouter(bool allowUnsigned = false, bool insecureControl = false, int threads = 1, RouterClock? clock = null, IChainCompiler? chains = null)
    {
        (PrivateKey, PublicKey) = TrustedKey.Generate();
        clock ??= threads > 1 ? new SystemClock() : new VirtualClock();
        _host = new ProgramHost(
            new ProgramPolicy { Keys = [new TrustedKey(PublicKey)], AllowUnsigned = allowUnsigned, InsecureControl = insecureControl },
            threads, clock, Output, _folder)
        {
            Chains = chains,
        };
        _options = new RouterOptions { Pool = _pool, Threads = threads, Clock = clock, Output = Output }.With(_host);
    }

    public string PrivateKey { get; }

    public string PublicKey { get; }

    public StringWriter Output { get; } = new();

    public ProgramHost Host => _host;

    public PacketPool Pool => _pool;

    public RouterDriver Driver => _driver!;

    public Router Router => Driver.Router;

    public string this[string name] => Path.Combine(_folder, name);

    /// <summary>Writes an object of an example into the folder, and signs it.</summary>
    public ProgramRouter AddExample(string path, string? name = null, params string[] settings)
    {
        name ??= Path.GetFileName(path);
        File.Copy(Path.Combine(Examples, path), this[name]);
        Sign(name, null, settings);
        return this;
    }

    /// <summary>Assembles an object into the folder, and signs it.</summary>
    public ProgramRouter Add(string name, string text, ProgramType? type = null)
    {
        AddUnsigned(name, text);
        Sign(name, type);
        return this;
    }

    /// <summary>Assembles an object into the folder.</summary>
    public ProgramRouter AddUnsigned(string name, string text)
    {
        File.WriteAllBytes(this[name], ElfWriter.Write(Assembler.AssembleObject(text, name)));
        return this;
    }

    /// <summary>Proves and signs an object in the folder.</summary>
    public void Sign(string name, ProgramType? type = null, params string[] settings) => File.WriteAllBytes(
        this[name + ProgramPolicy.AttestationEnding],
        Attestation.Sign(File.ReadAllBytes(this[name]), name, PrivateKey, DateTimeOffset.UtcNow, prepare: spec => Prepare(spec, type, settings)));

    /// <summary>Makes the router.</summary>
    public ProgramRouter Start(string text)
    {
        _driver = new RouterDriver(Make(text));
        return this;
    }

    /// <summary>Makes the router of an example's file.</summary>
    public ProgramRouter StartExample(string path, Dictionary<string, string> definitions)
    {
        SourceText source = new(path, File.ReadAllText(Path.Combine(Examples, path)));
        var router = new ConfigurationLoader(ConfigurationLoader.DefaultOptions with { Definitions = definitions }).Load(source, _options, out var found);
        Assert.Empty(found.Select(finding => DiagnosticText.Write(finding)));
        _driver = new RouterDriver(router!);
        return this;
    }

    /// <summary>A router that could take this one's place.</summary>
    public Router Make(string text) => new(TestConfiguration.Parse(text), _options);

    public ProgramRouter Run()
    {
        Driver.RunUntilIdle();
        return this;
    }

    public string Read(string handler, string parameters = "") => Driver.Read(handler, parameters).TrimEnd('\n');

    public long Count(string handler) => long.Parse(Read(handler), System.Globalization.CultureInfo.InvariantCulture);

    public void Dispose()
    {
        _driver?.Dispose();
        _host.Dispose();
        Directory.Delete(_folder, recursive: true);
        Assert.Equal(0, _pool.Outstanding);
        _pool.Dispose();
    }

    static BpfObject Prepare(BpfObject spec, ProgramType? type, string[] settings)
    {
        spec = type is { } known ? spec.WithProgramType(known) : spec;
        foreach (var setting in settings)
            spec = spec.WithText(setting.Split(' ')[0], setting.Split(' ')[1]);
        return spec;
    }

    public static string Examples => Path.GetFullPath("../../../examples", Path.GetDirectoryName(ThisFile())!);

    static string ThisFile([CallerFilePath] string path = "") => path;
}
