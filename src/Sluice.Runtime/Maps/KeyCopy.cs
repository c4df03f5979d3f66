using System.Runtime.InteropServices;
using Sluice.Runtime.Execution;

namespace Sluice.Runtime.Maps;

/// <summary>A copy of a key that a callback may read, and spoil without harm to the map.</summary>
sealed unsafe class KeyCopy : IDisposable, IOpenResource
{
    readonly int _size;

    /// <summary>Makes room for a key of <paramref name="size"/> bytes and copies <paramref name="key"/>.</summary>
    public KeyCopy(byte* key, int size)
    {
        _size = size;
        Address = (byte*)NativeMemory.Alloc((nuint)size);
        Buffer.MemoryCopy(key, Address, size, size);
    }

    /// <summary>Where it lies.</summary>
    public byte* Address { get; private set; }

    /// <summary>Lets the program that runs on <paramref name="cpu"/> touch it until the loan is disposed of.</summary>
    public Loan LendTo(Cpu cpu)
    {
        cpu.Resources.Add(this, (ulong)Address, (ulong)_size);
        return new Loan(this, cpu);
    }

    /// <inheritdoc/>
    public void Abandon(ulong address)
    {
        // The run is over, and its loan with it; the memory stays its owner's.
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        NativeMemory.Free(Address);
        Address = null;
    }

    /// <summary>While it lasts, the copy is the program's to touch.</summary>
    public readonly struct Loan(KeyCopy key, Cpu cpu) : IDisposable
    {
        /// <inheritdoc/>
        public void Dispose() => cpu.Resources.Remove(key, (ulong)key.Address);
    }
}
