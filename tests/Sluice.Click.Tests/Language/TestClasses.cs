using Sluice.Bpf.Diagnostics;
using Sluice.Click.Configuration;

namespace Sluice.Click.Tests.Language;

/// <summary>Reads configurations with the classes that the vectors use.</summary>
static class TestClasses
{
    public static ConfigurationOptions Options { get; } = new()
    {
        Classes = ["Idle", "Queue", "Discard", "Counter", "Classifier", "Paint", "Tee", "Shaper", "Message", "Print", "Unqueue", "InfiniteSource"],
        ReadLibrary = name => name switch
        {
            "mine.click" => "elementclass Mine { $n | input -> Paint($n) -> output }\ndefine($shared 7)",
            "twice.click" => "require(library mine.click); require(library twice.click)",
            "broken.click" => "a -> -> b",
            _ => null,
        },
    };

    public static CompiledConfiguration Compile(string text, ConfigurationOptions? options = null) =>
        ConfigurationCompiler.Compile(new SourceText("test.click", text), options ?? Options);
}
