using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using Sluice.Chains.Code.Native;

namespace Sluice.Chains.Deployment;

/// <summary>What has to be known about chains that run, to replace or to show them: kept beside their maps.</summary>
public sealed partial record DeploymentNotes
{
    /// <summary>The script.</summary>
    public required string Script { get; init; }

    /// <summary>How far a change of it has come.</summary>
    public DeploymentState State { get; init; }

    /// <summary>The tier that packets run through: never <see cref="ChainTier.Auto"/>.</summary>
    public required ChainTier Tier { get; init; }

    /// <summary>The tier that was asked for.</summary>
    public required ChainTier Wanted { get; init; }

    /// <summary>The chains and their numbers.</summary>
    public required ImmutableSortedDictionary<string, uint> Chains { get; init; }

    /// <summary>What is counted.</summary>
    public ChainCounting Counting { get; init; }

    /// <summary>The functions by number, each of the VM's with what tells it from another of its name; compiled, those that are
    /// counted.</summary>
    public ImmutableArray<string> Functions { get; init; } = [];

    /// <summary>The parameters that the script sets.</summary>
    public ImmutableArray<string> Settings { get; init; } = [];

    /// <summary>The symbols of the maps that are kept.</summary>
    public required ImmutableArray<string> Maps { get; init; }

    /// <summary>The symbols of packages' maps, by their full names.</summary>
    public required ImmutableSortedDictionary<string, string> Symbols { get; init; }

    /// <summary>Where loaders are attached.</summary>
    public required ImmutableArray<ChainLink> Links { get; init; }

    /// <summary>As text.</summary>
    public string Write() => JsonSerializer.Serialize(this, NotesContext.Default.DeploymentNotes);

    /// <summary>From text; null if it is none.</summary>
    public static DeploymentNotes? Read(string? text)
    {
        try
        {
            return text is null ? null : JsonSerializer.Deserialize(text, NotesContext.Default.DeploymentNotes);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    [JsonSerializable(typeof(DeploymentNotes))]
    [JsonSourceGenerationOptions(UseStringEnumConverter = true)]
    sealed partial class NotesContext : JsonSerializerContext;
}
