using System.Reflection;
using System.Runtime.CompilerServices;

namespace Sluice.Runtime.Maps;

/// <summary>How a program's lookup in one map is done without the managed object.</summary>
/// <remarks>
/// <see cref="Method"/> is static, allocates nothing and takes the map's header and the address of a key; a compiler calls
/// it directly. For kinds with a value per CPU it returns the value of CPU 0, and the caller adds
/// <see cref="MapHeader.CpuStride"/> times its CPU's number to what is not null.
/// </remarks>
public readonly unsafe struct FastLookup
{
    internal FastLookup(LookupFunction function)
    {
        Method = function.Method;
        RuntimeHelpers.PrepareMethod(Method.MethodHandle, Method.DeclaringType!.IsGenericType
            ? Array.ConvertAll(Method.DeclaringType.GetGenericArguments(), type => type.TypeHandle)
            : null);
        Pointer = (delegate*<MapHeader*, byte*, byte*>)Method.MethodHandle.GetFunctionPointer();
    }

    /// <summary><c>static byte* Lookup(MapHeader* map, byte* key)</c>.</summary>
    public MethodInfo Method { get; }

    /// <summary>The same, to be called through a pointer.</summary>
    public delegate*<MapHeader*, byte*, byte*> Pointer { get; }
}
