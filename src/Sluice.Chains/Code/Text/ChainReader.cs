using System.Collections.Immutable;

namespace Sluice.Chains.Code.Text;

/// <summary>Reads one chain, line by line.</summary>
sealed class ChainReader
{
    const int LargestRegister = 0xffff;

    readonly string _name;
    readonly int _parameters;
    readonly List<(string Label, ImmutableArray<ChainOperation> Operations, Func<ChainTerminator> Terminator)> _blocks = [];
    readonly ImmutableArray<ChainOperation>.Builder _operations = ImmutableArray.CreateBuilder<ChainOperation>();
    SourcePlace? _place;
    string? _label;
    int _registers;

    public ChainReader(ChainTokens words)
    {
        words.Expect("chain");
        _name = words.Name();
        words.Expect("(");
        while (!words.TryTake(")"))
        {
            if (_parameters > 0)
                words.Expect(",");
            if (Register(words) != _parameters++)
                throw words.Error($"the parameters v0, v1 and so on");
        }
    }

    /// <summary>Does no block wait for its end? A line <c>chain …</c> then begins another chain, and is no call.</summary>
    public bool IsComplete => _label is null && _blocks.Count > 0;

    public void Read(ChainTokens words)
    {
        if (words.TryTake("@"))
        {
            _place = new(words.Text(), words.Number(), words.Number(), words.Text());
        }
        else if (_label is null)
        {
            _label = words.Name();
            words.Expect(":");
        }
        else if (Terminator(words) is { } terminator)
        {
            var place = _place;
            _blocks.Add((_label, _operations.DrainToImmutable(), () => terminator() with { Place = place }));
            _label = null;
        }
        else
        {
            _operations.Add(Operation(words) with { Place = _place });
        }
    }

    public ChainFunction Build()
    {
        if (_label is not null)
            throw new FormatException($"chain {_name}: found no end of block '{_label}', expected goto, if, return, verdict or fault");
        return new()
        {
            Name = _name,
            ParameterCount = _parameters,
            RegisterCount = _registers,
            Blocks = [.. _blocks.Select(block => new ChainBlock(block.Label, block.Operations, block.Terminator()))],
        };
    }

    Func<ChainTerminator>? Terminator(ChainTokens words)
    {
        if (words.TryTake("goto"))
        {
            var target = words.Name();
            return () => new JumpTerminator(Find(target));
        }

        if (words.TryTake("if"))
        {
            var left = Operand(words);
            var comparison = Choice(words, OperatorSpelling.Comparisons, "a comparison");
            var right = Operand(words);
            words.Expect("then");
            var then = words.Name();
            words.Expect("else");
            var @else = words.Name();
            return () => new BranchTerminator(comparison, left, right, Find(then), Find(@else));
        }

        if (words.TryTake("return"))
        {
            var value = Operand(words);
            return () => new ReturnTerminator(value);
        }

        if (words.TryTake("verdict"))
        {
            var action = Choice(words, OperatorSpelling.Verdicts, "an XDP action");
            return () => new VerdictTerminator(action);
        }

        if (!words.TryTake("fault"))
            return null;
        var cause = Choice(words, OperatorSpelling.Causes, "a cause");
        return () => new FaultTerminator(cause);
    }

    ChainOperation Operation(ChainTokens words)
    {
        int first = -1, second = -1;
        if (words.Peek == "_" || IsRegister(words.Peek))
        {
            first = words.TryTake("_") ? -1 : Register(words);
            if (words.TryTake(","))
                second = Register(words);
            words.Expect("=");
        }

        if (words.TryTake("store"))
        {
            var size = Size(words);
            var place = Place(words);
            words.Expect("=");
            return new PacketStoreOperation(place, size, Operand(words));
        }

        if (words.TryTake("require"))
            return new HeaderRequireOperation(Choice(words, OperatorSpelling.Layers, "a layer"), words.Number());
        if (words.TryTake("call"))
            return new CallFunctionOperation(first, words.Name(), Arguments(words));
        if (words.TryTake("chain"))
            return new CallChainOperation(first, words.Name(), Arguments(words));
        if (words.TryTake("shared"))
            return Shared(words, first, () => Operand(words));
        return Map(words, first, second) ?? (first < 0 ? throw words.Error("an operation") : Value(words, first));
    }

    static ChainOperation Shared(ChainTokens words, int destination, Func<Operand> value)
    {
        var size = Size(words);
        words.Expect("[");
        var offset = words.Number();
        words.Expect("]");
        if (destination >= 0)
            return new SharedLoadOperation(destination, offset, size);
        words.Expect("=");
        return new SharedStoreOperation(offset, size, value());
    }

