namespace Sluice.Chains.Code;

/// <summary>A parameter of a function or a loader that a script sets.</summary>
/// <param name="Package">The function's package.</param>
/// <param name="Function">The function's name.</param>
/// <param name="Parameter">The parameter's name.</param>
/// <param name="Value">Its value; the parameter's type decides how many bits count.</param>
public sealed record FunctionSetting(string Package, string Function, string Parameter, long Value);
