namespace Sluice.Kernel.SystemCalls;

/// <summary>The commands of bpf(2).</summary>
/// <remarks>include/uapi/linux/bpf.h, enum bpf_cmd.</remarks>
enum BpfCommand
{
    MapCreate = 0,
    MapLookupElement = 1,
    MapUpdateElement = 2,
    MapDeleteElement = 3,
    MapGetNextKey = 4,
    ProgramLoad = 5,
    ObjectPin = 6,
    ObjectGet = 7,
    ProgramAttach = 8,
    ProgramDetach = 9,
    ProgramTestRun = 10,
    ProgramGetNextId = 11,
    MapGetNextId = 12,
    ProgramGetDescriptorById = 13,
    MapGetDescriptorById = 14,
    ObjectGetInfo = 15,
    ProgramQuery = 16,
    BtfLoad = 18,
    BtfGetDescriptorById = 19,
    MapLookupAndDeleteElement = 21,
    MapFreeze = 22,
    BtfGetNextId = 23,
    MapLookupBatch = 24,
    MapLookupAndDeleteBatch = 25,
    MapUpdateBatch = 26,
    MapDeleteBatch = 27,
    LinkCreate = 28,
    LinkUpdate = 29,
    LinkGetDescriptorById = 30,
    LinkGetNextId = 31,
    EnableStatistics = 32,
    LinkDetach = 34,
}
