namespace Sluice.Click.Elements.Devices;

/// <summary><c>struct iovec</c>: some memory.</summary>
unsafe struct SocketVector
{
    /// <summary>Where it is.</summary>
    public void* Data;

    /// <summary>Its size in bytes.</summary>
    public nuint Length;
}
