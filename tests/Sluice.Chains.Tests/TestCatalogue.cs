using System.Collections.Immutable;
using Sluice.Chains.Code;
using Sluice.Chains.Functions;
using Sluice.Chains.Semantics;

namespace Sluice.Chains.Tests;

/// <summary>The shipped packages, and two that published scripts import but nobody ships.</summary>
sealed class TestCatalogue : IFunctionCatalogue
{
    static readonly Dictionary<string, PackageSignature> s_more = new()
    {
        ["stamp"] = Package("stamp", "stamp", "l234_addr_swap", "udp_checksum"),
        ["eip"] = Package("eip", "hello"),
    };

    public static TestCatalogue Instance { get; } = new();

    public ImmutableArray<string> Packages { get; } = [.. PackageCatalogue.Shipped.Packages, .. s_more.Keys];

    public PackageSignature? Find(string package) => s_more.GetValueOrDefault(package) ?? PackageCatalogue.Shipped.Find(package);

    static PackageSignature Package(string package, params string[] functions) =>
        new(package, [.. functions.Select(name => new FunctionSignature(package, name, [], ChainType.U64, FunctionOutcome.Either))], []);
}
