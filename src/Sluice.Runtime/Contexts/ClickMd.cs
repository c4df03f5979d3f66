using System.Runtime.InteropServices;

namespace Sluice.Runtime.Contexts;

/// <summary>The context of the programs of Click's elements: where the packet begins and ends.</summary>
/// <remarks>Network Function Virtualization with UniBPF, section 5.2.1; struct click_md of bpf/include/sluice_click.h.</remarks>
[StructLayout(LayoutKind.Sequential)]
struct ClickMd
{
    public ulong Data;
    public ulong DataEnd;
}
