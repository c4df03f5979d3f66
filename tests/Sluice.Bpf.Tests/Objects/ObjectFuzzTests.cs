using Sluice.Bpf.Linking;
using Sluice.Bpf.Objects;

namespace Sluice.Bpf.Tests.Objects;

public class ObjectFuzzTests
{
    const int FirstSeed = 1, RoundsPerObject = 300;

    static readonly string[] s_objects =
        ["maps", "inner-maps", "legacy-maps", "globals", "externs", "callbacks", "subprograms", "strings", "core", "sections"];

    public static TheoryData<string> Objects => [.. s_objects];

    [Theory, MemberData(nameof(Objects))]
    public void A_spoiled_object_is_read_or_refused(string name)
    {
        var image = ObjectFiles.Bytes($"tests/Sluice.Bpf.Tests/testdata/clang-19/{name}.o");
        var refused = 0;
        for (var round = 0; round < RoundsPerObject; round++)
        {
            var seed = FirstSeed + round;
            try
            {
                refused += IsRefused(new ObjectFuzzer(seed).Spoil(image)) ? 1 : 0;
            }
            catch (Exception error)
            {
                Assert.Fail($"{name}, seed {seed}: {error}");
            }
        }

        // Many changes hit code or data, where any byte is as good as another.
        Assert.InRange(refused, 1, RoundsPerObject);
    }

    static bool IsRefused(byte[] image)
    {
        BpfObject @object;
        try
        {
            @object = BpfObject.Read(image, "spoiled.o");
        }
        catch (BpfFormatException error)
        {
            Assert.StartsWith("spoiled.o: ", error.Message, StringComparison.Ordinal);
            return true;
        }

        foreach (var program in @object.Programs)
        {
            try
            {
                Linker.Link(@object, program);
            }
            catch (BpfLinkException)
            {
                // A relocation may have come to name something that does not exist.
            }
        }

        return false;
    }
}
