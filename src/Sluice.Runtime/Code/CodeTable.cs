using Sluice.Runtime.Execution;

namespace Sluice.Runtime.Code;

/// <summary>All loaded programs of the process, so that a code handle and a slot of a program array find theirs.</summary>
static class CodeTable
{
    static readonly Lock s_lock = new();
    static RuntimeProgram?[] s_programs = new RuntimeProgram?[64];
    static int s_count = 1; // 0 names no program, so that an empty slot of a program array is all zero.

    /// <summary>Takes a number for a program that is being loaded.</summary>
    /// <remarks>No number is used twice, so what still names a program that is gone never finds another one.</remarks>
    public static int Reserve()
    {
        lock (s_lock)
        {
            var id = s_count++;
            if (id == s_programs.Length)
            {
                var larger = new RuntimeProgram?[s_programs.Length * 2];
                s_programs.CopyTo(larger, 0);
                Volatile.Write(ref s_programs, larger); // Readers see the old array or the new one, both right.
            }

            return id;
        }
    }

    /// <summary>Makes <paramref name="program"/> known under its number.</summary>
    public static void Set(int id, RuntimeProgram program)
    {
        lock (s_lock)
        {
            Volatile.Write(ref s_programs[id], program);
        }
    }

    /// <summary>Forgets the program with this number.</summary>
    public static void Remove(int id)
    {
        lock (s_lock)
        {
            s_programs[id] = null;
        }
    }

    /// <summary>The program with this number, or null.</summary>
    public static RuntimeProgram? Find(int id)
    {
        var programs = s_programs;
        return (uint)id < (uint)programs.Length ? programs[id] : null;
    }
}
