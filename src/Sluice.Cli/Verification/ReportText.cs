using System.Globalization;
using Sluice.Verifier;
using Sluice.Verifier.Reporting;

namespace Sluice.Cli.Verification;

/// <summary>A verification's result as text.</summary>
static class ReportText
{
    public static void Write(TextWriter output, VerificationReport report, ReportForm form)
    {
        foreach (var program in report.Programs)
        {
            output.WriteLine(form switch
            {
                ReportForm.Csv => string.Create(CultureInfo.InvariantCulture,
                    $"{(program.Passed ? 1 : 0)},{program.Elapsed.TotalSeconds:f6},{(program.AllocatedBytes + 1023) / 1024}"),
                ReportForm.Quiet => program.ToString(),
                _ => program.Passed ? Passed(program) : RejectionText.Format(program),
            });
        }
    }

    static string Passed(ProgramReport program) => string.Create(CultureInfo.InvariantCulture,
        $"{program}  (at most {program.InstructionBound:N0} instructions a run, {program.StackBytes} bytes of stack)");
}
