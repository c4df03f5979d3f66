using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Sluice.Bpf.Btf.Values;

/// <summary>Writes values for people, on one line: <c>{source: 10.0.0.1, port: 53, name: "dns", counts: [1, 2]}</c>.</summary>
sealed class BtfTextSink : BtfValueSink
{
    readonly StringBuilder _text = new();
    bool _needsComma;

    public override void BeginObject() => Begin('{');

    public override void EndObject() => End('}');

    public override void BeginArray() => Begin('[');

    public override void EndArray() => End(']');

    public override void Name(string name)
    {
        Separate();
        _text.Append(name).Append(": ");
        _needsComma = false;
    }

    public override void Number(string digits) => Word(digits);

    public override void Word(string word)
    {
        Separate();
        _text.Append(word);
        _needsComma = true;
    }

    public override void Text(string text) =>
        Word($"\"{JsonEncodedText.Encode(text, JavaScriptEncoder.UnsafeRelaxedJsonEscaping)}\"");

    public override void Boolean(bool value) => Word(value ? "true" : "false");

    public override void Nothing() => Word("-");

    public override string ToString() => _text.ToString();

    void Begin(char bracket)
    {
        Separate();
        _text.Append(bracket);
        _needsComma = false;
    }

    void End(char bracket)
    {
        _text.Append(bracket);
        _needsComma = true;
    }

    void Separate()
    {
        if (_needsComma)
            _text.Append(", ");
    }
}
