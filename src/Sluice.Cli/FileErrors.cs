using System.Text.RegularExpressions;

namespace Sluice.Cli;

/// <summary>Errors of files in the form of all others: the file first, then what was found.</summary>
static partial class FileErrors
{
    /// <summary>The message of an error of the file system.</summary>
    public static string Describe(Exception error)
    {
        if (error is FileNotFoundException { FileName: { } missing })
            return $"{missing}: found no such file";
        if (Quoted().Match(error.Message) is not { Success: true } match)
            return error.Message;
        var path = match.Groups["path"].Value;
        return error switch
        {
            DirectoryNotFoundException => $"{path}: found no such folder",
            UnauthorizedAccessException when Directory.Exists(path) => $"{path}: found a folder, expected a file",
            UnauthorizedAccessException => $"{path}: permission denied",
            _ when error.Message.EndsWith("already exists.", StringComparison.Ordinal) => $"{path}: found a file that is there already",
            _ => $"{path}: {Lower(error.Message.Remove(match.Index, match.Length).Trim().TrimEnd('.'))}",
        };
    }

    static string Lower(string text) => text.Length > 0 ? char.ToLowerInvariant(text[0]) + text[1..] : text;

    // .NET names the file in quotes: "Could not find file '/x'.", "No space left on device : '/x'".
    [GeneratedRegex(@"( : )?'(?<path>[^']+)'", RegexOptions.CultureInvariant)]
    private static partial Regex Quoted();
}
