using Sluice.Kernel.Tracing;

namespace Sluice.Kernel.Tests.Tracing;

public sealed class TracePipeTests
{
    [Theory]
    [InlineData("          ping-1234    [001] ..s2.   123.456789: bpf_trace_printk: hello: world", "ping", 1234, 1, 123.456789, "hello: world")]
    [InlineData("           <...>-77      [000] b..1. 45.5: bpf_trace_printk: ", "<...>", 77, 0, 45.5, "")]
    [InlineData("  kworker/0:1-9 (-------) [003] d.s3.  1.000001: bpf_trace_printk: x", "kworker/0:1", 9, 3, 1.000001, "x")]
    [InlineData("  a b-c-5 [003]  1.000001: bpf_trace_printk: x", "a b-c", 5, 3, 1.000001, "x")]
    public void A_line_is_taken_apart(string line, string task, int thread, int cpu, double time, string text) =>
        Assert.Equal(new TraceLine(task, thread, cpu, time, text), TracePipe.Parse(line));

    [Theory]
    [InlineData("CPU:1 [LOST 17 EVENTS]")]
    [InlineData("  ping-1 [000] ..... 1.5: sys_enter: NR 1")]
    [InlineData("")]
    public void What_no_program_printed_is_left_out(string line) => Assert.Null(TracePipe.Parse(line));
}
