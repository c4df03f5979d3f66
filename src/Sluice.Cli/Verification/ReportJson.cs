using System.Text.Json;
using Sluice.Bpf.Platform;
using Sluice.Cli.Output;
using Sluice.Verifier;
using Sluice.Verifier.Inspection;

namespace Sluice.Cli.Verification;

/// <summary>A verification's result as JSON.</summary>
static class ReportJson
{
    /// <summary>Writes one object's report, or several as a list.</summary>
    public static void Write(Utf8JsonWriter json, VerifierMode mode, IReadOnlyList<VerifiedObject> objects)
    {
        if (objects.Count == 1)
        {
            Write(json, mode, objects[0]);
            return;
        }

        json.WriteString("mode", Names.Of(mode));
        json.WriteBoolean("passed", objects.All(verified => verified.Passed));
        json.Objects("objects", objects, verified => Write(json, mode, verified));
    }

    static void Write(Utf8JsonWriter json, VerifierMode mode, VerifiedObject verified)
    {
        json.WriteString("object", verified.Name);
        json.WriteString("mode", Names.Of(mode));
        json.WriteBoolean("passed", verified.Passed);
        json.Objects("programs", verified.Programs, program => Write(json, program));
    }

    static void Write(Utf8JsonWriter json, VerifiedProgram verified)
    {
        var program = verified.Report;
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
        if (program.ProvedStates is { } states)
            WriteBlocks(json, ProgramGraph.Of(verified.Program), states);
    }

    static void WriteBlocks(Utf8JsonWriter json, ProgramGraph graph, ProgramStates states) => json.Objects("functions", graph.Functions, function =>
    {
        json.WriteString("name", function.Name);
        json.Objects("blocks", function.Blocks, block =>
        {
            json.WriteNumber("start", block.Start);
            json.WriteNumber("last", block.Last);
            WriteSlot(json, "next", block.Next);
            WriteSlot(json, "target", block.Target);
            WriteSlot(json, "callee", block.Callee);
            json.WriteBoolean("loop_head", block.IsLoopHead);
            json.Array("states", states.Describe(block.Start), state =>
            {
                json.WriteStartArray();
                foreach (var part in state)
                    json.WriteStringValue(part);
                json.WriteEndArray();
            });
        });
    });

    static void WriteSlot(Utf8JsonWriter json, string name, int? slot)
    {
        if (slot is { } number)
            json.WriteNumber(name, number);
        else
            json.WriteNull(name);
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
