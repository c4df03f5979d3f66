namespace Sluice.Click.Elements.Control;

/// <summary>Elements that control the router and tell of it.</summary>
static class ControlElements
{
    /// <summary>Their classes.</summary>
    public static readonly ElementClass[] Table =
    [
        new("Script", "-/-", "ah/ah", PortCodes.Complete, "Script([TYPE ACTIVE|PASSIVE|DRIVER|PACKET|SIGNAL SIGNAL...,] INSTRUCTION, ...)",
            "runs instructions: set, print, read, write, wait, pause, goto, return, stop", static () => new Script()),
        new("DriverManager", PortCodes.None, PortCodes.Agnostic, PortCodes.Complete, "DriverManager(INSTRUCTION, ...)",
            "a script that decides when the router stops", static () => new Script(ScriptType.Driver)),
        new("Message", PortCodes.None, PortCodes.Agnostic, PortCodes.Complete, "Message(MESSAGE[, TYPE MESSAGE|DEBUG|WARNING|ERROR])",
            "says something when the router starts; an ERROR keeps it from starting", static () => new Message()),
        new("ControlSocket", PortCodes.None, PortCodes.Agnostic, PortCodes.Complete,
            "ControlSocket(TCP, PORT | UNIX, PATH [, READONLY, LOCALHOST, VERBOSE, RETRIES, RETRY_WARNINGS])",
            "lets other programs call handlers, by Click's control protocol", static () => new ControlSocket()),
    ];
}
