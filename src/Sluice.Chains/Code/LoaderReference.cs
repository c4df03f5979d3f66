using System.Collections.Immutable;

namespace Sluice.Chains.Code;

/// <summary>A loader of a unit: the XDP program that hands packets to chains.</summary>
/// <param name="Package">The package it comes from.</param>
/// <param name="Name">Its name within the package.</param>
/// <param name="Attachments">Where the script attaches it.</param>
public sealed record LoaderReference(string Package, string Name, ImmutableArray<Attachment> Attachments);
