using Sluice.Bpf.Objects;
using Sluice.Bpf.Platform;

namespace Sluice.Runtime.Tests.Maps;

/// <summary>A map to compare with the kernel's, and how its keys and values are drawn.</summary>
public sealed record MapCase(MapSpec Spec, Func<Random, byte[]> Key)
{
    public Func<Random, byte[]>? Value { get; init; }

    /// <summary>Is the order of keys part of the contract?</summary>
    public bool IsOrdered { get; init; }

    /// <summary>Does a lookup read its value argument (bloom filters)?</summary>
    public bool LooksUpByValue { get; init; }

    /// <summary>Random operations, if the usual number takes too long.</summary>
    public int? Operations { get; init; }

    public static MapSpec Specify(MapType type, int key, int value, int entries, MapFlags flags = MapFlags.None) =>
        new("test", type, key, value, entries) { Flags = flags };

    /// <summary>One of <paramref name="count"/> keys of <paramref name="size"/> bytes.</summary>
    public static Func<Random, byte[]> OneOf(int size, int count) => random => Pattern(size, random.Next(count));

    /// <summary>One of the given numbers, followed by zeros.</summary>
    public static Func<Random, byte[]> NumberOf(int size, params uint[] numbers) => random =>
    {
        var value = new byte[size];
        BitConverter.TryWriteBytes(value, numbers[random.Next(numbers.Length)]);
        return value;
    };

    /// <summary>An index, sometimes behind the end.</summary>
    public static Func<Random, byte[]> Index(int count) =>
        random => BitConverter.GetBytes(random.Next(10) == 0 ? (uint)random.NextInt64(uint.MaxValue) : (uint)random.Next(count + 1));

    /// <summary>A prefix of data whose bytes are few, so that prefixes cover each other; sometimes too long.</summary>
    public static Func<Random, byte[]> Prefix(int dataSize, int bytes) => random =>
    {
        var key = new byte[4 + dataSize];
        BitConverter.TryWriteBytes(key, random.Next(30) == 0 ? (dataSize * 8) + 1 : random.Next((dataSize * 8) + 1));
        for (var index = 0; index < dataSize; index++)
            key[4 + index] = (byte)(random.Next(bytes) * 0x55 ^ (random.Next(4) == 0 ? 1 << random.Next(8) : 0));
        return key;
    };

    static byte[] Pattern(int size, int number)
    {
        var key = new byte[size];
        new Random(number).NextBytes(key);
        BitConverter.TryWriteBytes(key, (short)number);
        if (size == 1)
            key[0] = (byte)number;
        return key;
    }
}
