using System.Globalization;
using Sluice.Verifier;
using Sluice.Verifier.Reporting;

namespace Sluice.Cli.Verification;

/// <summary>A verification's result as text.</summary>
static class ReportText
{
    /// <summary>Writes what is to be said of objects; of several, each under its name, but for lines that scripts read.</summary>
    public static void Write(TextWriter output, IReadOnlyList<VerifiedObject> objects, ReportForm form)
    {
        foreach (var verified in objects)
        {
            if (objects.Count > 1 && form != ReportForm.Csv)
                output.WriteLine($"{verified.Path}:");
            if (verified.Programs.Count == 0 && form != ReportForm.Csv)
                output.WriteLine("no programs and no global functions");
            Write(output, verified.Programs, form);
        }
    }

    static void Write(TextWriter output, IReadOnlyList<VerifiedProgram> programs, ReportForm form)
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
