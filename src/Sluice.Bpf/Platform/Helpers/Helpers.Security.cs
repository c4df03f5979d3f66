namespace Sluice.Bpf.Platform;

// Helpers for the security module: inode storage, integrity hashes, execution.
public static partial class Helpers
{
#pragma warning disable CS1591 // Each name is the kernel's; the row says the rest.
    public static readonly Helper InodeStorageGet = Add(new(
        145, "inode_storage_get", Returns.MapValueOrNull, Arg.Map, Arg.ObjectOrNull("inode"), Arg.MapValueOrNull, Arg.Any)
    {
        Programs = [ProgramType.Lsm],
        Maps = [MapType.InodeStorage],
    });
    public static readonly Helper InodeStorageDelete = Add(new(
        146, "inode_storage_delete", Returns.Error, Arg.Map, Arg.ObjectOrNull("inode"))
    {
        Programs = [ProgramType.Lsm],
        Maps = [MapType.InodeStorage],
    });
    public static readonly Helper BprmOptsSet = Add(new(159, "bprm_opts_set", Returns.Scalar, Arg.Object("linux_binprm"), Arg.Any)
    {
        Programs = [ProgramType.Lsm],
    });
    public static readonly Helper ImaInodeHash = Add(new(
        161, "ima_inode_hash", Returns.Scalar, Arg.Object("inode"), Arg.WriteMemory, Arg.MemorySize)
    {
        Programs = [ProgramType.Lsm],
        Effects = Effects.MaySleep,
    });
    public static readonly Helper ImaFileHash = Add(new(
        193, "ima_file_hash", Returns.Scalar, Arg.Object("file"), Arg.WriteMemory, Arg.MemorySize)
    {
        Programs = [ProgramType.Lsm],
        Effects = Effects.MaySleep,
    });
#pragma warning restore CS1591
}
