namespace Sluice.Click.Elements.Control;

/// <summary>What an instruction of a script does.</summary>
enum ScriptOperation
{
    Set,
    Initialize,
    Export,
    Print,
    PrintPart,
    Read,
    Write,
    Save,
    Append,
    Pause,
    Wait,
    Label,
    Goto,
    Loop,
    End,
    Exit,
    Stop,
    Return,
    Fail,
}
