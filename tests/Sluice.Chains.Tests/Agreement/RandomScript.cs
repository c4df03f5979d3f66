using System.Globalization;
using System.Text;

namespace Sluice.Chains.Tests.Agreement;

/// <summary>Makes well-typed scripts at random, as text: all that the language has but what time and routes decide.</summary>
/// <remarks>
/// Every script compiles without mistakes. Loops end, so that most packets keep to their budget; some fields are read of
/// headers that may not be there, and some offsets lie behind the packet.
/// </remarks>
sealed class RandomScript(Random random)
{
    const int MaxDepth = 3, MaxLoops = 2;

    static readonly string[] s_numbers = ["u8", "u16", "u32", "u64", "s8", "s16", "s32", "s64"];

    static readonly string[] s_binary = ["+", "-", "*", "/", "%", "&", "|", "^", "<<", ">>"];

    static readonly string[] s_augmented = ["+=", "-=", "*=", "&=", "|=", "^=", "<<=", ">>=", "/=", "%="];

    static readonly string[] s_comparisons = ["==", "!=", "<", "<=", ">", ">="];

    // Fields that every packet of the test has, by the family that the chain knows it has; then those behind a question.
    static readonly string[] s_link = ["packet.eth.type", "packet.len", "packet.u8[13]", "packet.u16[12]", "packet.u32[20]", "packet.u64[26]"];

    static readonly (string Header, string[] Numbers)[] s_headers =
    [
        ("ip", ["version", "ihl", "tos", "dscp", "ecn", "len", "id", "df", "mf", "frag", "ttl", "protocol", "checksum"]),
        ("ip6", ["version", "traffic_class", "dscp", "ecn", "flow_label", "payload_len", "next_header", "hop_limit"]),
        ("udp", ["sport", "dport", "len", "checksum", "u8[8]", "u16[9]"]),
        ("tcp", ["sport", "dport", "seq", "ack_seq", "doff", "flags", "syn", "ack", "window", "urgent", "u8[13]"]),
        ("icmp6", ["type", "code", "checksum", "id", "seq"]),
        ("icmp", ["type", "code", "id"]),
    ];

    static readonly string[] s_writable =
    [
        "packet.u8[60]", "packet.u16[50]", "packet.u32[15]", "packet.u64[40]", "packet.eth.type", "packet.u8[61]",
    ];

    static readonly (string Header, string[] Fields)[] s_writableFields =
    [
        ("ip", ["tos", "dscp", "ecn", "ttl", "id", "df", "checksum"]), ("ip6", ["traffic_class", "dscp", "ecn", "flow_label", "hop_limit"]),
        ("udp", ["sport", "dport", "checksum"]), ("tcp", ["sport", "seq", "window", "psh", "flags"]), ("icmp6", ["code", "seq"]),
    ];

    static readonly string[] s_flags = ["df", "psh"];

    readonly StringBuilder _text = new();
    List<(string Name, string Type)> _variables = [];
    List<string> _addresses4 = [], _macs = [], _truths = [];
    (string Name, string[] Parameters)[] _chains = [];
    int _chain, _depth, _loops, _next;

    public static string Generate(Random random) => new RandomScript(random).Script();

    string Script()
    {
        _text.Append("""
            from programs.hike_default import hike_drop, hike_pass, monitor, app_cfg_load, app_cfg_store
            from loaders.hike_default import ip46_simple_classifier

            LIMIT = 7
            WIDE = 0x1_0000_0001
            HOME6 = 2001:db8::1
            NET6 = 2001:db8::/48
            NET4 = 192.0.2.0/24
            ROUTER = 02:00:00:00:00:01
            total = 3
            narrow: u16 = 9

            seen6 = hash(ip6, u64, 64)
            seen4 = lru_hash(ip4, u32, 64)
            links = hash(mac, u16, 64)
            pairs = hash((u16, ip4), u64, 256)
            slots = array(u32, 8)
            bytes = hash(u8, u8, 300)
            counts = percpu_hash(u32, u64, 512)

            seen6[2001:db8::1] = 5
            seen4 = { 192.0.2.1: 4, 192.0.2.77: 1 }
            slots = { 1: 10, 2: 20 }
            pairs[53, 192.0.2.1] = 17
            ip46_simple_classifier[ip46_simp_cls_map] = { 1: chain0, 2: chain0 }


            """);
        var parameters = new[] { "u8", "u16", "u32", "u64", "s16", "s64", "bool", "ip4", "mac" };
        _chains = [("chain0", []), .. Enumerable.Range(1, random.Next(3)).Select(chain =>
            ($"chain{chain}", Enumerable.Range(0, random.Next(1, 4)).Select(_ => Any(parameters)).ToArray()))];
        for (_chain = 0; _chain < _chains.Length; _chain++)
            Chain();
        return _text.ToString();
    }

