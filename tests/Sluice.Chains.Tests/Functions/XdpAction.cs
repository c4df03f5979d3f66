namespace Sluice.Chains.Tests.Functions;

/// <summary>What happens to a packet (enum xdp_action of linux/bpf.h).</summary>
enum XdpAction
{
    Aborted,
    Drop,
    Pass,
    Transmit,
    Redirect,
}
