using System.Diagnostics;
using System.Text.Json;

namespace Sluice.Cli.Tests;

public sealed class BtfTests
{
    public static TheoryData<string> Files => [.. Directory.EnumerateFiles(Path.Combine(Checkout.Objects, "clang-19"), "*.o")
        .Append(Checkout.Example("firewall/firewall.bpf.o"))
        .Select(file => Path.GetRelativePath(Checkout.Root, file))
        .Where(file => Path.GetFileName(file) is not ("big-endian.o" or "legacy-maps.o")) // bpftool refuses one, the other has no types
        .Order(StringComparer.Ordinal)];

    [Theory, MemberData(nameof(Files))]
    public void Lists_types_as_bpftool_does(string file)
    {
        var path = Path.Combine(Checkout.Root, file);
        Assert.Equal(Bpftool("btf", "dump", "file", path), Sluice.Succeed("btf", path, "--format", "raw").Out);
    }

    [Theory, MemberData(nameof(Files))]
    public void Lists_types_in_json_as_bpftool_does(string file)
    {
        var path = Path.Combine(Checkout.Root, file);
        var theirs = JsonDocument.Parse(Bpftool("-j", "btf", "dump", "file", path)).RootElement;
        Assert.True(JsonElement.DeepEquals(theirs, Sluice.Succeed("btf", path, "--format", "json").Json));
    }

    [Fact]
    public void Shows_types_of_one_name()
    {
        var lines = Sluice.Succeed("btf", Checkout.Example("firewall/firewall.bpf.o"), "--type", "bucket", "--format", "raw").Out.Split('\n');
        Assert.Matches(@"^\[\d+\] STRUCT 'bucket' size=24 vlen=\d+$", lines[0]);
        Assert.All(lines[1..^1], line => Assert.StartsWith("\t'", line));
    }

    [Fact]
    public void Says_that_a_type_is_missing()
    {
        var path = Checkout.Example("firewall/firewall.bpf.o");
        var run = Sluice.Run("btf", path, "--type", "nonsense");
        Assert.Equal((1, $"sluice: {path}: found no type 'nonsense'\n"), (run.ExitCode, run.Error));
    }

    static string Bpftool(params string[] args)
    {
        ProcessStartInfo start = new("bpftool", args) { RedirectStandardOutput = true, RedirectStandardError = true };
        try
        {
            using var process = Process.Start(start)!;
            _ = process.StandardError.ReadToEndAsync();
            var output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            return output;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            Assert.Skip("bpftool is not installed");
            throw;
        }
    }
}
