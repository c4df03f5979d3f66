using Sluice.Bpf.Diagnostics;
using Sluice.Click.Configuration;
using Sluice.Click.Elements;

namespace Sluice.Click.Tests.Routing;

/// <summary>A flat configuration from a text in Click's language.</summary>
static class TestConfiguration
{
    /// <summary>Reads a text, which must be sound as far as the language goes; unknown classes are the router's to find.</summary>
    public static RouterConfiguration Parse(string text)
    {
        var compiled = ConfigurationCompiler.Compile(new SourceText("test.click", text), new() { Classes = [.. ElementClasses.All.Select(type => type.Name)] });
        Assert.Empty(compiled.Diagnostics.Where(found => found.Rule.Code != "C0302").Select(found => DiagnosticText.Write(found)));
        return compiled.Configuration;
    }
}
