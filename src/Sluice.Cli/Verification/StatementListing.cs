using System.Text.Json;
using Sluice.Cli.Output;
using Sluice.Verifier.Attestations;

namespace Sluice.Cli.Verification;

/// <summary>What an attestation says, for people and as JSON.</summary>
static class StatementListing
{
    public static void Write(TextWriter output, string path, Statement statement)
    {
        var until = statement.Expires is { } expires ? $", until {expires:u}" : "";
        output.WriteLine($"{path}: proved by {statement.Verifier} in {Names.Of(statement.Mode)} mode at {statement.Proved:u}{until}");
        foreach (var program in statement.Programs)
            output.WriteLine($"  {program.Section}/{program.Name}  {program.Type}, at most {program.InstructionBound:N0} instructions a run");
    }

    public static void Write(Utf8JsonWriter json, Statement statement)
    {
        json.WriteString("object", statement.Object);
        json.WriteString("sha256", statement.Sha256);
        json.WriteString("mode", Names.Of(statement.Mode));
        json.WriteString("verifier", statement.Verifier);
        json.WriteString("proved", statement.Proved);
        if (statement.Expires is { } expires)
            json.WriteString("expires", expires);
        else
            json.WriteNull("expires");
        json.Objects("programs", statement.Programs, program =>
        {
            json.WriteString("section", program.Section);
            json.WriteString("program", program.Name);
            json.WriteString("type", program.Type);
            json.WriteNumber("instruction_bound", program.InstructionBound);
            json.WriteNumber("stack_bytes", program.StackBytes);
            json.WriteString("sha256", program.Digest);
        });
    }
}
