using Sluice.Chains.Functions;

namespace Sluice.Chains.Tests.Functions;

/// <summary>The page of all functions says what their objects say.</summary>
public sealed class CatalogueTextTests
{
    const string Update = "SLUICE_UPDATE_DOCS";

    const string Introduction = """
        # Functions and loaders

        Everything that scripts can import from the packages that come with Sluice. This page is made of what the objects
        themselves say (their BTF); a test holds it to that. `SLUICE_UPDATE_DOCS=1 dotnet test --project
        tests/Sluice.Chains.Tests --filter-class '*CatalogueTextTests*'` writes it anew. How to write such functions:
        [functions.md](functions.md).

        Loaders can be imported from every package: `from loaders.hike_default import ip6_simple_classifier`.
        Older scripts name folders of their authors' machines; `net`, `basic`, `mynet`, `test` and `hike` stand for all packages
        together, `routingpaolo` for routing, `devel_encap` and `template` for info.


        """;

    [Fact]
    public void The_page_says_what_the_objects_say()
    {
        var catalogue = PackageCatalogue.Shipped;
        var packages = catalogue.Packages.Select(package => catalogue.Find(package)! with { Loaders = [] }).Append(
            new PackageSignature("loaders", [], catalogue.Find(catalogue.Packages[0])!.Loaders));
        var expected = Introduction.ReplaceLineEndings("\n") + CatalogueText.Markdown(packages);
        var page = Path.Combine(TestData.Root, "docs", "function-catalogue.md");
        if (Environment.GetEnvironmentVariable(Update) == "1")
            File.WriteAllText(page, expected);
        Assert.Equal(expected, File.ReadAllText(page).ReplaceLineEndings("\n"));
    }
}
