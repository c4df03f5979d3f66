namespace Sluice.Bpf.Btf.Values;

/// <summary>Takes a value piece by piece and writes it down in one notation.</summary>
abstract class BtfValueSink
{
    /// <summary>A struct or union begins.</summary>
    public abstract void BeginObject();

    /// <summary>It ends.</summary>
    public abstract void EndObject();

    /// <summary>An array begins.</summary>
    public abstract void BeginArray();

    /// <summary>It ends.</summary>
    public abstract void EndArray();

    /// <summary>The name of the member whose value follows.</summary>
    public abstract void Name(string name);

    /// <summary>A number, in decimal.</summary>
    public abstract void Number(string digits);

    /// <summary>A word: an address, an enumerator, bytes.</summary>
    public abstract void Word(string word);

    /// <summary>Text from a program: a character array.</summary>
    public abstract void Text(string text);

    /// <summary>A truth value.</summary>
    public abstract void Boolean(bool value);

    /// <summary>A value that has no bytes.</summary>
    public abstract void Nothing();
}
