using Sluice.Click.Arguments;

namespace Sluice.Click.Elements.Control;

/// <summary><c>Message</c>: says something when the router starts, or keeps it from starting.</summary>
/// <remarks>Message(n).</remarks>
sealed class Message : Element
{
    static readonly Dictionary<string, string> s_types = new()
    {
        ["MESSAGE"] = "",
        ["DEBUG"] = "debug: ",
        ["WARNING"] = "warning: ",
        ["ERROR"] = "error: ",
    };

    string _text = "";
    string _type = "MESSAGE";

    /// <inheritdoc/>
    public override int ConfigurePhase => ConfigurePhases.Last;

    /// <inheritdoc/>
    public override void Configure(ArgumentReader arguments)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        var text = arguments.Optional("MESSAGE", ArgumentTypes.String, "");
        var type = arguments.Optional("TYPE", ArgumentTypes.Choice(s_types.Keys.ToDictionary(name => name)), "MESSAGE");
        if (arguments.Complete())
            (_text, _type) = (text, type);
    }

    /// <inheritdoc/>
    public override void Initialize()
    {
        if (_type == "ERROR")
            Error(_text);
        else
            Router.Options.Output.WriteLine(s_types[_type] + _text);
    }
}
