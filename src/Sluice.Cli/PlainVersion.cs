using System.CommandLine;
using System.CommandLine.Invocation;
using System.Reflection;

namespace Sluice.Cli;

/// <summary>The version and nothing else, whatever program the tool runs in.</summary>
sealed class PlainVersion : SynchronousCommandLineAction
{
    /// <inheritdoc/>
    public override bool ClearsParseErrors => true;

    /// <inheritdoc/>
    public override int Invoke(ParseResult parseResult)
    {
        var version = typeof(SluiceTool).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion;
        parseResult.InvocationConfiguration.Output.WriteLine(version);
        return ExitCode.Success;
    }
}
