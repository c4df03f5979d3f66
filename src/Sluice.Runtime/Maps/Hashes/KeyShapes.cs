using System.Runtime.CompilerServices;

namespace Sluice.Runtime.Maps.Hashes;

/// <summary>The shapes of keys that have a lookup of their own.</summary>
static unsafe class KeyShapes
{
    /// <summary>Four bytes: an index, an IPv4 address.</summary>
    public readonly struct Four : IKeyShape
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static ulong Hash(byte* key, int size, ulong seed) => KeyMixing.Mix(*(uint*)key, seed);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static bool Equal(byte* left, byte* right, int size) => *(uint*)left == *(uint*)right;
    }

    /// <summary>Eight bytes.</summary>
    public readonly struct Eight : IKeyShape
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static ulong Hash(byte* key, int size, ulong seed) => KeyMixing.Mix(*(ulong*)key, seed);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static bool Equal(byte* left, byte* right, int size) => *(ulong*)left == *(ulong*)right;
    }

    /// <summary>Nine to sixteen bytes, as two words that may overlap: 5-tuples, IPv6 addresses.</summary>
    public readonly struct UpToSixteen : IKeyShape
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static ulong Hash(byte* key, int size, ulong seed) => KeyMixing.Mix(*(ulong*)key, *(ulong*)(key + size - 8), seed);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static bool Equal(byte* left, byte* right, int size) =>
            ((*(ulong*)left ^ *(ulong*)right) | (*(ulong*)(left + size - 8) ^ *(ulong*)(right + size - 8))) == 0;
    }

    /// <summary>Any size.</summary>
    public readonly struct Any : IKeyShape
    {
        public static ulong Hash(byte* key, int size, ulong seed)
        {
            if (size < 8)
                return KeyMixing.Mix(Short(key, size), seed);
            var hash = seed;
            var offset = 0;
            for (; offset + 16 <= size; offset += 16)
                hash = KeyMixing.Mix(*(ulong*)(key + offset), *(ulong*)(key + offset + 8), hash);
            if (offset + 8 < size)
                return KeyMixing.Mix(*(ulong*)(key + offset), *(ulong*)(key + size - 8), hash);
            return offset < size ? KeyMixing.Mix(*(ulong*)(key + size - 8), hash) : hash;
        }

        public static bool Equal(byte* left, byte* right, int size)
        {
            if (size < 8)
                return Short(left, size) == Short(right, size);
            for (var offset = 0; offset + 8 < size; offset += 8)
            {
                if (*(ulong*)(left + offset) != *(ulong*)(right + offset))
                    return false;
            }

            return *(ulong*)(left + size - 8) == *(ulong*)(right + size - 8);
        }

        // Never reads beyond the key: it may be the last thing on a stack.
        static ulong Short(byte* key, int size) => size >= 4
            ? *(uint*)key | ((ulong)*(uint*)(key + size - 4) << 32)
            : key[0] | ((ulong)key[size / 2] << 8) | ((ulong)key[size - 1] << 16);
    }
}
