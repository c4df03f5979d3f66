using System.Collections.Immutable;
using Sluice.Chains.Code;

namespace Sluice.Chains.Tests.Agreement;

/// <summary>Makes well-formed units at random: arithmetic, branches, bounded loops, packets, maps, functions, chains.</summary>
sealed class RandomUnit(Random random)
{
    const string Config = "hike_default.map_app_cfg";
    const int MaxDepth = 3, Variables = 7;

    static readonly long[] s_constants = [0, 1, 2, 3, 7, 8, 31, 63, 255, 0xffff, 0x7fffffff, 0x80000000, 0xffffffff, -1, -2, long.MinValue, long.MaxValue, 0x0102030405060708];

    static readonly (PacketLayer Layer, int Protocol)[] s_headers =
        [(PacketLayer.Network, 0x86dd), (PacketLayer.Network, 0x0800), (PacketLayer.Transport, 17), (PacketLayer.Transport, 6), (PacketLayer.Transport, 58)];

    readonly List<ChainBlock> _blocks = [];
    readonly ImmutableArray<ChainOperation>.Builder _operations = ImmutableArray.CreateBuilder<ChainOperation>();
    int _chain, _chains, _current, _registers, _loops;

    public static ChainUnit Generate(Random random) => new RandomUnit(random).Unit();

    ChainUnit Unit()
    {
        _chains = random.Next(1, 4);
        return new()
        {
            Name = "random",
            Functions =
            [
                new("hike_default", "monitor", [32], FunctionOutcome.Value),
                new("hike_default", "app_cfg_load", [32], FunctionOutcome.Either),
                new("hike_default", "app_cfg_store", [32, 32], FunctionOutcome.Either),
                new("hike_default", "hike_drop", [], FunctionOutcome.Verdict),
                new("hike_default", "hike_pass", [], FunctionOutcome.Verdict),
            ],
            Maps = [new("hike_default", "map_app_cfg", 4, 4)],
            Chains = [.. Enumerable.Range(0, _chains).Select(Chain)],
        };
    }

    static int ParametersOf(int chain) => chain == 0 ? 0 : chain + 1;

    ChainFunction Chain(int number)
    {
        _chain = number;
        _blocks.Clear();
        _registers = Variables;
        _current = NewBlock();
        for (var register = ParametersOf(number); register < Variables; register++)
            _operations.Add(new MoveOperation(register, Operand.Value(Constant())));
        Statements(random.Next(4, 14), 0);
        End(random.Next(3) switch
        {
            0 => new VerdictTerminator(random.Next(0, 4)),
            1 when number == 0 => new VerdictTerminator(2),
            _ => new ReturnTerminator(Value()),
        });
        return new() { Name = $"chain{number}", ParameterCount = ParametersOf(number), RegisterCount = _registers, Blocks = [.. _blocks] };
    }

    void Statements(int count, int depth)
    {
        for (var at = 0; at < count; at++)
        {
            switch (random.Next(12))
            {
                case 0 or 1 when depth < MaxDepth:
                    If(depth);
                    break;
                case 2 when depth < MaxDepth && _loops < 2:
                    Loop(depth);
                    break;
                default:
                    _operations.Add(Operation());
                    break;
            }
        }
    }

    void If(int depth)
    {
        var isHeaderTest = random.Next(3) == 0;
        var (then, other, end) = (NewBlock(), NewBlock(), NewBlock());
        if (isHeaderTest)
        {
            var (register, (layer, protocol)) = (Variable(), Header());
            _operations.Add(new HeaderTestOperation(register, layer, protocol));
            End(new BranchTerminator(random.Next(2) == 0 ? Comparison.Equal : Comparison.NotEqual, Operand.Of(register), Operand.Value(0), then, other));
        }
        else
        {
            End(new BranchTerminator(AnyComparison(), Operand.Of(Variable()), Value(), then, other));
        }

        _current = then;
        Statements(random.Next(1, 4), depth + 1);
        End(random.Next(8) == 0 ? Exit() : new JumpTerminator(end));
        _current = other;
        Statements(random.Next(0, 3), depth + 1);
        End(new JumpTerminator(end));
        _current = end;
    }

    void Loop(int depth)
    {
        _loops++;
        var counter = _registers++;
        var (test, body, end) = (NewBlock(), NewBlock(), NewBlock());
        _operations.Add(new MoveOperation(counter, Operand.Value(0)));
        End(new JumpTerminator(test));
        _current = test;
        End(new BranchTerminator(Comparison.Less, Operand.Of(counter), Operand.Value(random.Next(1, 5)), body, end));
        _current = body;
        Statements(random.Next(1, 4), depth + 1);
        _operations.Add(new BinaryOperation(counter, BinaryOperator.Add, Operand.Of(counter), Operand.Value(1)));
        End(new JumpTerminator(test));
        _current = end;
        _loops--;
    }

