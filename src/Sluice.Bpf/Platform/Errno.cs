namespace Sluice.Bpf.Platform;

/// <summary>The error numbers that maps and helpers answer with, positive, as Linux numbers them on x86-64 and arm64.</summary>
/// <remarks>include/uapi/asm-generic/errno-base.h and errno.h. Helpers return them negated.</remarks>
public enum Errno
{
#pragma warning disable CS1591 // Each name says it.
    None = 0,
    NotPermitted = 1,
    NotFound = 2,
    NoSuchProcess = 3,
    Interrupted = 4,
    InputOutput = 5,
    NoDeviceOrAddress = 6,
    TooBig = 7,
    BadDescriptor = 9,
    Again = 11,
    NoMemory = 12,
    AccessDenied = 13,
    BadAddress = 14,
    Busy = 16,
    Exists = 17,
    CrossDevice = 18,
    NoDevice = 19,
    NotDirectory = 20,
    IsDirectory = 21,
    InvalidArgument = 22,
    NoSpace = 28,
    ReadOnlyFileSystem = 30,
    OutOfRange = 34,
    Deadlock = 35,
    NameTooLong = 36,
    NoSystemCall = 38,
    Loop = 40,
    NoData = 61,
    NoLink = 67,
    Overflow = 75,
    MessageSize = 90,
    ProtocolNotSupported = 93,
    OperationNotSupported = 95,
    AddressFamilyNotSupported = 97,
    NoBufferSpace = 105,
    TimedOut = 110,
    Already = 114,
    Stale = 116,
    NotSupported = 524,
#pragma warning restore CS1591
}
