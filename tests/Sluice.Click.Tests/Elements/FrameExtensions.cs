using Sluice.Packets;

namespace Sluice.Click.Tests.Elements;

static class FrameExtensions
{
    /// <summary>The Ethernet address at an offset, in words.</summary>
    public static string Mac(this byte[] frame, int offset) => MacAddress.Read(frame.AsSpan(offset)).ToString();
}
