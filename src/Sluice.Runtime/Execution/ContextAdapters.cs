using Sluice.Bpf.Platform;
using Sluice.Runtime.Contexts;

namespace Sluice.Runtime.Execution;

/// <summary>The program types that the engine runs: one row each.</summary>
static class ContextAdapters
{
    static readonly ContextAdapter[] s_all =
    [
        XdpContext.Instance,
        SkbAdapter.Classifier,
        SkbAdapter.Action,
        SkbAdapter.SocketFilter,
        RawContext.Instance,
        ClickContext.Filter,
        ClickContext.Classifier,
        ClickContext.Rewriter,
    ];

    /// <summary>The adapter of <paramref name="type"/>, or null.</summary>
    public static ContextAdapter? Find(ProgramType type) => Array.Find(s_all, adapter => adapter.Type == type);

    /// <summary>The names of all types that run in process, for messages.</summary>
    public static string Names => string.Join(", ", s_all.Select(adapter => adapter.Type));
}
