using Sluice.Bpf.Instructions;
using Sluice.Verifier.Domain;

namespace Sluice.Verifier.Tests.Domain;

/// <summary>Every number that an operation can give lies in what the domain says that it gives.</summary>
public sealed class ScalarTests
{
    const int Seed = 20_260, Rounds = 5_000;

    static readonly ulong[] s_edges =
    [
        0, 1, 2, 7, 8, 31, 32, 63, 64, 255, 256, 65535, 0x7fff_fffe, 0x7fff_ffff, 0x8000_0000, 0x8000_0001, 0xffff_fffe, 0xffff_ffff,
        0x1_0000_0000, 0x7fff_ffff_ffff_ffff, 0x8000_0000_0000_0000, 0xffff_ffff_8000_0000, 0xffff_ffff_ffff_fffe, ulong.MaxValue,
    ];

    public static TheoryData<Operation, int> Operations
    {
        get
        {
            var data = new TheoryData<Operation, int>();
            foreach (var operation in new[]
            {
                Operation.Add, Operation.Subtract, Operation.Multiply, Operation.Divide, Operation.SignedDivide, Operation.Or, Operation.And,
                Operation.ShiftLeft, Operation.ShiftRight, Operation.Modulo, Operation.SignedModulo, Operation.Xor, Operation.ArithmeticShiftRight,
            })
            {
                data.Add(operation, 64);
                data.Add(operation, 32);
            }

            return data;
        }
    }

    public static TheoryData<Operation, bool> Conditions
    {
        get
        {
            var data = new TheoryData<Operation, bool>();
            for (var condition = Operation.JumpEqual; condition < Operation.MayGoto; condition++)
            {
                data.Add(condition, false);
                data.Add(condition, true);
            }

            return data;
        }
    }

    [Theory, MemberData(nameof(Operations))]
    public void Arithmetic_contains_every_result(Operation operation, int bits)
    {
        var random = new Random(Seed + (int)operation * 100 + bits);
        for (var round = 0; round < Rounds; round++)
        {
            var (a, b) = (AnyScalar(random, out var x), AnyScalar(random, out var y));
            var result = ScalarArithmetic.Apply(operation, bits, a, b);
            var concrete = ScalarArithmetic.Concrete(operation, bits, x, y);
            Assert.True(result.Contains(concrete), $"seed {Seed} round {round}: {x:x} in {a} {operation}{bits} {y:x} in {b} = {concrete:x}, not in {result} {result.Bits}");
        }
    }

    [Theory, MemberData(nameof(Conditions))]
    public void Branches_keep_every_number_that_takes_them(Operation condition, bool half)
    {
        var random = new Random(Seed + (int)condition);
        for (var round = 0; round < Rounds; round++)
        {
            var (a, b) = (AnyScalar(random, out var x), AnyScalar(random, out var y));
            if (random.Next(4) == 0)
                y = a.Contains(x) && b.Contains(x) ? x : y;
            var holds = Holds(condition, half, x, y);
            var (narrowA, narrowB) = (a, b);
            var feasible = ScalarComparison.Assume(condition, holds, half, ref narrowA, ref narrowB);
            Assert.True(feasible && narrowA.Contains(x) && narrowB.Contains(y),
                $"seed {Seed} round {round}: {x:x} in {a}, {y:x} in {b}, {condition} {half} {holds}: {feasible} {narrowA} {narrowB}");
            (narrowA, narrowB) = (a, b);
            feasible = LinuxComparison.Assume(condition, holds, half, ref narrowA, ref narrowB);
            Assert.True(feasible && narrowA.Contains(x) && narrowB.Contains(y),
                $"seed {Seed} round {round}: {x:x} in {a}, {y:x} in {b}, {condition} {half} {holds}, for Linux: {feasible} {narrowA} {narrowB}");
        }
    }

    [Fact]
    public void Conversions_contain_every_result()
    {
        var random = new Random(Seed);
        for (var round = 0; round < Rounds; round++)
        {
            var a = AnyScalar(random, out var x);
            foreach (var bytes in new[] { 1, 2, 4 })
            {
                var shift = 64 - bytes * 8;
                Assert.True(a.Truncated(bytes).Contains(x << shift >> shift), $"round {round}: {x:x} of {a} to {bytes} bytes");
                Assert.True(a.SignExtended(bytes).Contains((ulong)((long)(x << shift) >> shift)), $"round {round}: {x:x} of {a} from {bytes} bytes");
            }

            Assert.True(ScalarArithmetic.Swap(a, 64).Contains(System.Buffers.Binary.BinaryPrimitives.ReverseEndianness(x)));
        }
    }

    [Fact]
    public void Joins_contain_both_and_order_agrees()
    {
        var random = new Random(Seed);
        for (var round = 0; round < Rounds; round++)
        {
            var (a, b) = (AnyScalar(random, out var x), AnyScalar(random, out var y));
            var joined = a.Join(b);
            Assert.True(joined.Contains(x) && joined.Contains(y) && a.IsWithin(joined) && b.IsWithin(joined), $"round {round}: {a} {b} {joined}");
        }
    }

    static ulong AnyNumber(Random random) => random.Next(4) switch
    {
        0 => s_edges[random.Next(s_edges.Length)],
        1 => (ulong)random.Next(256),
        2 => (ulong)random.NextInt64(long.MinValue, long.MaxValue) >> random.Next(64),
        _ => s_edges[random.Next(s_edges.Length)] + (ulong)random.Next(-3, 4),
    };

    // A domain value, and a number in it.
    static Scalar AnyScalar(Random random, out ulong member)
    {
        member = AnyNumber(random);
        var value = Scalar.Unknown;
        for (var part = random.Next(4); part > 0; part--)
        {
            var other = AnyNumber(random);
            var known = random.Next(5) switch
            {
                0 => Scalar.Constant(member).Join(Scalar.Constant(other)),
                1 => Scalar.Between(Math.Min(member, other), Math.Max(member, other)),
                2 => Scalar.BetweenSigned(Math.Min((long)member, (long)other), Math.Max((long)member, (long)other)),
                3 => (Scalar.Unknown with { Bits = new KnownBits(member & ~other, other) }).Normalized(),
                _ => (Scalar.Unknown with { Min32 = Math.Min((uint)member, (uint)other), Max32 = Math.Max((uint)member, (uint)other) }).Normalized(),
            };
            value = value.Meet(known);
        }

        Assert.True(value.Contains(member), $"the domain lost {member:x}: {value} {value.Bits}");
        return value;
    }

    static bool Holds(Operation condition, bool half, ulong x, ulong y)
    {
        var (a, b) = half ? ((uint)x, (uint)y) : (x, y);
        var (s, t) = half ? ((int)x, (int)y) : ((long)x, (long)y);
        return condition switch
        {
            Operation.JumpEqual => a == b,
            Operation.JumpNotEqual => a != b,
            Operation.JumpGreater => a > b,
            Operation.JumpGreaterOrEqual => a >= b,
            Operation.JumpLess => a < b,
            Operation.JumpLessOrEqual => a <= b,
            Operation.JumpSet => (a & b) != 0,
            Operation.JumpSignedGreater => s > t,
            Operation.JumpSignedGreaterOrEqual => s >= t,
            Operation.JumpSignedLess => s < t,
            _ => s <= t,
        };
    }
}
