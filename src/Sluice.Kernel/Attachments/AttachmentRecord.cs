using System.Collections.Immutable;
using System.IO.Compression;
using System.Runtime.InteropServices;
using System.Text.Json;
using Sluice.Bpf.Platform;
using Sluice.Kernel.Errors;
using Sluice.Kernel.Inspection;
using Sluice.Kernel.Loading;
using Sluice.Kernel.Maps;
using Sluice.Kernel.Programs;
using Sluice.Kernel.SystemCalls;

namespace Sluice.Kernel.Attachments;

/// <summary>What an attached program was made of, kept in the kernel by the program itself.</summary>
/// <remarks>
/// A frozen map that the program does not use, but holds (BPF_PROG_BIND_MAP): so record and program come and go together, whatever
/// happens to the processes that attach and replace. It holds JSON, packed by gzip.
/// </remarks>
/// <param name="Parts">The programs, in the order in which they run.</param>
sealed record AttachmentRecord(ImmutableArray<AttachedPart> Parts)
{
    const string MapName = "sluice.record";
    const int Version = 1;

    /// <summary>The record of a program; null if it has none, which is so for all that others attach.</summary>
    /// <exception cref="KernelException">The kernel does not show its maps, or the record is another version's.</exception>
    public static AttachmentRecord? Of(ProgramDescription program)
    {
        foreach (var id in program.MapIds)
        {
            if (ObjectIds.TryOpen(BpfCommand.MapGetDescriptorById, "map", id) is not { } descriptor)
                continue;
            using var map = KernelMap.Adopt(descriptor, $"map {id}");
            if (map.Spec is not { Name: MapName, Type: MapType.Array })
                continue;
            var value = new byte[map.ValueBufferSize];
            MapCreation.Require(map, "read", map.Lookup(new byte[sizeof(int)], value));
            return Read(value) ?? throw new KernelException($"program '{program.Name}'", "understand its record", Errno.InvalidArgument,
                "another version of Sluice has attached it: detach it by that one");
        }

        return null;
    }

    /// <summary>Makes a program hold it.</summary>
    /// <exception cref="KernelException">The kernel refuses.</exception>
    public void BindTo(KernelProgram program)
    {
        var bytes = Write();
        using var map = MapCreation.Create(new(MapName, MapType.Array, sizeof(int), bytes.Length, 1) { Flags = MapFlags.ReadOnlyProgram });
        MapCreation.Require(map, "fill", map.Update(new byte[sizeof(int)], bytes));
        MapCreation.Require(map, "freeze", map.Freeze());
        var attributes = new ProgramBindMapAttributes { ProgFd = (uint)program.Descriptor.Number, MapFd = (uint)map.Descriptor.Number };
        _ = BpfSystemCall.Invoke(BpfCommand.ProgramBindMap, ref attributes, out var error);
        if (error != Errno.None)
            throw new KernelException($"program '{program.Spec.Name}'", "bind its record to it", error);
    }

    byte[] Write()
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest))
        using (var json = new Utf8JsonWriter(gzip))
        {
            json.WriteStartObject();
            json.WriteNumber("version", Version);
            json.WriteStartArray("programs");
            foreach (var part in Parts)
            {
                json.WriteStartObject();
                json.WriteString("program", part.Program);
                json.WriteNumber("priority", part.Run.Priority);
                json.WriteNumber("chain_actions", part.Run.ChainActions);
                json.WriteString("object", part.ObjectName);
                json.WriteBase64String("image", part.Image.AsSpan());
                json.WriteStartObject("maps");
                foreach (var (name, id) in part.Maps)
                    json.WriteNumber(name, id);
                json.WriteEndObject();
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        return packed.ToArray();
    }

    static AttachmentRecord? Read(byte[] packed)
    {
        try
        {
            using var gzip = new GZipStream(new MemoryStream(packed), CompressionMode.Decompress);
            using var json = JsonDocument.Parse(gzip);
            var root = json.RootElement;
            return root.GetProperty("version").GetInt32() != Version ? null : new([.. root.GetProperty("programs").EnumerateArray().Select(part => new AttachedPart(
                part.GetProperty("program").GetString()!,
                new(part.GetProperty("priority").GetInt32(), part.GetProperty("chain_actions").GetUInt32()),
                ImmutableCollectionsMarshal.AsImmutableArray(part.GetProperty("image").GetBytesFromBase64()),
                part.GetProperty("object").GetString()!,
                part.GetProperty("maps").EnumerateObject().ToImmutableDictionary(map => map.Name, map => map.Value.GetInt32())))]);
        }
        catch (Exception error) when (error is JsonException or InvalidDataException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            return null;
        }
    }
}
