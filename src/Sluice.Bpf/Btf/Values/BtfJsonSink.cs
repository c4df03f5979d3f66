using System.Text.Json;

namespace Sluice.Bpf.Btf.Values;

/// <summary>Writes values as JSON. Numbers keep all their digits.</summary>
sealed class BtfJsonSink(Utf8JsonWriter writer) : BtfValueSink
{
    public override void BeginObject() => writer.WriteStartObject();

    public override void EndObject() => writer.WriteEndObject();

    public override void BeginArray() => writer.WriteStartArray();

    public override void EndArray() => writer.WriteEndArray();

    public override void Name(string name) => writer.WritePropertyName(name);

    public override void Number(string digits) => writer.WriteRawValue(digits, skipInputValidation: true);

    public override void Word(string word) => writer.WriteStringValue(word);

    public override void Text(string text) => writer.WriteStringValue(text);

    public override void Boolean(bool value) => writer.WriteBooleanValue(value);

    public override void Nothing() => writer.WriteNullValue();
}
