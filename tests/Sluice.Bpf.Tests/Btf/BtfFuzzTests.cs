using Sluice.Bpf.Btf;
using Sluice.Bpf.Btf.C;
using Sluice.Bpf.Btf.Core;
using Sluice.Bpf.Btf.Values;
using Sluice.Bpf.Instructions;
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
            var what = $"{name}, seed {seed}, round {round}";
            if (Attempt(() => BtfTypes.Read(damaged, name), what) is { } types)
                Attempt(() => Walk(types), what);
        }
    }

    [Theory, MemberData(nameof(Seeds))]
    public void Damaged_extensions_are_read_or_refused(string name, int seed)
    {
        var types = TestObjects.Types(name);
        var target = TestObjects.Types("clang-19/core-target.o");
        var original = TestObjects.Section(name, ".BTF.ext")!;
        var random = new Random(seed);
        for (var round = 0; round < Rounds; round++)
        {
            var damaged = Damage(original, random);
            Attempt(() => Relocate(BtfExtension.Read(damaged, types, name), types, target), $"{name}, seed {seed}, round {round}");
        }
    }

    // What is read must do for everything that works on types: it is never checked again.
    static BtfTypes Walk(BtfTypes types)
    {
        foreach (var type in types.All)
        {
            Assert.True(type.SizeOf() >= 0);
            Assert.True(type.AlignmentOf() >= 1);
            if (type.SizeOf() is > 0 and < 1 << 16 and var size)
                new BtfValueFormatter(type).Format(new byte[size]);
        }

        BtfCFormatter.WriteAll(types, TextWriter.Null);
        Assert.Equal(types.All.Length, BtfTypes.Read(BtfWriter.Write(types), "again").All.Length);
        return types;
    }

    static BtfExtension Relocate(BtfExtension extension, BtfTypes types, BtfTypes target)
    {
        foreach (var section in extension.Sections)
        {
            var program = new BpfInstruction[64];
            var results = CoreRelocator.Apply(program, section.CoreRelocations.Select(info => info.ToRelocation(0)), types, target);
            Assert.Equal(section.CoreRelocations.Length, results.Length);
            Assert.All(results, result => Assert.NotEmpty(result.ToString()));
        }

        return extension;
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
