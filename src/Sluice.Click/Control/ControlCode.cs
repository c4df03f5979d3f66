namespace Sluice.Click.Control;

/// <summary>What a control socket answers, by Click's numbers: ControlSocket(n), "Server commands".</summary>
public enum ControlCode
{
    /// <summary>Done.</summary>
    Ok = 200,

    /// <summary>Done, with warnings.</summary>
    OkWithWarnings = 220,

    /// <summary>The command is not of its form.</summary>
    SyntaxError = 500,

    /// <summary>There is no such command.</summary>
    Unimplemented = 501,

    /// <summary>There is no such element.</summary>
    NoSuchElement = 510,

    /// <summary>The element has no such handler.</summary>
    NoSuchHandler = 511,

    /// <summary>The handler could not do it.</summary>
    HandlerError = 520,

    /// <summary>More data than is taken.</summary>
    DataTooBig = 521,

    /// <summary>It may not be done.</summary>
    PermissionDenied = 530,

    /// <summary>No router runs.</summary>
    NoRouter = 540,
}
