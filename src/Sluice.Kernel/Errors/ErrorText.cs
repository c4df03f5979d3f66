using Sluice.Bpf.Platform;

namespace Sluice.Kernel.Errors;

/// <summary>Error numbers as C names them, for messages.</summary>
static class ErrorText
{
    static readonly Dictionary<Errno, (string Name, string Meaning)> s_known = new()
    {
        [Errno.NotPermitted] = ("EPERM", "not permitted"),
        [Errno.NotFound] = ("ENOENT", "no such object"),
        [Errno.NoSuchProcess] = ("ESRCH", "no such object"),
        [Errno.Interrupted] = ("EINTR", "interrupted"),
        [Errno.InputOutput] = ("EIO", "input or output error"),
        [Errno.NoDeviceOrAddress] = ("ENXIO", "no such device or address"),
        [Errno.TooBig] = ("E2BIG", "too big"),
        [Errno.BadDescriptor] = ("EBADF", "not the descriptor that it should be"),
        [Errno.Again] = ("EAGAIN", "try again"),
        [Errno.NoMemory] = ("ENOMEM", "out of memory"),
        [Errno.AccessDenied] = ("EACCES", "access denied"),
        [Errno.BadAddress] = ("EFAULT", "bad address"),
        [Errno.Busy] = ("EBUSY", "busy: another program or user holds it"),
        [Errno.Exists] = ("EEXIST", "it exists already"),
        [Errno.CrossDevice] = ("EXDEV", "the interface's driver or kind does not take it"),
        [Errno.NoDevice] = ("ENODEV", "no such interface"),
        [Errno.NotDirectory] = ("ENOTDIR", "a part of the path is no directory"),
        [Errno.IsDirectory] = ("EISDIR", "the path is a directory"),
        [Errno.InvalidArgument] = ("EINVAL", "the kernel does not take it"),
        [Errno.NoSpace] = ("ENOSPC", "no space left"),
        [Errno.ReadOnlyFileSystem] = ("EROFS", "the file system is read-only"),
        [Errno.OutOfRange] = ("ERANGE", "out of range"),
        [Errno.NameTooLong] = ("ENAMETOOLONG", "the name is too long"),
        [Errno.NoSystemCall] = ("ENOSYS", "the kernel has no such system call"),
        [Errno.Loop] = ("ELOOP", "too many links, or a program that is in use"),
        [Errno.NoLink] = ("ENOLINK", "it is attached to nothing any more"),
        [Errno.OperationNotSupported] = ("EOPNOTSUPP", "not supported"),
        [Errno.NoBufferSpace] = ("ENOBUFS", "no buffer space"),
        [Errno.TimedOut] = ("ETIMEDOUT", "timed out"),
        [Errno.Stale] = ("ESTALE", "what was expected there has changed"),
        [Errno.NotSupported] = ("ENOTSUPP", "the running kernel does not support it"),
    };

    /// <summary>The number's name: <c>EPERM</c>.</summary>
    public static string Name(Errno error) => s_known.TryGetValue(error, out var known) ? known.Name : $"error {(int)error}";

    /// <summary>What it means and its name: <c>not permitted (EPERM)</c>.</summary>
    public static string Describe(Errno error) =>
        s_known.TryGetValue(error, out var known) ? $"{known.Meaning} ({known.Name})" : $"error {(int)error}";
}
