namespace Sluice.Click.Control;

/// <summary>What a control packet asks for: another program for an element.</summary>
/// <param name="Id">The element's ID.</param>
/// <param name="Program">The name of the object's file.</param>
/// <param name="Signature">The name of its attestation's file; empty for the one beside the object.</param>
public sealed record ControlRequest(ulong Id, string Program, string Signature);
