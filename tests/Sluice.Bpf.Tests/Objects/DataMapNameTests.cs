using Sluice.Bpf.Objects;

namespace Sluice.Bpf.Tests.Objects;

public class DataMapNameTests
{
    // What bpftool (libbpf 1.1) shows for the same objects.
    [Theory]
    [InlineData("my_object", ".rodata", "my_objec.rodata")]
    [InlineData("my_object", ".bss", "my_objec.bss")]
    [InlineData("my_object", ".kconfig", "my_obje.kconfig")]
    [InlineData("nat", ".data", "nat.data")]
    [InlineData("tcp-filter", ".bss", "tcp_filt.bss")]
    [InlineData("a.b", ".bss", "a.bss")]
    [InlineData("nat", ".rodata.str1.1", ".rodata.str1.1")]
    [InlineData("nat", ".data.a_very_long_name", ".data.a_very_lo")]
    public void Follows_libbpf(string @object, string section, string name) =>
        Assert.Equal(name, DataSections.MapName(@object, section));
}