    ChainOperation Operation()
    {
        switch (random.Next(24))
        {
            case < 7:
                return new BinaryOperation(Variable(), Any<BinaryOperator>(), Value(), Value());
            case 7:
                return new UnaryOperation(Variable(), Any<UnaryOperator>(), Value());
            case 8:
                return new ExtendOperation(Variable(), Value(), 8 << random.Next(3), random.Next(2) == 0);
            case 9:
                return new CompareOperation(Variable(), AnyComparison(), Value(), Value());
            case 10:
                return new MoveOperation(Variable(), Value());
            case 11 or 12 or 13:
                return new PacketLoadOperation(Variable(), Place(), Size());
            case 14:
                return new PacketStoreOperation(Place(), Size(), Value());
            case 15:
                return new PacketLengthOperation(Variable());
            case 16:
                var (layer, protocol) = Header();
                return random.Next(4) == 0 ? new HeaderRequireOperation(layer, protocol) : new HeaderTestOperation(Variable(), layer, protocol);
            case 17:
                return Shared();
            case 18 or 19:
                return Map();
            case 20 when _chain + 1 < _chains && _loops == 0:
                var chain = random.Next(_chain + 1, _chains);
                return new CallChainOperation(random.Next(4) == 0 ? -1 : Variable(), $"chain{chain}", Values(ParametersOf(chain)));
            default:
                return Function();
        }
    }

    CallFunctionOperation Function() => random.Next(8) switch
    {
        0 => new CallFunctionOperation(-1, $"hike_default.{(random.Next(2) == 0 ? "hike_drop" : "hike_pass")}", []),
        1 or 2 => new CallFunctionOperation(Variable(), "hike_default.app_cfg_load", [Operand.Value(random.Next(16))]),
        3 => new CallFunctionOperation(random.Next(2) == 0 ? -1 : Variable(), "hike_default.app_cfg_store", [Operand.Value(random.Next(16)), Value()]),
        _ => new CallFunctionOperation(Variable(), "hike_default.monitor", [Operand.Value(random.Next(32))]),
    };

    ChainOperation Shared()
    {
        var size = Size();
        var offset = 64 + (random.Next(8) * 8);
        return random.Next(2) == 0 ? new SharedLoadOperation(Variable(), offset, size) : new SharedStoreOperation(offset, size, Value());
    }

    ChainOperation Map()
    {
        ImmutableArray<FieldValue> key = [new(0, 4, Operand.Value(random.Next(16)), random.Next(2) == 0)];
        return random.Next(4) switch
        {
            0 => new MapLookupOperation(random.Next(3) == 0 ? -1 : 0, 1, Config, key, 0, 4, random.Next(2) == 0),
            1 => new MapLookupOperation(Variable(), -1, Config, key, 2, 2, random.Next(2) == 0),
            2 => new MapStoreOperation(random.Next(2) == 0 ? -1 : Variable(), Config, key,
                random.Next(2) == 0 ? [new(0, 4, Value(), false)] : [new(1, 1, Value(), false), new(2, 2, Value(), true)]),
            _ => new MapDeleteOperation(random.Next(2) == 0 ? -1 : Variable(), Config, key),
        };
    }

    ChainTerminator Exit() => random.Next(2) == 0 ? new VerdictTerminator(random.Next(0, 5 - 1)) : new ReturnTerminator(Value());

    PacketPlace Place()
    {
        var layer = random.Next(4) switch { 0 => PacketLayer.Network, 1 => PacketLayer.Transport, 2 => PacketLayer.Mac, _ => PacketLayer.Start };
        if (random.Next(4) > 0)
            return new(layer, random.Next(layer == PacketLayer.Transport ? 10 : 64));
        // Mostly within reach, sometimes not.
        var index = Variable();
        if (random.Next(8) > 0)
            _operations.Add(new BinaryOperation(index, BinaryOperator.And, Operand.Of(index), Operand.Value(15)));
        return new(layer, random.Next(8), Operand.Of(index));
    }

    (PacketLayer Layer, int Protocol) Header() => s_headers[random.Next(s_headers.Length)];

    int Size() => 1 << random.Next(4);

    int Variable() => random.Next(Variables);

    Operand Value() => random.Next(3) == 0 ? Operand.Value(Constant()) : Operand.Of(Variable());

    ImmutableArray<Operand> Values(int count) => [.. Enumerable.Range(0, count).Select(_ => Value())];

    long Constant() => random.Next(3) == 0 ? random.Next(-100, 100) : s_constants[random.Next(s_constants.Length)];

    Comparison AnyComparison() => Any<Comparison>();

    T Any<T>()
        where T : struct, Enum
    {
        var all = Enum.GetValues<T>();
        return all[random.Next(all.Length)];
    }

    int NewBlock()
    {
        _blocks.Add(null!);
        return _blocks.Count - 1;
    }

    void End(ChainTerminator terminator) => _blocks[_current] = new($"b{_current}", _operations.DrainToImmutable(), terminator);
}
