using System.Text.Json;
using Sluice.Bpf.Platform;
using Sluice.Cli.Output;
using Sluice.Verifier;

namespace Sluice.Cli.Verification;

/// <summary>A verification's result as JSON.</summary>
static class ReportJson
{
    public static void Write(Utf8JsonWriter json, VerificationReport report)
    {
        json.WriteString("object", report.Object);
        json.WriteString("mode", Names.Of(report.Mode));
        json.WriteBoolean("passed", report.Passed);
        json.Objects("programs", report.Programs, program => Write(json, program));
    }

    static void Write(Utf8JsonWriter json, ProgramReport program)
    {
        json.WriteString("section", program.Section);
        json.WriteString("program", program.Program);
        json.WriteString("type", ProgramTypeTable.Find(program.Type)?.Name ?? program.Type.ToString());
        json.WriteBoolean("passed", program.Passed);
        json.WriteNumber("instructions", program.Instructions);
        json.WriteNumber("instruction_bound", program.InstructionBound);
        json.WriteNumber("stack_bytes", program.StackBytes);
        json.WriteNumber("instructions_visited", program.InstructionsVisited);
        json.WriteNumber("states", program.States);
        json.WriteNumber("seconds", program.Elapsed.TotalSeconds);
        json.Objects("rejections", program.Rejections, rejection => Write(json, rejection));
    }

    static void Write(Utf8JsonWriter json, Rejection rejection)
    {
        json.WriteString("class", rejection.Kind.Slug());
        json.WriteString("title", rejection.Kind.Title());
        json.WriteString("reason", rejection.Reason);
        json.WriteString("function", rejection.Function);
        json.WriteNumber("slot", rejection.Slot);
        json.WriteString("instruction", rejection.Instruction);
        if (rejection.Line is { } line)
        {
            json.WriteString("file", line.File);
            json.WriteNumber("line", line.Line);
            json.WriteNumber("column", line.Column);
            json.WriteString("text", line.Text);
        }

        json.Objects("path", rejection.Path, step =>
        {
            json.WriteNumber("slot", step.Slot);
            json.WriteNumber("line", step.Line);
            json.WriteString("text", step.Text);
            json.WriteBoolean("taken", step.IsTaken);
        });
        json.WriteString("suggestion", rejection.Suggestion);
    }
}
