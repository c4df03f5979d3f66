using System.Buffers.Binary;
using Sluice.Bpf.Platform;
using Sluice.Runtime.Maps;

namespace Sluice.Fuzzing.Running;

/// <summary>Puts random entries into maps, so that lookups find something now and then.</summary>
static class MapFiller
{
    const int Tries = 8;

    /// <summary>Fills a map; kinds that hold no plain values stay as they are.</summary>
    public static void Fill(RuntimeMap map, Random random)
    {
        var spec = map.Spec;
        if (spec.IsFrozen || !map.HasReachableValues)
            return;
        var value = new byte[map.ValueBufferSize];
        var key = new byte[spec.KeySize];
        for (var attempt = 0; attempt < Math.Min(Tries, spec.MaxEntries); attempt++)
        {
            FillValue(value, random);
            FillKey(key, spec.Type, attempt, random);
            map.Update(key, value); // A key that the kind does not take is refused, and that is all.
        }
    }

    // Extremes are what bounds are wrong at.
    static void FillValue(byte[] value, Random random)
    {
        switch (random.Next(4))
        {
            case 0:
                Array.Clear(value);
                break;
            case 1:
                Array.Fill(value, (byte)0xff);
                break;
            default:
                random.NextBytes(value);
                break;
        }
    }

    static void FillKey(byte[] key, MapType type, int attempt, Random random)
    {
        if (type is MapType.Array or MapType.PerCpuArray || random.Next(2) == 0)
        {
            Array.Clear(key);
            if (key.Length >= sizeof(int))
                BinaryPrimitives.WriteInt32LittleEndian(key, attempt);
            return;
        }

        random.NextBytes(key);
        if (type == MapType.LpmTrie)
            BinaryPrimitives.WriteInt32LittleEndian(key, random.Next((key.Length - sizeof(int)) * 8 + 1));
    }
}
