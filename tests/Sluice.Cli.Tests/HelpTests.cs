namespace Sluice.Cli.Tests;

public sealed class HelpTests
{
    static readonly string[] s_ofKernel = ["attach", "replace", "detach", "status", "prog", "map", "link", "trace"];

    // Their examples are about what must be there already: a map, a program, a running router. Other tests run them on some of their own.
    static readonly string[] s_ofOthers =
    [
        "prog show", "prog dump", "map show", "map dump", "map lookup", "map update", "map delete", "map watch", "link show", "link detach", "click reconfigure",
    ];

    public static TheoryData<string> Commands => [.. Listed(Sluice.Run("--help").Out, "Commands:")
        .Select(line => line.Split(' ')[0])];

    public static TheoryData<string> Subcommands => [.. Commands.SelectMany(row => Listed(Sluice.Run(row.Data, "--help").Out, "Commands:")
        .Select(line => $"{row.Data} {line.Split(' ')[0]}"))];

    public static TheoryData<string> Examples => [.. Commands.Concat(Subcommands).Select(row => row.Data).Where(command => !s_ofOthers.Contains(command))
        .SelectMany(command => Listed(Sluice.Run([.. command.Split(' '), "--help"]).Out, "Examples:"))];

    [Fact]
    public void Lists_every_command_of_the_tool() =>
        Assert.Equal(
            ["run", "inspect", "verify", "key", "sign", "check", "fuzz", "disasm", "asm", "btf", "generate", "exec", "chain", "click", "attach", "replace", "detach", "status", "prog", "map", "link", "trace", "features", "completions"],
            Commands.Select(row => row.Data));

    [Theory, MemberData(nameof(Commands)), MemberData(nameof(Subcommands))]
    public void Every_command_shows_examples(string command)
    {
        var help = Sluice.Succeed([.. command.Split(' '), "--help"]).Out;
        Assert.NotEmpty(Listed(help, "Examples:"));
        Assert.All(Listed(help, "Examples:"), example => Assert.Contains($"sluice {command}", example));
    }

    [Fact]
    public void A_subcommand_shows_its_own_arguments_and_each_short_name_once()
    {
        Assert.Contains("click reconfigure [<ID>] [options]", Sluice.Succeed("click", "reconfigure", "--help").Out);
        Assert.DoesNotContain("<FILE>  ", Sluice.Succeed("click", "elements", "--help").Out);
        var click = Sluice.Succeed("click", "--help").Out;
        Assert.Contains("-h, --handlers", click);
        Assert.DoesNotContain("-h, --help", click);
    }

    [Theory, MemberData(nameof(Examples))]
    public void Every_example_works(string example)
    {
        if (example.Contains("vmlinux") && !File.Exists("/sys/kernel/btf/vmlinux"))
            Assert.Skip("this kernel has no BTF");
        if ((s_ofKernel.Contains(example.Split(' ')[1]) || example.Contains("--engine kernel")) && !Environment.IsPrivilegedProcess)
            Assert.Skip("what is in the kernel is shown to root only");
        using var folder = new TemporaryFolder();
        Directory.CreateSymbolicLink(folder["examples"], Checkout.Example("."));
        Directory.CreateDirectory(folder[".config/fish/completions"]);
        var run = Sluice.Shell(OnOwnInterface(example), folder.Path);
        Assert.Equal("", run.Error);
        Assert.Equal(0, run.ExitCode);
    }

    // Programs are attached to interfaces that the example has for itself, and nothing stays.
    static string OnOwnInterface(string example)
    {
        const string attach = "sluice attach examples/drop/drop.bpf.o --dev v0 > /dev/null", detach = "sluice detach --dev v0 > /dev/null";
        if (example.StartsWith("sluice trace", StringComparison.Ordinal))
        {
            const string events = "sluice attach examples/events/events.bpf.o --dev v0 > /dev/null";
            return "unshare --net --mount bash -c 'mount -t tracefs tracefs /sys/kernel/tracing && ip link add v0 type veth peer name v1 "
                + $"&& {events} && {example} && {detach}'";
        }

        var (before, after) = example.Split(' ')[1] switch
        {
            "attach" => ("true", detach),
            "replace" => ("sluice attach examples/ddos/ddos.eclat --dev v0 > /dev/null", detach),
            "detach" => (attach, "true"),
            _ => ("", ""),
        };
        return before.Length == 0
            ? example
            : $"unshare --net bash -c 'ip link add v0 type veth peer name v1 && {before} && {example} && {after}'";
    }

    static IEnumerable<string> Listed(string help, string title) => help.Split('\n')
        .SkipWhile(line => line != title).Skip(1).TakeWhile(line => line.StartsWith("  ", StringComparison.Ordinal)).Select(line => line.Trim());
}
