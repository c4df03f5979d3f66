using Sluice.Bpf.Platform;
using Sluice.Kernel.Errors;
using Sluice.Kernel.Features;
using Sluice.Kernel.SystemCalls;

namespace Sluice.Kernel.Inspection;

/// <summary>Walks what is in the kernel by number, and opens it.</summary>
static class ObjectIds
{
    /// <summary>All numbers above <paramref name="start"/>, rising.</summary>
    /// <param name="next">The command that gives the next one: BPF_*_GET_NEXT_ID.</param>
    /// <param name="what">What they are numbers of, for the error.</param>
    /// <param name="start">Where to begin.</param>
    /// <exception cref="KernelException">That is not permitted.</exception>
    public static IEnumerable<int> Walk(BpfCommand next, string what, int start = 0)
    {
        for (var id = (uint)start; ;)
        {
            var attributes = new IdentifierAttributes { StartId = id };
            _ = BpfSystemCall.Invoke(next, ref attributes, out var error);
            if (error == Errno.NotFound)
                yield break;
            if (error != Errno.None)
                throw Refused(what, "list", error);
            yield return (int)(id = attributes.NextId);
        }
    }

    /// <summary>Opens one; null if it has gone.</summary>
    /// <exception cref="KernelException">That is not permitted.</exception>
    public static BpfDescriptor? TryOpen(BpfCommand open, string what, int id)
    {
        var attributes = new IdentifierAttributes { StartId = (uint)id };
        var descriptor = BpfSystemCall.Open(open, ref attributes, out var error);
        return descriptor is not null || error == Errno.NotFound ? descriptor : throw Refused($"{what} {id}", "open", error);
    }

    /// <summary>Opens one.</summary>
    /// <exception cref="KernelException">There is none, or that is not permitted.</exception>
    public static BpfDescriptor Open(BpfCommand open, string what, int id) =>
        TryOpen(open, what, id) ?? throw new KernelException($"{what} {id}", "open", Errno.NotFound, "there is none of this id");

    /// <summary>Asks about what a descriptor stands for.</summary>
    /// <exception cref="KernelException">The kernel does not tell.</exception>
    public static void Describe<T>(BpfDescriptor descriptor, string what, ref T information)
        where T : unmanaged, IBpfInformation
    {
        var error = BpfSystemCall.Inform(descriptor, ref information);
        if (error != Errno.None)
            throw new KernelException(what, "describe", error);
    }

    static KernelException Refused(string what, string operation, Errno error) =>
        new(what, operation, error, error == Errno.NotPermitted ? Permissions.Explain(Capabilities.SysAdmin) : "");
}