    ChainOperation? Map(ChainTokens words, int first, int second)
    {
        if (words.TryTake("lookup"))
        {
            var (map, key) = (words.Name(), Fields(words));
            var (size, isBigEndian) = FieldSize(words);
            words.Expect("@");
            return new MapLookupOperation(first, second, map, key, words.Number(), size, isBigEndian);
        }

        if (words.TryTake("update"))
        {
            var (map, key) = (words.Name(), Fields(words));
            words.Expect("=");
            return new MapStoreOperation(first, map, key, Fields(words));
        }

        return words.TryTake("delete") ? new MapDeleteOperation(first, words.Name(), Fields(words)) : null;
    }

    ChainOperation Value(ChainTokens words, int destination)
    {
        if (words.TryTake("load"))
        {
            var size = Size(words);
            return new PacketLoadOperation(destination, Place(words), size);
        }

        if (words.TryTake("length"))
            return new PacketLengthOperation(destination);
        if (words.TryTake("header"))
            return new HeaderTestOperation(destination, Choice(words, OperatorSpelling.Layers, "a layer"), words.Number());
        if (words.Peek is "u8" or "u16" or "u32" or "s8" or "s16" or "s32")
        {
            var word = words.Next();
            return new ExtendOperation(destination, Operand(words), int.Parse(word.AsSpan(1), System.Globalization.CultureInfo.InvariantCulture), word[0] == 's');
        }

        if (OperatorSpelling.Find(OperatorSpelling.Unary, words.Peek) is { } unary && !IsNumberNext(words))
        {
            words.Next();
            return new UnaryOperation(destination, unary, Operand(words));
        }

        var left = Operand(words);
        if (words.IsAtEnd)
            return new MoveOperation(destination, left);
        if (OperatorSpelling.Find(OperatorSpelling.Comparisons, words.Peek) is { } comparison)
        {
            words.Next();
            return new CompareOperation(destination, comparison, left, Operand(words));
        }

        var binary = Choice(words, OperatorSpelling.Binary, "an operator");
        return new BinaryOperation(destination, binary, left, Operand(words));
    }

    // '-5' is a number, '- v5' and '- -5' negate.
    static bool IsNumberNext(ChainTokens words) => words.Peek == "-" && words.PeekSecond is [>= '0' and <= '9', ..];

    PacketPlace Place(ChainTokens words)
    {
        var layer = Choice(words, OperatorSpelling.Layers, "a layer");
        words.Expect("[");
        var index = Operand(words);
        var place = words.TryTake("+")
            ? new PacketPlace(layer, words.Number(), index)
            : index.IsConstant ? new PacketPlace(layer, (int)index.Constant) : throw words.Error("'+' and an offset");
        words.Expect("]");
        return place;
    }

    ImmutableArray<Operand> Arguments(ChainTokens words)
    {
        words.Expect("(");
        var arguments = ImmutableArray.CreateBuilder<Operand>();
        while (!words.TryTake(")"))
        {
            if (arguments.Count > 0)
                words.Expect(",");
            arguments.Add(Operand(words));
        }

        return arguments.ToImmutable();
    }

    ImmutableArray<FieldValue> Fields(ChainTokens words)
    {
        words.Expect("[");
        var fields = ImmutableArray.CreateBuilder<FieldValue>();
        while (!words.TryTake("]"))
        {
            if (fields.Count > 0)
                words.Expect(",");
            var (size, isBigEndian) = FieldSize(words);
            var value = Operand(words);
            words.Expect("@");
            fields.Add(new(words.Number(), size, value, isBigEndian));
        }

        return fields.ToImmutable();
    }

    static (int Size, bool IsBigEndian) FieldSize(ChainTokens words)
    {
        var isBigEndian = words.Peek.EndsWith("be", StringComparison.Ordinal);
        return (Size(words), isBigEndian);
    }

    static int Size(ChainTokens words)
    {
        var size = words.Peek switch
        {
            "u8" or "u8be" => 1,
            "u16" or "u16be" => 2,
            "u32" or "u32be" => 4,
            "u64" or "u64be" => 8,
            _ => throw words.Error("u8, u16, u32 or u64"),
        };
        words.Next();
        return size;
    }

    static T Choice<T>(ChainTokens words, (T Value, string Text)[] table, string expected)
        where T : struct
    {
        var value = OperatorSpelling.Find(table, words.Peek) ?? throw words.Error(expected);
        words.Next();
        return value;
    }

    Operand Operand(ChainTokens words) =>
        IsRegister(words.Peek) ? Code.Operand.Of(Register(words)) : Code.Operand.Value(words.Long());

    int Register(ChainTokens words)
    {
        if (!IsRegister(words.Peek) || !int.TryParse(words.Peek.AsSpan(1), out var number) || number > LargestRegister)
            throw words.Error("a register");
        words.Next();
        _registers = Math.Max(_registers, number + 1);
        return number;
    }

    int Find(string label)
    {
        var found = _blocks.FindIndex(block => block.Label == label);
        return found >= 0 ? found : throw new FormatException($"chain {_name}: found a jump to '{label}', expected a block of the chain");
    }

    static bool IsRegister(string word) => word is ['v', >= '0' and <= '9', ..];
}
