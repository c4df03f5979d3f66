using System.Globalization;
using System.IO.Compression;
using System.Text.RegularExpressions;
using Sluice.Bpf.Objects;
using Sluice.Bpf.Platform;
using Sluice.Kernel.Errors;
using Sluice.Kernel.Features;

namespace Sluice.Kernel.Loading;

/// <summary>What a kernel was built with, and fills in for programs that ask (<c>__kconfig</c>).</summary>
/// <remarks>The names and rules are libbpf's (bpf_object__read_kconfig_file, bpf_object__resolve_externs).</remarks>
public sealed partial class KernelConfiguration
{
    const string VersionName = "LINUX_KERNEL_VERSION", CookieName = "LINUX_HAS_BPF_COOKIE", WrapperName = "LINUX_HAS_SYSCALL_WRAPPER";

    static readonly Lazy<KernelConfiguration> s_running = new(ReadRunning);

    readonly Dictionary<string, string> _values;

    KernelConfiguration(Dictionary<string, string> values) => _values = values;

    /// <summary>The running kernel's; with the release alone if the rest is nowhere to be read.</summary>
    public static KernelConfiguration Running => s_running.Value;

    /// <summary>Reads the text of a <c>.config</c> file.</summary>
    public static KernelConfiguration Parse(TextReader text)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        while (text.ReadLine() is { } line)
        {
            var equals = line.IndexOf('=', StringComparison.Ordinal);
            if (equals > 0 && line.StartsWith("CONFIG_", StringComparison.Ordinal))
                values[line[..equals]] = line[(equals + 1)..];
        }

        return new(values);
    }

    /// <summary>A copy of an object with the values that it asks for and that nobody has set.</summary>
    /// <remarks>What is not known stays: zero if it is declared weak, else it is an error where a program uses it. A weak one
    /// that somebody has set to anything but zero is left alone.</remarks>
    /// <exception cref="KernelException">A value does not fit the variable.</exception>
    public BpfObject Resolve(BpfObject spec)
    {
        foreach (var variable in spec.Variables)
        {
            if (spec.FindMap(variable.Map) is not { DataSection: DataSections.Configuration } map
                || !variable.IsUnresolved && map.InitialData.AsSpan(variable.Offset, variable.Size).ContainsAnyExcept((byte)0)
                || !_values.TryGetValue(variable.Name, out var text))
                continue;
            var value = new byte[variable.Size];
            if (ConfigurationValue.Write(text, variable.Type, value) is { } fault)
            {
                throw new KernelException($"variable '{variable.Name}'", "set it from the kernel's configuration", Errno.InvalidArgument,
                    $"found {text}, {fault}");
            }

            spec = spec.With<byte>(variable.Name, value);
        }

        return spec;
    }

    /// <summary>The release as LINUX_VERSION_CODE has it.</summary>
    /// <param name="release">As <c>uname -r</c> has it.</param>
    /// <param name="build">As <c>uname -v</c> has it: Debian names the release that it is built from there.</param>
    /// <param name="signature">/proc/version_signature, by which Ubuntu does; or empty.</param>
    public static int VersionCode(string release, string build, string signature)
    {
        var match = UbuntuPattern().Match(signature);
        if (!match.Success)
            match = DebianPattern().Match(build);
        var version = KernelRelease.Parse(match.Success ? match.Groups[1].Value : release);
        return (version.Major << 16) + (version.Minor << 8) + Math.Min(version.Build, byte.MaxValue);
    }

    static KernelConfiguration ReadRunning()
    {
        var running = ReadFile();
        running._values[VersionName] = VersionCode(KernelRelease.Text, ReadLine("/proc/sys/kernel/version"), ReadLine("/proc/version_signature"))
            .ToString(CultureInfo.InvariantCulture);
        // bpf_get_attach_cookie came with 5.15, the oldest release that this engine works on.
        running._values[CookieName] = "y";
        running._values[WrapperName] = running._values.GetValueOrDefault("CONFIG_ARCH_HAS_SYSCALL_WRAPPER", "n");
        return running;
    }

    // The kernel's own copy, or the distribution's file.
    static KernelConfiguration ReadFile()
    {
        const string own = "/proc/config.gz";
        if (File.Exists(own))
        {
            using var text = new StreamReader(new GZipStream(File.OpenRead(own), CompressionMode.Decompress));
            return Parse(text);
        }

        string[] files = [$"/boot/config-{KernelRelease.Text}", $"/lib/modules/{KernelRelease.Text}/config"];
        if (Array.Find(files, File.Exists) is not { } file)
            return new(new(StringComparer.Ordinal));
        using var plain = File.OpenText(file);
        return Parse(plain);
    }

    static string ReadLine(string path) => File.Exists(path) ? File.ReadAllText(path).Trim() : "";

    // "Ubuntu 5.15.0-91.101-generic 5.15.131"
    [GeneratedRegex(@"^\S+ \S+ (\d+\.\d+\.\d+)", RegexOptions.CultureInvariant)]
    private static partial Regex UbuntuPattern();

    // "#1 SMP PREEMPT_DYNAMIC Debian 6.1.90-1 (2024-05-03)"
    [GeneratedRegex(@"Debian (\d+\.\d+\.\d+)", RegexOptions.CultureInvariant)]
    private static partial Regex DebianPattern();
}
