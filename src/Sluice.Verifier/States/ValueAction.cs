using Sluice.Verifier.Domain;

namespace Sluice.Verifier.States;

/// <summary>Changes a value in place.</summary>
delegate void ValueAction<TArgument>(ref Value value, in TArgument argument);
