using System.Globalization;
using Sluice.Bpf.Btf;
using Sluice.Bpf.Linking;
using Sluice.Bpf.Objects;
using Sluice.Kernel.Inspection;
using Sluice.Kernel.SystemCalls;

namespace Sluice.Kernel.Loading;

/// <summary>What programs are linked against: the types of the kernel and of its modules, and its symbols.</summary>
/// <remarks>Everything is read when it is first asked for, and descriptors of modules are held until the programs are loaded.</remarks>
sealed class KernelTarget : IKernelSymbols, IDisposable
{
    const string SymbolFile = "/proc/kallsyms", Kernel = "vmlinux";

    readonly Lazy<BtfTypes> _types;
    readonly Lazy<List<KernelModule>> _modules;

    /// <summary>The kernel that runs, with other types for CO-RE if <paramref name="types"/> are given.</summary>
    public KernelTarget(BtfTypes? types)
    {
        _types = new(() => types ?? BtfTypes.FromKernel());
        _modules = new(() => types is null ? ReadModules(_types.Value) : []);
    }

    /// <summary>The kernel's types.</summary>
    public BtfTypes Types => _types.Value;

    /// <summary>The types of its modules; read when they are walked.</summary>
    public IEnumerable<BtfTypes> ModuleTypes => Lazily(() => _modules.Value.Select(module => module.Types));

    /// <summary>The descriptor of the BTF of a module that <see cref="KernelTypeReference.Module"/> names.</summary>
    public BpfDescriptor this[int module] => _modules.Value[module - 1].Descriptor;

    /// <summary>The modules whose numbers a program may name.</summary>
    public int ModuleCount => _modules.IsValueCreated ? _modules.Value.Count : 0;

    /// <inheritdoc/>
    /// <remarks>Null also where the kernel hides addresses (kernel.kptr_restrict).</remarks>
    public ulong? FindAddress(string name)
    {
        if (!File.Exists(SymbolFile))
            return null;
        foreach (var line in File.ReadLines(SymbolFile))
        {
            // ffffffff81e65e00 T netif_receive_skb	[module]
            var fields = line.Split([' ', '\t'], 4);
            if (fields.Length >= 3 && fields[2] == name
                && ulong.TryParse(fields[0], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var address) && address != 0)
                return address;
        }

        return null;
    }

    /// <inheritdoc/>
    public KernelTypeReference? FindVariable(string name) => Find<BtfVariable>(name);

    /// <inheritdoc/>
    public KernelTypeReference? FindFunction(string name) => Find<BtfFunction>(name);

    /// <inheritdoc/>
    public void Dispose()
    {
        if (!_modules.IsValueCreated)
            return;
        foreach (var module in _modules.Value)
            module.Dispose();
    }

    /// <summary>The type that a program is bound to (<see cref="AttachTargets"/>), or null if there is none.</summary>
    public KernelTypeReference? FindTarget(ProgramSpec program) => Find(types => AttachTargets.Find(types, program));

    KernelTypeReference? Find<T>(string name)
        where T : BtfType => Find(types => types.Find<T>(name));

    KernelTypeReference? Find(Func<BtfTypes, BtfType?> find)
    {
        if (BtfTypes.FindKernelFile() is null)
            return null;
        if (find(Types) is { } found)
            return new(found.Id);
        for (var i = 0; i < _modules.Value.Count; i++)
        {
            if (find(_modules.Value[i].Types) is { } own)
                return new(own.Id, i + 1);
        }

        return null;
    }

    static List<KernelModule> ReadModules(BtfTypes kernel)
    {
        var modules = new List<KernelModule>();
        foreach (var id in ObjectIds.Walk(BpfCommand.BtfGetNextId, "BTF"))
        {
            if (ObjectIds.TryOpen(BpfCommand.BtfGetDescriptorById, "BTF", id) is not { } descriptor)
                continue;
            var description = KernelBtf.Describe(descriptor, id);
            if (description.IsOfKernel && description.Name != Kernel)
                modules.Add(new(description.Name, descriptor, KernelBtf.Read(descriptor, description.Name, kernel)));
            else
                descriptor.Dispose();
        }

        return modules;
    }

    static IEnumerable<T> Lazily<T>(Func<IEnumerable<T>> items)
    {
        foreach (var item in items())
            yield return item;
    }
}
