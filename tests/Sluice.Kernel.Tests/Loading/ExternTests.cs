using System.Globalization;
using System.IO.Compression;
using Sluice.Bpf.Linking;
using Sluice.Bpf.Objects;
using Sluice.Bpf.Platform;
using Sluice.Kernel.Errors;
using Sluice.Kernel.Features;

namespace Sluice.Kernel.Tests.Loading;

/// <summary>What only the running kernel knows reaches programs: its configuration, its symbols, its functions.</summary>
public sealed class ExternTests
{
    public static TheoryData<string> Compilers() => ["clang-14", "clang-15", "clang-16", "clang-19"];

    [Theory, MemberData(nameof(Compilers))]
    public void Configuration_values_are_the_running_kernels(string compiler)
    {
        RunningKernel.Need();
        using var engine = new KernelEngine(new() { Programs = new HashSet<string> { "use_kconfig" } });
        var spec = Load(compiler);
        // Who sets a value himself gets that.
        using var loaded = engine.Load(Configured("CONFIG_HZ") is null ? spec.With("CONFIG_HZ", 250UL) : spec);
        loaded.Programs["use_kconfig"].Run(new byte[64]);

        var version = KernelRelease.Version;
        if (!File.Exists("/proc/version_signature") && !File.ReadAllText("/proc/sys/kernel/version").Contains("Debian", StringComparison.Ordinal))
            Assert.Equal((version.Major << 16) + (version.Minor << 8) + Math.Min(version.Build, 255), Read(loaded, "version", 8));
        Assert.Equal(long.Parse(Configured("CONFIG_HZ") ?? "250", CultureInfo.InvariantCulture), Read(loaded, "hertz", 8));
        Assert.Equal(Configured("CONFIG_BPF_SYSCALL") == "y" ? 1 : 0, Read(loaded, "has_syscall", 1));
        Assert.Equal(0, Read(loaded, "absent", 1));
        Assert.Equal(Configured("CONFIG_DEFAULT_HOSTNAME")?[1] ?? 0, Read(loaded, "hostname", 1));
    }

    [Fact]
    public void A_value_that_is_set_wins()
    {
        RunningKernel.Need();
        using var engine = new KernelEngine(new() { Programs = new HashSet<string> { "use_kconfig" } });
        using var loaded = engine.Load(Load("clang-19").With("CONFIG_HZ", 77UL).With("LINUX_KERNEL_VERSION", 5));
        loaded.Programs["use_kconfig"].Run(new byte[64]);
        Assert.Equal((77, 5), (Read(loaded, "hertz", 8), Read(loaded, "version", 8)));
    }

    [Theory, MemberData(nameof(Compilers))]
    public void Symbols_are_the_running_kernels(string compiler)
    {
        RunningKernel.Need();
        var line = File.ReadLines("/proc/kallsyms").FirstOrDefault(line => line.EndsWith(" netif_receive_skb", StringComparison.Ordinal));
        var address = line is null ? 0 : long.Parse(line.Split(' ')[0], NumberStyles.HexNumber, CultureInfo.InvariantCulture);
        if (address == 0)
            Assert.Skip("the kernel hides its symbols");
        using var engine = new KernelEngine(new() { Programs = new HashSet<string> { "use_ksyms" } });
        using var loaded = engine.Load(Load(compiler));
        loaded.Programs["use_ksyms"].Run(new byte[64]);
        Assert.Equal(address, Read(loaded, "symbol", 8));
    }

    [Theory, MemberData(nameof(Compilers))]
    public void Functions_of_the_kernel_are_called(string compiler)
    {
        RunningKernel.Need();
        if (RunningKernel.Types.Find<Bpf.Btf.BtfFunction>("bpf_rcu_read_lock") is null)
            Assert.Skip("the kernel has no bpf_rcu_read_lock");
        using var engine = new KernelEngine(new() { Programs = new HashSet<string> { "use_kfuncs" } });
        using var loaded = engine.Load(Load(compiler));
        Assert.Equal(0u, loaded.Programs["use_kfuncs"].Run(new byte[64]).ReturnValue);
    }

    [Fact]
    public void Variables_of_the_kernel_are_read_where_it_keeps_their_addresses()
    {
        RunningKernel.Need();
        using var engine = new KernelEngine(new() { Programs = new HashSet<string> { "use_typed_ksym" } });
        if (Configured("CONFIG_KALLSYMS_ALL") == "y")
        {
            using var loaded = engine.Load(Load("clang-19"));
            Assert.Equal(0u, loaded.Programs["use_typed_ksym"].Run(new byte[64]).ReturnValue);
            return;
        }

        // The type was found: it is the kernel that then finds no address.
        var error = Assert.Throws<ProgramRejectedException>(() => engine.Load(Load("clang-19")));
        Assert.Contains("bpf_prog_active", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_symbol_that_is_nowhere_is_named()
    {
        RunningKernel.Need();
        using var engine = new KernelEngine(new() { Programs = new HashSet<string> { "use_ksyms" } });
        var spec = Load("clang-19");
        var program = spec.FindProgram("use_ksyms")!;
        var strong = program with
        {
            Function = program.Function with { Relocations = [.. program.Function.Relocations.Select(relocation => relocation with { IsWeak = false })] },
        };
        var error = Assert.Throws<BpfLinkException>(() => engine.Load(spec with { Programs = spec.Programs.Replace(program, strong) }));
        Assert.Equal("sluice_absent_symbol", error.Symbol);
        Assert.Contains("declare it __weak", error.Message, StringComparison.Ordinal);
    }

    static BpfObject Load(string compiler) => BpfObject.Load(Path.Combine(Checkout.Objects, compiler, "externs.o"));

    static long Read(KernelCollection loaded, string variable, int size)
    {
        var spec = loaded.Spec.FindVariable(variable)!;
        var map = loaded.Maps[spec.Map];
        var value = new byte[map.ValueBufferSize];
        Assert.Equal(Errno.None, map.Lookup(new byte[sizeof(int)], value));
        var bytes = new byte[sizeof(long)];
        value.AsSpan(spec.Offset, size).CopyTo(bytes);
        return BitConverter.ToInt64(bytes);
    }

    // What the kernel says of itself, without the code under test.
    static string? Configured(string name)
    {
        const string path = "/proc/config.gz";
        if (!File.Exists(path))
            Assert.Skip("the kernel does not show its configuration");
        using var text = new StreamReader(new GZipStream(File.OpenRead(path), CompressionMode.Decompress));
        while (text.ReadLine() is { } line)
        {
            if (line.StartsWith($"{name}=", StringComparison.Ordinal))
                return line[(name.Length + 1)..];
        }

        return null;
    }
}