    void Chain()
    {
        (_variables, _addresses4, _macs, _truths) = ([], [], [], []);
        (_next, _loops, _depth) = (0, 0, 1);
        var parameters = _chains[_chain].Parameters.Select((type, at) => (Name: $"a{at}", Type: type)).ToArray();
        _text.Append($"def {_chains[_chain].Name}({string.Join(", ", parameters.Select(parameter =>
            random.Next(3) == 0 ? $"{parameter.Type}: {parameter.Name}" : $"{parameter.Name}: {parameter.Type}"))}):\n");
        foreach (var (name, type) in parameters)
            Known(name, type);
        foreach (var type in Enumerable.Range(0, random.Next(3, 6)).Select(_ => Any(s_numbers)))
            Declare(type);
        Line($"t = {Truth(1)}");
        _truths.Add("t");
        if (_chain == 0 && random.Next(2) == 0)
            If("packet.ip6", () => Line($"packet.ip6.hop_limit = {Number(1)}"));
        Statements(random.Next(4, 10));
        switch (random.Next(4))
        {
            case 0:
                Line("hike_pass()");
                break;
            case 1 when _chain == 0:
                Line("hike_drop()");
                break;
            case 2:
                Line($"return {Number(1)}");
                break;
        }

        _text.Append('\n');
    }

    void Known(string name, string type)
    {
        if (type == "bool")
            _truths.Add(name);
        else if (type == "ip4")
            _addresses4.Add(name);
        else if (type == "mac")
            _macs.Add(name);
        else
            _variables.Add((name, type));
    }

    void Declare(string type)
    {
        var name = $"v{_next++}";
        var value = _variables.Count == 0 || random.Next(2) == 0 ? Small() : Number(1);
        Line(random.Next(4) switch
        {
            0 => $"{type} : {name} = {value}",
            1 => $"{name} = {type}({value})",
            _ => $"{name}: {type} = {value}",
        });
        _variables.Add((name, type));
    }

    void Statements(int count)
    {
        for (var at = 0; at < count; at++)
            Statement();
    }

    void Statement()
    {
        switch (random.Next(26))
        {
            case 0 or 1 or 2 when _depth < MaxDepth:
                Branch();
                break;
            case 3 when _depth < MaxDepth && _loops < MaxLoops:
                For();
                break;
            case 4 when _depth < MaxDepth && _loops < MaxLoops:
                While();
                break;
            case 5 or 6:
                var augmented = Any(s_augmented);
                Line($"{Any(_variables).Name} {augmented} {(augmented[0] is '<' or '>' ? $"{Any(_variables).Name} & 31" : augmented[0] is '/' or '%' ? Any(_variables).Name : Number(2))}");
                break;
            case 7:
                Line($"monitor({random.Next(20)})");
                break;
            case 8:
                Line($"app_cfg_store({random.Next(12)}, {Number(1)})");
                break;
            case 9:
                Line($"{Any(_variables).Name} = app_cfg_load({random.Next(12)})");
                break;
            case 10 or 11:
                Store();
                break;
            case 12:
                Line($"del {Entry().Text}");
                break;
            case 13 or 14:
                Write();
                break;
            case 15 when _chain + 1 < _chains.Length && _loops == 0:
                Call();
                break;
            case 16:
                Line(random.Next(2) == 0 ? $"total += {Number(1)}" : $"narrow = {Number(1)}");
                break;
            case 17:
                Line($"t = {Truth(2)}");
                break;
            case 18 when random.Next(3) == 0:
                Guarded(Truth(1), random.Next(3) switch { 0 => "hike_drop()", 1 => "hike_pass()", _ => $"return {Number(1)}" });
                break;
            case 19 when _loops > 0:
                Guarded(Truth(1), random.Next(2) == 0 ? "break" : "continue");
                break;
            case 20 when random.Next(8) == 0:
                // Of a header that may not be there: a fault.
                var (header, fields) = Any(s_headers);
                Line($"{Any(_variables).Name} = packet.{header}.{Any(fields)}");
                break;
            case 21:
                Address();
                break;
            default:
                Line($"{Any(_variables).Name} = {Number(3)}");
                break;
        }
    }

    void Branch()
    {
        If(Truth(2), () => Statements(random.Next(1, 4)));
        for (var others = random.Next(3); others > 1; others--)
        {
            Line($"elif {Truth(2)}:");
            Inside(() => Statements(random.Next(1, 3)));
        }

        if (random.Next(2) == 0)
            return;
        Line("else:");
        Inside(() => Statements(random.Next(1, 3)));
    }

    void For()
    {
        var name = $"i{_next++}";
        Line($"for {name} in range({random.Next(5) switch
        {
            0 => $"{random.Next(3)}, {random.Next(1, 6)}",
            1 => $"{random.Next(3, 7)}, {random.Next(3)}, -{random.Next(1, 3)}",
            2 => $"{Any(_variables).Name} & 3",
            3 => $"0, {random.Next(2, 9)}, {random.Next(2, 4)}",
            _ => $"{random.Next(1, 5)}",
        }}):");
        Loop(() =>
        {
            Line($"{Any(_variables).Name} += {name}");
            Statements(random.Next(1, 3));
        });
    }

    void While()
    {
        var name = $"w{_next++}";
        Line($"{name} = {random.Next(1, 5)}");
        Line($"while {name} > 0{(random.Next(3) == 0 ? $" and {Truth(1)}" : "")}:");
        Loop(() =>
        {
            Line($"{name} -= 1");
            Statements(random.Next(1, 3));
        });
    }

    void Loop(Action body)
    {
        _loops++;
        Inside(body);
        _loops--;
    }

    void If(string condition, Action then)
    {
        Line($"if {condition}:");
        Inside(then);
    }

    void Guarded(string condition, string statement) => Line($"if {condition}: {statement}");

    void Inside(Action body)
    {
        // What is declared within has no value behind it.
        var known = (_variables.Count, _truths.Count);
        _depth++;
        body();
        _depth--;
        _variables.RemoveRange(known.Item1, _variables.Count - known.Item1);
        _truths.RemoveRange(known.Item2, _truths.Count - known.Item2);
    }

    void Store() => Line($"{Entry().Text} {(random.Next(2) == 0 ? "=" : "+=")} {Number(2)}");

    void Write()
    {
        if (random.Next(2) == 0)
        {
            Line($"{Any(s_writable)} = {Number(2)}");
            return;
        }

        var (header, fields) = Any(s_writableFields);
        If($"packet.{header}", () => Line(random.Next(6) == 0 && header == "ip6" ? $"packet.ip6.dst = {Address6()}"
            : random.Next(6) == 0 && header == "ip" ? $"packet.ip.src = {Address4()}" : Field(header, Any(fields))));
    }

    string Field(string header, string field) => $"packet.{header}.{field} = {(s_flags.Contains(field) ? Truth(1) : $"{Any(_variables).Name} ^ {Number(1)}")}";

    void Call()
    {
        var callee = _chains[random.Next(_chain + 1, _chains.Length)];
        var arguments = string.Join(", ", callee.Parameters.Select(type => type switch
        {
            "bool" => Truth(1),
            "ip4" => Address4(),
            "mac" => Mac(),
            _ => Number(1),
        }));
        Line(random.Next(3) == 0 ? $"{callee.Name}({arguments})" : $"{Any(_variables).Name} = {callee.Name}({arguments})");
    }

    void Address()
    {
        var name = $"n{_next++}";
        switch (random.Next(3))
        {
            case 0:
                Line($"{name} = {Address6()}");
                Line($"t = {name} == HOME6 or {name} in NET6");
                Line($"{Any(_variables).Name} = {name}.{(random.Next(2) == 0 ? "low" : "high")}");
                break;
            case 1:
                Line($"{name} = {Address4()}");
                Line($"t = {name} in NET4 and not {name} in seen4");
                Line($"{Any(_variables).Name} = u64({name})");
                break;
            default:
                Line($"{name} = {Mac()}");
                Line($"t = {name} != ROUTER or {name} in (02:00:00:00:00:02, 02:00:00:00:00:09)");
                break;
        }
    }

    // An entry of a map: what it says, and whether it takes wide numbers.
    (string Text, bool IsWide) Entry() => random.Next(7) switch
    {
        0 => ($"seen6[{Address6()}]", true),
        1 => ($"seen4[{Address4()}]", false),
        2 => ($"links[{Mac()}]", false),
        3 => ($"pairs[{Key()}, {Address4()}]", true),
        4 => ($"bytes[{Key()}]", false),
        5 => ($"counts[{random.Next(20)}]", true),
        _ => ($"pairs[{random.Next(60)}, 192.0.2.1]", true),
    };

    string Number(int depth)
    {
        if (depth > 0)
        {
            switch (random.Next(12))
            {
                case < 4:
                    return Binary(depth);
                case 4:
                    return $"{Any(s_numbers)}({Number(depth - 1)})";
                case 5:
                    return $"{(random.Next(2) == 0 ? "-" : "~")}{Any(_variables).Name}";
                case 6:
                    return $"({Any(_variables).Name} {Any(s_binary[..3])} {Number(depth - 1)})";
            }
        }

        return Primary(depth);
    }

    string Binary(int depth)
    {
        var @operator = Any(s_binary);
        // A constant distance or divisor that makes no sense is a finding.
        var right = @operator is "<<" or ">>" ? $"({Any(_variables).Name} & 31)" : @operator is "/" or "%" ? Any(_variables).Name
            : random.Next(3) == 0 ? Constant() : Primary(depth - 1);
        return $"{Any(_variables).Name} {@operator} {right}";
    }

    string Primary(int depth)
    {
        switch (random.Next(14))
        {
            case 0 or 1:
                return Small();
            case 2:
                return Any(s_link);
            case 3 when depth > 0:
                return Entry().Text;
            case 4:
                return random.Next(2) == 0 ? "total" : "narrow";
            case 5:
                return $"packet.{Any(["u8", "u16"])}[{Any(_variables).Name} & 31]";
            case 6:
                return random.Next(3) == 0 ? "packet.payload.u8[0]" : $"slots[{random.Next(8)}]";
            case 7:
                return "LIMIT";
            default:
                return Any(_variables).Name;
        }
    }

    string Truth(int depth)
    {
        if (depth > 0)
        {
            switch (random.Next(12))
            {
                case 0:
                    return $"({Truth(depth - 1)} and {Truth(depth - 1)})";
                case 1:
                    return $"({Truth(depth - 1)} or {Truth(depth - 1)})";
                case 2:
                    return $"(not {Truth(depth - 1)})";
                case 3:
                    var (header, fields) = Any(s_headers);
                    return $"(packet.{header} and packet.{header}.{Any(fields)} {Any(s_comparisons)} {Constant()})";
                case 4:
                    return $"({Any(_variables).Name} {(random.Next(2) == 0 ? "in" : "not in")} ({random.Next(9)}, {random.Next(300)}, {random.Next(70000)}))";
                case 5:
                    return $"({Small()} < {Any(_variables).Name} <= {random.Next(200)})";
                case 6:
                    return random.Next(4) switch
                    {
                        0 => $"({Address6()} in seen6)",
                        1 => $"({Address4()} in NET4)",
                        2 => $"({Mac()} in links)",
                        _ => $"(({random.Next(60)}, {Address4()}) in pairs)",
                    };
            }
        }

        return random.Next(5) switch
        {
            0 when _truths.Count > 0 => Any(_truths),
            1 => $"packet.{Any(s_headers).Header}",
            2 => $"bool({Any(_variables).Name})",
            _ => $"{Any(_variables).Name} {Any(s_comparisons)} {(random.Next(2) == 0 ? Small() : Any(_variables).Name)}",
        };
    }

    string Address6() => random.Next(3) switch
    {
        0 => "HOME6",
        1 => $"2001:db8:{random.Next(4)}::{random.Next(1, 4)} ",
        _ => $"ip6({Any(_variables).Name}, {random.Next(5)})",
    };

    string Address4() => random.Next(4) switch
    {
        0 when _addresses4.Count > 0 => Any(_addresses4),
        1 => $"ip4({Any(_variables).Name})",
        _ => $"192.0.{random.Next(2, 4)}.{random.Next(1, 4)}",
    };

    string Mac() => random.Next(4) switch
    {
        0 when _macs.Count > 0 => Any(_macs),
        1 => "packet.eth.src",
        2 => "packet.eth.dst",
        _ => "ROUTER",
    };

    // Cut to the width of a map's key.
    string Key() => random.Next(2) == 0 ? Any(_variables).Name : $"({Any(_variables).Name} & 7)";

    // Fits every type.
    string Small() => random.Next(128).ToString(CultureInfo.InvariantCulture);

    string Constant() => random.Next(8) switch
    {
        0 => Any(["0x7fffffff", "WIDE"]),
        1 => "255",
        2 => "65_535",
        3 => "0b1010_1010",
        4 => "0x8000_0000_0000_0001",
        _ => Small(),
    };

    T Any<T>(IReadOnlyList<T> items) => items[random.Next(items.Count)];

    void Line(string text) => _text.Append(' ', 4 * _depth).Append(text).Append('\n');
}
