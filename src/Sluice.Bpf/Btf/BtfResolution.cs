namespace Sluice.Bpf.Btf;

/// <summary>Looks through names and qualifiers.</summary>
public static class BtfResolution
{
    /// <summary>The type behind all typedefs, qualifiers and type tags.</summary>
    public static BtfType Resolve(this BtfType type)
    {
        while (true)
        {
            switch (type)
            {
                case BtfTypedef typedef:
                    type = typedef.Target;
                    break;
                case BtfQualifier qualifier:
                    type = qualifier.Target;
                    break;
                default:
                    return type;
            }
        }
    }

    /// <summary>The type behind qualifiers and type tags; typedefs stay.</summary>
    public static BtfType WithoutQualifiers(this BtfType type)
    {
        while (type is BtfQualifier qualifier)
            type = qualifier.Target;
        return type;
    }
}
