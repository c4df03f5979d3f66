using Sluice.Bpf.Objects;

namespace Sluice.Bpf.Btf.C;

/// <summary>Writes the types of a collection so that each stands behind what it needs.</summary>
/// <remarks>A pointer needs a struct to be declared, a member needs it to be defined; a typedef must stand before its name.</remarks>
sealed class BtfCOrder
{
    // Real types reach about 100; the rest is for hostile ones, which must not exhaust the stack.
    const int MaxDepth = 2000;

    readonly BtfTypes _types;
    readonly TextWriter _writer;
    readonly BtfCNames _names = new();
    readonly BtfCWriter _c;
    readonly HashSet<BtfType> _declared = new(ReferenceEqualityComparer.Instance);
    readonly HashSet<BtfType> _begun = new(ReferenceEqualityComparer.Instance);
    readonly HashSet<BtfType> _walked = new(ReferenceEqualityComparer.Instance);
    int _depth;

    /// <summary>Prepares to write <paramref name="types"/>.</summary>
    public BtfCOrder(BtfTypes types, TextWriter writer)
    {
        (_types, _writer) = (types, writer);
        _c = new(_names);
    }

    /// <summary>Writes all.</summary>
    public void WriteAll()
    {
        foreach (var type in _types.Own)
        {
            if (type is BtfForward forward && Definition(forward) is { } definition)
                _names.Share(forward, definition);
        }

        var looseEnums = new List<BtfEnum>();
        foreach (var type in _types.Own)
        {
            if (type is BtfEnum { Name.Length: 0 } @enum)
                looseEnums.Add(@enum);
            else if (type is BtfTypedef or BtfForward or BtfStruct or BtfEnum && type.Name.Length > 0)
                Need(type, isComplete: true);
        }

        // Enumerators that no type names are constants, and wanted for themselves.
        foreach (var @enum in looseEnums.Where(type => !_c.HasWritten(type)))
            Write(_c.Define(@enum));
    }

    BtfStruct? Definition(BtfForward forward) =>
        _types.FindAll(forward.Name).OfType<BtfStruct>().FirstOrDefault(type => type.IsUnion == forward.IsUnion);

    void Need(BtfType type, bool isComplete)
    {
        if (++_depth > MaxDepth)
            throw new BpfFormatException("types", ".BTF", 0, $"'{type.Name}' behind {MaxDepth} others that need each other", "fewer");
        switch (type)
        {
            case BtfPointer pointer:
                Need(pointer.Target, isComplete: false);
                break;
            case BtfQualifier qualifier:
                Need(qualifier.Target, isComplete);
                break;
            case BtfArray array:
                Need(array.Element, isComplete: true);
                break;
            case BtfFunctionPrototype prototype:
                Need(prototype.Return, isComplete: false);
                foreach (var parameter in prototype.Parameters)
                    Need(parameter.Type, isComplete: false);
                break;
            case BtfTypedef typedef:
                NeedTypedef(typedef, isComplete);
                break;
            case BtfForward forward:
                NeedForward(forward);
                break;
            case BtfEnum { Name.Length: > 0 }:
                if (_begun.Add(type))
                    Write(_c.Define(type));
                break;
            case BtfStruct { Name.Length: > 0 } @struct when isComplete:
                NeedMembersOf(@struct, write: true);
                break;
            case BtfStruct { Name.Length: > 0 }:
                DeclareOnce(type);
                break;
            case BtfStruct @struct:
                NeedMembersOf(@struct, write: false);
                break;
        }

        _depth--;
    }

    void NeedTypedef(BtfTypedef typedef, bool isComplete)
    {
        if (_begun.Contains(typedef))
        {
            // It may have been written when a declaration was enough.
            if (isComplete && _walked.Add(typedef))
                Need(typedef.Target, isComplete: true);
            return;
        }

        if (isComplete)
            _walked.Add(typedef);
        Need(typedef.Target, isComplete);
        if (_begun.Add(typedef))
            Write(_c.Define(typedef));
    }

    void NeedForward(BtfForward forward)
    {
        if (Definition(forward) is { } definition)
            DeclareOnce(definition);
        else
            DeclareOnce(forward);
    }

    void NeedMembersOf(BtfStruct type, bool write)
    {
        if (!_begun.Add(type))
            return;
        foreach (var member in type.Members)
            Need(member.Type, isComplete: true);
        if (write)
        {
            _declared.Add(type);
            Write(_c.Define(type));
        }
    }

    void DeclareOnce(BtfType type)
    {
        if (_declared.Add(type))
            Write($"{_c.Declare(type, "")};");
    }

    void Write(string text)
    {
        _writer.Write(text);
        _writer.Write("\n\n");
    }
}
