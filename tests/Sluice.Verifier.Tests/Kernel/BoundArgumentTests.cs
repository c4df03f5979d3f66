using Sluice.Bpf.Btf;
using Sluice.Bpf.Objects;
using Sluice.Verifier.KernelObjects;
using Sluice.Verifier.Reporting;
using Sluice.Verifier.Tests.Vectors;

namespace Sluice.Verifier.Tests.Kernel;

/// <summary>What the kernel gives to programs at tracepoints and in iterators: the same here and there, argument by argument.</summary>
public sealed class BoundArgumentTests
{
    const int Sampled = 16; // One tracepoint in so many, besides all those of which something special is known.

    const string Tracepoint = "btf_trace_", Iterator = "bpf_iter_";

    [Fact]
    public void Tracepoints_give_what_the_kernel_says()
    {
        var types = NeedTypes();
        var names = types.All.OfType<BtfTypedef>().Select(type => type.Name).Where(name => name.StartsWith(Tracepoint, StringComparison.Ordinal))
            .Select(name => name[Tracepoint.Length..]).Distinct().Order(StringComparer.Ordinal).ToArray();
        var chosen = names.Where((name, index) => index % Sampled == 0 || TracepointNulls.Of(name) != default).ToArray();
        Assert.True(chosen.Length > 50);
        Compare(chosen.SelectMany(name => Sections($"tp_btf/{name}", types.Find<BtfTypedef>(Tracepoint + name)!, 1)));
    }

    [Fact]
    public void Iterators_give_what_the_kernel_says()
    {
        var types = NeedTypes();
        // The targets of iterators are functions without a body, whose first argument is this.
        var targets = types.All.OfType<BtfFunction>().Where(function => function.Name.StartsWith(Iterator, StringComparison.Ordinal)
            && function.Name != "bpf_iter_get_info" && function.Prototype is BtfFunctionPrototype { Parameters: [var first, ..] } && first.Type.Resolve() is BtfPointer pointer && pointer.Target.Resolve().Name == "bpf_iter_meta").ToArray();
        Assert.NotEmpty(targets);
        Compare(targets.SelectMany(target => Sections($"iter/{target.Name[Iterator.Length..]}", target, 0)));
    }

    static IEnumerable<(string Section, int Argument)> Sections(string section, BtfType target, int first) =>
        Enumerable.Range(0, AttachTargets.PrototypeOf(target)!.Parameters.Length - first).Select(argument => (section, argument));

    static void Compare(IEnumerable<(string Section, int Argument)> arguments)
    {
        var wrong = new List<string>();
        foreach (var (section, argument) in arguments)
        {
            foreach (var follow in new[] { "", "r2 = *(u8 *)(r2 + 0)\n" })
            {
                var bpf = new Vector("argument", 0, section, section, null, null, "", $"r2 = *(u64 *)(r1 + {argument * 8})\n{follow}r0 = 0\nexit").Assemble();
                var refusal = KernelVerdict.Of(bpf);
                var report = ProgramVerifier.Verify(bpf, KernelVerdict.Options).Programs[0];
                if (refusal is null != report.Passed)
                    wrong.Add($"{section} {argument}{(follow.Length > 0 ? ", followed" : "")}: the kernel: {refusal ?? "accepted"}; here: {RejectionText.Format(report)}");
            }
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    static BtfTypes NeedTypes()
    {
        if (KernelVerdict.Obstacle is { } obstacle)
            Assert.Skip(obstacle);
        if (KernelVerdict.Options.Link.TargetTypes is null)
            Assert.Skip("the running kernel does not describe its types");
        return KernelVerdict.Options.Link.TargetTypes!;
    }
}
