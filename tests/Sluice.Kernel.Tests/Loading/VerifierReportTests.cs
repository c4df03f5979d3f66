using Sluice.Kernel.Errors;

namespace Sluice.Kernel.Tests.Loading;

public sealed class VerifierReportTests
{
    const string Plain = """
        func#0 @0
        0: R1=ctx() R10=fp0
        ; __u32 ports = *(__u32 *)(data + 34); @ firewall.bpf.c:41
        0: (61) r2 = *(u32 *)(r1 +0)          ; R1=ctx() R2_w=pkt(r=0)
        17: (61) r2 = *(u32 *)(r6 +34)
        invalid access to packet, off=34 size=4, R6(id=0,off=34,r=34)
        R6 offset is outside of the packet
        processed 12 insns (limit 1000000) max_states_per_insn 0 total_states 0 peak_states 0 mark_read 0

        """;

    const string Structured = """
        0: R1=ctx() R10=fp0
        0: (95) exit
        R0 !read_ok

        Verification failed: Register Type Safety: Unreadable register

        Reason:
          R0 has never been initialized on this path, so the verifier cannot use it as an input.

        At:
          insn 0
                | ^-- error: R0 is not readable
          Instruction context:
          >>> 0 | (95) exit

        Suggestion:
          Initialize R0 on every path before this instruction.

        processed 1 insns (limit 1000000) max_states_per_insn 0 total_states 0 peak_states 0 mark_read 0
        """;

    [Theory]
    [InlineData(Plain, 17, "R6 offset is outside of the packet")]
    [InlineData(Structured, 0, "Register Type Safety: Unreadable register: R0 has never been initialized on this path, so the verifier cannot use it as an input.")]
    [InlineData("0: (95) exit\nR0 !read_ok\nprocessed 1 insns (limit 1000000)\n", 0, "R0 !read_ok")]
    [InlineData("unreachable insn 2\nprocessed 0 insns (limit 1000000)\n", 2, "unreachable insn 2")]
    [InlineData("[5] DATASEC .data size=0 vlen=1 size == 0\n", -1, "[5] DATASEC .data size=0 vlen=1 size == 0")]
    [InlineData("", -1, "the verifier gave no reason")]
    [InlineData("Validating f() func#1...\n3: (95) exit\nFunc#1 ('f') is safe for any args that match its prototype\nprocessed 4 insns\n", 3, "the verifier gave no reason")]
    [InlineData("7: (85) call bpf_map_lookup_elem#1\nR1 type=scalar expected=map_ptr\nverification time 55 usec\nstack depth 0\nprocessed 8 insns\n", 7, "R1 type=scalar expected=map_ptr")]
    public void Finds_the_reason_and_the_instruction(string log, int instruction, string cause) =>
        Assert.Equal(new VerifierReport(cause, instruction), VerifierReport.Parse(log));

    [Fact]
    public void Any_prefix_of_a_log_gives_a_reason()
    {
        foreach (var log in new[] { Plain, Structured })
        {
            for (var length = 0; length <= log.Length; length++)
                Assert.NotEmpty(VerifierReport.Parse(log[..length]).Cause);
        }
    }
}
