using System.Diagnostics;
using Sluice.Bpf.Elf;
using Sluice.Bpf.Linking;
using Sluice.Bpf.Objects;
using Sluice.Verifier.Attestations;
using Sluice.Verifier.Policies;

namespace Sluice.VerifierBench;

/// <summary>What it costs to check an attestation where an object of 100 kB is loaded, beside proving it there.</summary>
static class AttestationCosts
{
    const int Instructions = 12_000, Runs = 500;

    /// <summary>Measures, and prints a table of the median and the least time.</summary>
    public static void Write()
    {
        var bpf = Family.All[0].Make(Instructions);
        var image = ElfWriter.Write(bpf);
        var (secret, @public) = TrustedKey.Generate();
        var envelope = Attestation.Sign(image, "large.bpf.o", secret, DateTimeOffset.UtcNow);
        TrustedKey[] keys = [new(@public)], four = [new(TrustedKey.Generate().Public), new(TrustedKey.Generate().Public), new(TrustedKey.Generate().Public), new(@public)];
        var read = BpfObject.Read(image, "large.bpf.o");
        var linked = Linker.Link(read, read.Programs[0]);
        var policy = AttestedPolicy.Open(image, envelope, keys);
        Console.WriteLine($"| an object of {image.Length / 1000} kB, {linked.Instructions.Length} instructions | median, µs | least, µs |\n|---|--:|--:|");
        Row("check the attestation", () => _ = Attestation.Check(image, envelope, keys, DateTimeOffset.UtcNow));
        Row("the same, the last of 4 trusted keys", () => _ = Attestation.Check(image, envelope, four, DateTimeOffset.UtcNow));
        Row("admit the linked program", () => policy.Admit([linked]));
        Row("prove it (for comparison)", () => _ = Verifier.ProgramVerifier.Verify(linked), Runs / 10);
    }

    static void Row(string what, Action action, int runs = Runs)
    {
        var times = new double[runs];
        for (var run = -runs / 5; run < runs; run++)
        {
            var started = Stopwatch.GetTimestamp();
            action();
            if (run >= 0)
                times[run] = Stopwatch.GetElapsedTime(started).TotalMicroseconds;
        }

        Array.Sort(times);
        Console.WriteLine($"| {what} | {times[runs / 2]:0} | {times[0]:0} |");
    }
}
