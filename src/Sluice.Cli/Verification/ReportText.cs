using System.Globalization;
using Sluice.Verifier;
using Sluice.Verifier.Reporting;

namespace Sluice.Cli.Verification;

/// <summary>A verification's result as text.</summary>
static class ReportText
{
    public static void Write(TextWriter output, IReadOnlyList<VerifiedProgram> programs, ReportForm form)
    {
        foreach (var verified in programs)
        {
            var program = verified.Report;
            output.WriteLine(form switch
            {
                ReportForm.Csv => string.Create(CultureInfo.InvariantCulture,
                    $"{(program.Passed ? 1 : 0)},{program.Elapsed.TotalSeconds:f6},{(program.AllocatedBytes + 1023) / 1024}"),
                ReportForm.Quiet => program.ToString(),
                _ => program.Passed ? Passed(program) : RejectionText.Format(program),
            });
            if (form == ReportForm.Verbose && program.ProvedStates is not null)
                BlockText.Write(output, verified);
        }
    }

    static string Passed(ProgramReport program) => string.Create(CultureInfo.InvariantCulture,
        $"{program}  (at most {program.InstructionBound:N0} instructions a run, {program.StackBytes} bytes of stack)");
}
