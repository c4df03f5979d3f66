namespace Sluice.Bpf.Btf.Binary;

/// <summary>
/// Refuses types that no compiler makes and that would send whoever follows them round in circles or far too deep: a
/// struct within itself, a typedef of itself, pointers that never end.
/// </summary>
/// <remarks>
/// Two graphs must have no cycles: what is stored within a type by value (the kernel refuses a loop there, btf.c,
/// btf_struct_resolve), and everything that C has to spell out where it has no name to say, which is every reference but
/// those to a named struct or union. Depth and the number of parts after expansion are bounded, so that code which walks
/// types may recurse and stays fast on hostile input. Both are computed children first, with a stack of our own.
/// </remarks>
sealed class BtfGraph
{
    // The kernel resolves 32 levels (MAX_RESOLVE_DEPTH); spelled-out declarators of real code need about 40.
    const int MaxDepth = 256;

    // task_struct of Linux 6.18, all members of members counted, has about 10 000.
    const int MaxParts = 1 << 22;

    const byte Unseen = 0, Opened = 1, Closed = 2;

    readonly BtfType[] _all;
    readonly int _first;
    readonly Func<int, string, string, Exception> _fail;
    readonly bool _byValue;

    readonly byte[] _state;
    readonly short[] _depth;
    readonly int[] _parts;

    BtfGraph(BtfType[] all, int first, Func<int, string, string, Exception> fail, bool byValue)
    {
        (_all, _first, _fail, _byValue) = (all, first, fail, byValue);
        _state = new byte[all.Length];
        _depth = new short[all.Length];
        _parts = new int[all.Length];
    }

    /// <summary>Checks the types from id <paramref name="first"/> on.</summary>
    /// <param name="all">All types by id.</param>
    /// <param name="first">The first that has not been checked before.</param>
    /// <param name="fail">Makes the error of: a type's id, what was found, what was expected.</param>
    public static void Check(BtfType[] all, int first, Func<int, string, string, Exception> fail)
    {
        new BtfGraph(all, first, fail, byValue: true).Check();
        new BtfGraph(all, first, fail, byValue: false).Check();
    }

    void Check()
    {
        var path = new Stack<(BtfType Type, int Next)>();
        for (var id = _first; id < _all.Length; id++)
        {
            if (_state[id] != Closed)
                Walk(_all[id], path);
        }
    }

    void Walk(BtfType root, Stack<(BtfType Type, int Next)> path)
    {
        Open(root, path);
        while (path.TryPop(out var step))
        {
            if (Child(step.Type, step.Next) is not { } child)
            {
                Close(step.Type);
                continue;
            }

            path.Push(step with { Next = step.Next + 1 });
            if (_state[child.Id] == Opened)
                throw _fail(child.Id, $"a {Describe(child)} that contains itself", "types without loops");
            if (_state[child.Id] == Unseen)
                Open(child, path);
        }
    }

    void Open(BtfType type, Stack<(BtfType Type, int Next)> path)
    {
        _state[type.Id] = Opened;
        path.Push((type, 0));
    }

    void Close(BtfType type)
    {
        var (depth, parts) = (0, 1L);
        for (var i = 0; Child(type, i) is { } child; i++)
            (depth, parts) = (Math.Max(depth, _depth[child.Id] + 1), parts + _parts[child.Id]);
        if (depth > MaxDepth)
            throw _fail(type.Id, $"a {Describe(type)} of {depth} nested types", $"at most {MaxDepth}");
        if (parts > MaxParts)
            throw _fail(type.Id, $"a {Describe(type)} of {parts} parts", $"at most {MaxParts}");
        _state[type.Id] = Closed;
        _depth[type.Id] = (short)depth;
        // Where it has a name to say, a typedef is one word.
        _parts[type.Id] = !_byValue && type is BtfTypedef ? 1 : (int)parts;
    }

    BtfType? Child(BtfType type, int index) => type switch
    {
        BtfTypedef typedef => index == 0 ? typedef.Target : null,
        BtfQualifier qualifier => index == 0 ? qualifier.Target : null,
        BtfArray array => index == 0 ? array.Element : null,
        BtfStruct @struct when _byValue || @struct.Name.Length == 0 =>
            index < @struct.Members.Length ? @struct.Members[index].Type : null,
        BtfPointer pointer when !_byValue => index == 0 ? pointer.Target : null,
        BtfFunctionPrototype prototype when !_byValue => index == 0
            ? prototype.Return
            : index <= prototype.Parameters.Length ? prototype.Parameters[index - 1].Type : null,
        _ => null,
    };

    static string Describe(BtfType type) => type.Name.Length == 0
        ? $"{BtfKindNames.Of(type)}"
        : $"{BtfKindNames.Of(type)} '{type.Name}'";
}
