using System.Collections.Frozen;

namespace Sluice.Runtime.Helpers;

/// <summary>The helpers that programs may call in process: one row each.</summary>
/// <remarks>
/// A helper that the platform knows and that has no row here is a load-time error naming it. Implementations are static
/// methods, so that compiled code calls them directly.
/// </remarks>
public sealed class HelperTable
{
    readonly FrozenDictionary<int, HelperBinding> _byId;

    /// <summary>A table of the given rows.</summary>
    /// <exception cref="ArgumentException">Two rows bind the same helper.</exception>
    public HelperTable(params IEnumerable<HelperBinding> bindings)
    {
        var byId = new Dictionary<int, HelperBinding>();
        foreach (var binding in bindings)
        {
            if (!byId.TryAdd(binding.Helper.Id, binding))
                throw new ArgumentException($"helper {binding.Helper} is bound twice", nameof(bindings));
        }

        _byId = byId.ToFrozenDictionary();
    }

    /// <summary>The binding of helper number <paramref name="id"/>, or null.</summary>
    public HelperBinding? Find(int id) => _byId.GetValueOrDefault(id);

    /// <summary>All rows.</summary>
    public IEnumerable<HelperBinding> Bindings => _byId.Values;

    /// <summary>This table with more rows, which take precedence.</summary>
    public HelperTable With(params IEnumerable<HelperBinding> bindings)
    {
        var added = bindings.ToDictionary(binding => binding.Helper.Id);
        return new HelperTable([.. added.Values, .. _byId.Values.Where(binding => !added.ContainsKey(binding.Helper.Id))]);
    }
}
