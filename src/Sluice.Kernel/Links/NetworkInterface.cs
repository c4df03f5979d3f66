namespace Sluice.Kernel.Links;

/// <summary>A network interface of the process's namespace.</summary>
/// <param name="Index">Its number.</param>
/// <param name="Name">Its name.</param>
public readonly record struct NetworkInterface(int Index, string Name);
