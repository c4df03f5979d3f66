using System.CommandLine;
using Sluice.Bpf.Objects;

namespace Sluice.Cli.Commands;

/// <summary>An object file, and one of its programs where the user named one: <c>OBJ[:program]</c>.</summary>
sealed record ObjectReference(string Path, string? Program)
{
    /// <summary>An argument that takes a reference, and completes programs behind the colon.</summary>
    public static Argument<string> Argument() => Argument("OBJ[:program]", "An eBPF object file (.o), and one of its programs");

    /// <summary>An argument that takes a reference, or a script.</summary>
    public static Argument<string> OrScript() =>
        Argument("OBJ[:program]|SCRIPT", "An eBPF object file (.o), and one of its programs; or a script (.eclat)");

    static Argument<string> Argument(string name, string description)
    {
        var argument = new Argument<string>(name) { Description = description };
        argument.CompletionSources.Add(context => Complete(context.WordToComplete));
        return argument;
    }

    /// <summary>An argument that takes one reference or more.</summary>
    public static Argument<string[]> Arguments()
    {
        var argument = new Argument<string[]>("OBJ[:program]") { Description = "eBPF object files (.o), or one of their programs each", Arity = ArgumentArity.OneOrMore };
        argument.CompletionSources.Add(context => Complete(context.WordToComplete));
        return argument;
    }

    /// <summary>Takes a reference apart. A file that exists under the whole text is that file.</summary>
    public static ObjectReference Parse(string text)
    {
        var colon = text.LastIndexOf(':');
        return colon <= 0 || colon == text.Length - 1 || text.IndexOf('/', colon) >= 0 || File.Exists(text)
            ? new(text, null)
            : new(text[..colon], text[(colon + 1)..]);
    }

    /// <summary>The program that is meant.</summary>
    /// <exception cref="CommandException">There is none of that name, or no name is given where there are several.</exception>
    public ProgramSpec Choose(BpfObject @object)
    {
        if (Program is not null)
            return @object.FindProgram(Program) ?? throw new CommandException($"{Path}: found no program '{Program}': {Known(@object)}");
        if (@object.Programs.Length == 1)
            return @object.Programs[0];
        var loaded = @object.Programs.Where(program => program.AutoLoad).Take(2).ToArray();
        return loaded.Length == 1 ? loaded[0] : throw new CommandException(@object.Programs.IsEmpty
            ? $"{Path}: {Known(@object)}"
            : $"{Path}: {Known(@object)}; name one: {Path}:{@object.Programs[0].Name}");
    }

    /// <summary>The program or function that is meant.</summary>
    /// <exception cref="CommandException">There is none of that name.</exception>
    public FunctionSpec ChooseFunction(BpfObject @object) => @object.FindFunction(Program!) ?? throw new CommandException(
        $"{Path}: found no program or function '{Program}': {Known(@object)}"
        + (@object.Functions.IsEmpty ? "" : $", and functions {string.Join(", ", @object.Functions.Select(function => function.Name))}"));

    /// <summary>The names of all programs and functions of a file; none if it cannot be read.</summary>
    public static IEnumerable<string> FunctionNames(string? path)
    {
        if (TryLoad(path) is not { } @object)
            return [];
        return @object.Programs.Select(program => program.Name).Concat(@object.Functions.Select(function => function.Name));
    }

    // A shell asks while the user is still typing: whatever is wrong, there is just nothing to suggest.
    static IEnumerable<string> Complete(string word)
    {
        var colon = word.LastIndexOf(':');
        if (colon <= 0 || TryLoad(word[..colon]) is not { } @object)
            return [];
        return @object.Programs.Select(program => $"{word[..colon]}:{program.Name}");
    }

    static BpfObject? TryLoad(string? path)
    {
        try
        {
            return File.Exists(path) ? BpfObject.Load(path) : null;
        }
        catch (Exception error) when (SluiceTool.IsExpected(error))
        {
            return null;
        }
    }

    static string Known(BpfObject @object) => @object.Programs.IsEmpty
        ? "it has no programs"
        : $"it has {string.Join(", ", @object.Programs.Select(program => program.Name))}";
}
