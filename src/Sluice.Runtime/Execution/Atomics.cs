namespace Sluice.Runtime.Execution;

/// <summary>The atomic operations of RFC 9669 section 5.3 that return what was there before.</summary>
static unsafe class Atomics
{
    public static uint FetchAdd(uint* address, uint value) => Interlocked.Add(ref *address, value) - value;

    public static ulong FetchAdd(ulong* address, ulong value) => Interlocked.Add(ref *address, value) - value;

    public static uint FetchOr(uint* address, uint value) => Interlocked.Or(ref *address, value);

    public static ulong FetchOr(ulong* address, ulong value) => Interlocked.Or(ref *address, value);

    public static uint FetchAnd(uint* address, uint value) => Interlocked.And(ref *address, value);

    public static ulong FetchAnd(ulong* address, ulong value) => Interlocked.And(ref *address, value);

    public static uint FetchXor(uint* address, uint value)
    {
        uint before;
        do
        {
            before = Volatile.Read(ref *address);
        }
        while (Interlocked.CompareExchange(ref *address, before ^ value, before) != before);
        return before;
    }

    public static ulong FetchXor(ulong* address, ulong value)
    {
        ulong before;
        do
        {
            before = Volatile.Read(ref *address);
        }
        while (Interlocked.CompareExchange(ref *address, before ^ value, before) != before);
        return before;
    }
}
