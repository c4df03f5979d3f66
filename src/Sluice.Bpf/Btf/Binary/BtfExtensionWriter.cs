namespace Sluice.Bpf.Btf.Binary;

/// <summary>Writes a <c>.BTF.ext</c> section.</summary>
sealed class BtfExtensionWriter(BtfStringWriter names, bool isBigEndian)
{
    const int HeaderBytes = 32;
    const uint FunctionRecord = 8, LineRecord = 16, CoreRecord = 16;

    /// <summary>The section's bytes.</summary>
    public byte[] Write(BtfExtension extension)
    {
        BtfOutput[] parts =
        [
            WritePart(extension, FunctionRecord, section => section.Functions, (output, info) =>
                output.UInt32((uint)info.Offset, (uint)info.Function.Id)),
            WritePart(extension, LineRecord, section => section.Lines, (output, line) =>
                output.UInt32((uint)line.Offset, names.Offset(line.File), names.Offset(line.Text),
                    (uint)line.Line << 10 | (uint)line.Column)),
            WritePart(extension, CoreRecord, section => section.CoreRelocations, (output, core) =>
                output.UInt32((uint)core.Offset, (uint)core.Type.Id, names.Offset(core.Access), (uint)core.Kind)),
        ];

        var result = new BtfOutput(isBigEndian);
        result.Header(HeaderBytes);
        var offset = 0;
        foreach (var part in parts)
        {
            result.UInt32((uint)offset, (uint)part.Length);
            offset += part.Length;
        }

        foreach (var part in parts)
            result.Append(part.Bytes);
        return result.Bytes.ToArray();
    }

    BtfOutput WritePart<T>(BtfExtension extension, uint recordSize, Func<BtfExtensionSection, IReadOnlyList<T>> select,
        Action<BtfOutput, T> write)
    {
        var output = new BtfOutput(isBigEndian);
        foreach (var section in extension.Sections)
        {
            var records = select(section);
            if (records.Count == 0)
                continue;
            if (output.Length == 0)
                output.UInt32(recordSize);
            output.UInt32(names.Offset(section.Name), (uint)records.Count);
            foreach (var record in records)
                write(output, record);
        }

        return output;
    }
}
