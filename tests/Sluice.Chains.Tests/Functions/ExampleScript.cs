using Sluice.Chains.Code;
using Sluice.Chains.Functions;
using Sluice.Chains.Semantics;
using Sluice.Chains.Tests.Support;
using Sluice.Runtime.Execution;

namespace Sluice.Chains.Tests.Functions;

/// <summary>The scripts of the examples.</summary>
static class ExampleScript
{
    /// <summary>A file of an example.</summary>
    public static string PathOf(string name, string file) => Path.Combine(TestData.Root, "examples", name, file);

    /// <summary>Compiles a script of the examples, which must have no findings.</summary>
    /// <param name="name">The example.</param>
    /// <param name="change">What the test changes in the text.</param>
    public static ChainUnit Compile(string name, Func<string, string>? change = null)
    {
        var path = PathOf(name, $"{name}.eclat");
        var text = File.ReadAllText(path);
        var compiled = ScriptCompiler.Compile(new SourceText(path, change is null ? text : change(text)), new()
        {
            Catalogue = PackageCatalogue.Shipped,
            Definitions = new Dictionary<string, string> { ["DEVNAME"] = "eth0" },
        });
        Assert.Empty(compiled.Diagnostics.Select(found => DiagnosticText.Write(found)));
        return compiled.Unit!;
    }

    /// <summary>Compiles it and brings it to life.</summary>
    public static RunningScript On(string form, string name, RuntimeOptions? options = null) => RunningScript.On(form, Compile(name), options);
}
