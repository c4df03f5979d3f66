using Sluice.Bpf.Btf;

namespace Sluice.Verifier.KernelObjects;

/// <summary>What lies at an offset of a kernel struct.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Target">The struct that is pointed to, or that begins there; else null.</param>
/// <param name="Field">The name of the last field on the way.</param>
/// <param name="Tag">The type tag of the pointer, <c>rcu</c>, <c>user</c> or <c>percpu</c>; else empty.</param>
/// <param name="IsOfUnion">Does the way lead through a union of several members, so that nobody knows which is meant?</param>
/// <param name="Fault">Why the access is none, in words; else empty.</param>
readonly record struct StructStep(StepKind Kind, BtfStruct? Target = null, string Field = "", string Tag = "", bool IsOfUnion = false, string Fault = "");
