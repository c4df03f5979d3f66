namespace Sluice.Click.Tests.Programs;

/// <summary>Small programs for elements.</summary>
static class ProgramTexts
{
    /// <summary>Returns byte 0 of the packet; 0 if there is none.</summary>
    public static string FirstByte(string section) => $"""
        .license "GPL"
        .program first_byte section="{section}"
          r2 = *(u64 *)(r1 + 0)
          r3 = *(u64 *)(r1 + 8)
          r0 = 0
          r4 = r2
          r4 += 1
          if r4 > r3 goto done
          r0 = *(u8 *)(r2 + 0)
          r0 &= {(section.Contains("filter", StringComparison.Ordinal) ? 1 : 255)}
          {(section.Contains("filter", StringComparison.Ordinal) ? "r0 += 1" : "r0 += 0")}
        done:
          exit
        """;

    /// <summary>Returns a number.</summary>
    public static string Constant(string section, int value) => $".license \"GPL\"\n.program constant section=\"{section}\"\n  r0 = {value}\n  exit\n";

    /// <summary>Counts packets in a map of that shape, and returns 2.</summary>
    public static string Counting(int size = 8, int entries = 1, string map = "counts") => $"""
        .license "GPL"
        .map {map} Array key=4 value={size} entries={entries}
        .program counting section="click/filter"
          *(u32 *)(r10 - 4) = 0
          r2 = r10
          r2 += -4
          r1 = map[{map}]
          call bpf_map_lookup_elem
          if r0 == 0 goto done
          r1 = 1
          lock *(u{size * 8} *)(r0 + 0) += r1
        done:
          r0 = 2
          exit
        """;

    /// <summary>Puts two zero bytes before the packet, takes its last byte, and writes 7 to its first.</summary>
    public const string Resizing = """
        .license "GPL"
        .program resizing section="click/rewriter"
          r6 = r1
          r1 = 2
          r2 = -1
          call bpf_packet_add_space
          if r0 != 0 goto failed
          r2 = *(u64 *)(r6 + 0)
          r3 = *(u64 *)(r6 + 8)
          r4 = r2
          r4 += 1
          if r4 > r3 goto failed
          *(u8 *)(r2 + 0) = 7
          r0 = 1
          exit
        failed:
          r0 = 0
          exit
        """;

    /// <summary>An XDP program that returns byte 0 of the packet.</summary>
    public const string Xdp = """
        .license "GPL"
        .program verdict section="xdp"
          r2 = *(u32 *)(r1 + 0)
          r3 = *(u32 *)(r1 + 4)
          r0 = 0
          r4 = r2
          r4 += 1
          if r4 > r3 goto done
          r0 = *(u8 *)(r2 + 0)
        done:
          exit
        """;

    /// <summary>Reads behind the packet's end where it is shorter than 4 bytes: nobody can prove it.</summary>
    public const string Careless = """
        .license "GPL"
        .program careless section="click/filter"
          r2 = *(u64 *)(r1 + 0)
          r0 = *(u8 *)(r2 + 3)
          r0 = 2
          exit
        """;
}
