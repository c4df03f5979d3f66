namespace Sluice.Click.Arguments;

/// <summary>Names of ports that every configuration knows.</summary>
/// <remarks>The IANA service name registry; those that configurations use.</remarks>
public static class WellKnownPorts
{
    /// <summary>All of them, by name.</summary>
    public static IReadOnlyDictionary<string, uint> All { get; } = new Dictionary<string, uint>(StringComparer.Ordinal)
    {
        ["echo"] = 7,
        ["discard"] = 9,
        ["daytime"] = 13,
        ["chargen"] = 19,
        ["ftp-data"] = 20,
        ["ftp"] = 21,
        ["ssh"] = 22,
        ["telnet"] = 23,
        ["smtp"] = 25,
        ["time"] = 37,
        ["domain"] = 53,
        ["dns"] = 53,
        ["bootps"] = 67,
        ["bootpc"] = 68,
        ["tftp"] = 69,
        ["finger"] = 79,
        ["www"] = 80,
        ["http"] = 80,
        ["kerberos"] = 88,
        ["pop3"] = 110,
        ["sunrpc"] = 111,
        ["auth"] = 113,
        ["nntp"] = 119,
        ["ntp"] = 123,
        ["netbios-ns"] = 137,
        ["netbios-dgm"] = 138,
        ["netbios-ssn"] = 139,
        ["imap"] = 143,
        ["imap2"] = 143,
        ["snmp"] = 161,
        ["snmp-trap"] = 162,
        ["bgp"] = 179,
        ["irc"] = 194,
        ["ldap"] = 389,
        ["imap3"] = 220,
        ["https"] = 443,
        ["microsoft-ds"] = 445,
        ["syslog"] = 514,
        ["rip"] = 520,
        ["route"] = 520,
        ["imaps"] = 993,
        ["pop3s"] = 995,
        ["nfs"] = 2049,
        ["mysql"] = 3306,
        ["sip"] = 5060,
        ["postgresql"] = 5432,
        ["x11"] = 6000,
    };

    /// <summary>The port of that name.</summary>
    public static bool TryFind(string name, out ushort port)
    {
        var isKnown = All.TryGetValue(name, out var number);
        port = (ushort)number;
        return isKnown;
    }
}
