using Sluice.Bpf.Engine;
using Sluice.Bpf.Platform;

namespace Sluice.Runtime.Tests.Maps;

/// <summary>Does to two maps the same and compares what they answer.</summary>
sealed class MapComparison(MapCase testCase, IBpfMap expected, IBpfMap actual, string where)
{
    static readonly ulong[] s_flags = [0, 0, 0, 0, 0, 0, 1, 1, 2, 2, 3, 4, 5, 6, 8, 1UL << 33];

    int _step;

    public void Step(Random random)
    {
        _step++;
        var key = testCase.Key(random);
        switch (random.Next(10))
        {
            case < 4:
                var value = Value(random);
                var flags = (UpdateFlags)s_flags[random.Next(s_flags.Length)];
                Same($"update {Convert.ToHexString(key)} {flags}", expected.Update(key, value, flags), actual.Update(key, value, flags));
                break;
            case < 6:
                Read($"look up {Convert.ToHexString(key)}", random, (map, buffer) => map.Lookup(key, buffer));
                break;
            case < 8:
                Same($"delete {Convert.ToHexString(key)}", expected.Delete(key), actual.Delete(key));
                break;
            case 8:
                Read($"take {Convert.ToHexString(key)}", random, (map, buffer) => map.LookupAndDelete(key, buffer));
                break;
            default:
                CompareNext(key);
                break;
        }
    }

    /// <summary>All keys, in order if that is promised, and their values.</summary>
    public void CompareAll()
    {
        var wanted = Keys(expected);
        var found = Keys(actual);
        if (!testCase.IsOrdered)
        {
            wanted.Sort(StringComparer.Ordinal);
            found.Sort(StringComparer.Ordinal);
        }

        Assert.True(wanted.SequenceEqual(found), $"{where}, step {_step}: keys\n{string.Join(' ', wanted)}\nexpected, found\n{string.Join(' ', found)}");
        foreach (var key in wanted)
            Read($"look up {key}", null, (map, buffer) => map.Lookup(Convert.FromHexString(key), buffer));
    }

    public void CompareFreeze() => Same("freeze", expected.Freeze(), actual.Freeze());

    void CompareNext(byte[] key)
    {
        if (!testCase.IsOrdered && Keys(expected).Contains(Convert.ToHexString(key)))
            return; // What comes next is each map's own affair.
        var wanted = new byte[key.Length];
        var found = new byte[key.Length];
        var what = $"next of {Convert.ToHexString(key)}";
        Same(what, expected.NextKey(key, wanted), actual.NextKey(key, found));
        if (testCase.IsOrdered)
            Assert.True(wanted.AsSpan().SequenceEqual(found), Message(what, Convert.ToHexString(wanted), Convert.ToHexString(found)));
    }

    void Read(string what, Random? random, Func<IBpfMap, byte[], Errno> read)
    {
        var wanted = random is not null && testCase.LooksUpByValue ? Value(random) : new byte[expected.ValueBufferSize];
        var found = (byte[])wanted.Clone();
        Same(what, read(expected, wanted), read(actual, found));
        Assert.True(wanted.AsSpan().SequenceEqual(found), Message(what, Convert.ToHexString(wanted), Convert.ToHexString(found)));
    }

    byte[] Value(Random random)
    {
        if (testCase.Value is not null)
            return testCase.Value(random);
        var value = new byte[expected.ValueBufferSize];
        random.NextBytes(value);
        return value;
    }

    void Same(string what, Errno wanted, Errno found) => Assert.True(wanted == found, Message(what, wanted, found));

    string Message(string what, object wanted, object found) => $"{where}, step {_step}: {what}: expected {wanted}, found {found}";

    static List<string> Keys(IBpfMap map)
    {
        var keys = new List<string>();
        var key = new byte[map.Spec.KeySize];
        for (var error = map.NextKey([], key); error == Errno.None && keys.Count < 10_000; error = map.NextKey(key.ToArray(), key))
            keys.Add(Convert.ToHexString(key));
        return keys;
    }
}
