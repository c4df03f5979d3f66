using Sluice.Bpf.Btf;
using Sluice.Bpf.Objects;

namespace Sluice.Bpf.Tests.Btf;

public sealed class BtfFuzzTests
{
    const int Rounds = 400;

    static readonly string[] s_objects = ["clang-19/core.o", "clang-19/big-endian.o", "clang-14/globals.o", "clang-19/core-matches.o"];

    public static TheoryData<string, int> Seeds => [.. s_objects.SelectMany(name => Enumerable.Range(1, 3), (name, seed) => (name, seed))];

    [Theory, MemberData(nameof(Seeds))]
    public void Damaged_types_are_read_or_refused(string name, int seed)
    {
        var original = TestObjects.Section(name, ".BTF")!;
        var random = new Random(seed);
        for (var round = 0; round < Rounds; round++)
        {
            var damaged = Damage(original, random);
            if (Attempt(() => BtfTypes.Read(damaged, name), $"{name}, seed {seed}, round {round}") is { } types)
                Walk(types);
        }
    }

    [Theory, MemberData(nameof(Seeds))]
    public void Damaged_extensions_are_read_or_refused(string name, int seed)
    {
        var types = TestObjects.Types(name);
        var original = TestObjects.Section(name, ".BTF.ext")!;
        var random = new Random(seed);
        for (var round = 0; round < Rounds; round++)
        {
            var damaged = Damage(original, random);
            Attempt(() => BtfExtension.Read(damaged, types, name), $"{name}, seed {seed}, round {round}");
        }
    }

    static void Walk(BtfTypes types)
    {
        foreach (var type in types.All)
        {
            Assert.True(type.SizeOf() >= 0);
            Assert.True(type.AlignmentOf() >= 1);
        }
    }

    static T? Attempt<T>(Func<T> read, string what)
        where T : class
    {
        try
        {
            return read();
        }
        catch (BpfFormatException)
        {
            return null;
        }
        catch (Exception error)
        {
            throw new InvalidOperationException(what, error);
        }
    }

    // A flipped bit anywhere, a cut, or a four-byte field with a value that lies: the three ways files go wrong.
    static byte[] Damage(byte[] original, Random random)
    {
        var damaged = original.ToArray();
        for (var times = random.Next(1, 4); times > 0; times--)
        {
            switch (random.Next(3))
            {
                case 0:
                    damaged[random.Next(damaged.Length)] ^= (byte)(1 << random.Next(8));
                    break;
                case 1:
                    damaged = damaged[..random.Next(1, damaged.Length + 1)];
                    break;
                default:
                    var at = random.Next(Math.Max(1, damaged.Length - 4)) & ~3;
                    var lie = random.Next(4) switch { 0 => random.Next(64), 1 => -1, 2 => int.MaxValue, _ => random.Next() };
                    BitConverter.GetBytes(lie).AsSpan(0, Math.Min(4, damaged.Length - at)).CopyTo(damaged.AsSpan(at));
                    break;
            }
        }

        return damaged;
    }
}
