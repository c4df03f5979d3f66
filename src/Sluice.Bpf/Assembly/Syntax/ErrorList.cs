namespace Sluice.Bpf.Assembly.Syntax;

/// <summary>Collects the errors of a text.</summary>
sealed class ErrorList(string file)
{
    // A text of another kind gives an error on each line; nobody reads more than these.
    const int MaximumErrors = 20;

    readonly List<AssemblyError> _errors = [];

    public void Add(int line, Token token, string expected, string? suggestion = null) =>
        Add(line, token.Column, token.Describe(), expected, suggestion);

    public void Add(int line, int column, string found, string expected, string? suggestion = null)
    {
        if (_errors.Count < MaximumErrors)
            _errors.Add(new(file, line, column, found, expected, suggestion));
    }

    /// <exception cref="AssemblyException">There are errors.</exception>
    public void ThrowIfAny()
    {
        if (_errors.Count > 0)
            throw new AssemblyException([.. _errors.OrderBy(error => error.Line).ThenBy(error => error.Column)]);
    }
}
