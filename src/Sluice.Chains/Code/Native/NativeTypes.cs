using Sluice.Bpf.Btf;

namespace Sluice.Chains.Code.Native;

/// <summary>The types of generated functions, as verifiers ask for them of global ones.</summary>
sealed class NativeTypes
{
    // struct xdp_md of include/uapi/linux/bpf.h: kernels want the context's struct by this name.
    static readonly string[] s_fields = ["data", "data_end", "data_meta", "ingress_ifindex", "rx_queue_index", "egress_ifindex"];

    readonly BtfBuilder _builder = new();
    readonly BtfType _context, _u64, _u32;

    public NativeTypes()
    {
        _u64 = _builder.Integer("unsigned long long", 8);
        _u32 = _builder.Integer("unsigned int", 4);
        _context = _builder.Pointer(_builder.Struct("xdp_md", s_fields.Length * 4, s_fields.Select((name, at) => new BtfMember(name, _u32, at * 32, 0))));
    }

    public BtfFunctionPrototype Dispatcher => _builder.FunctionPrototype(_u64, new("ctx", _context), new BtfParameter("chain", _u32));

    public BtfFunctionPrototype Fault => _builder.FunctionPrototype(_u64, new("chain", _u32), new BtfParameter("cause", _u32));

    public BtfFunctionPrototype Counter => _builder.FunctionPrototype(
        _u64, new("result", _u64), new BtfParameter("element", _u32), new BtfParameter("since", _u64), new BtfParameter("own", _u32));

    public BtfFunctionPrototype Chain(int parameters) => _builder.FunctionPrototype(
        _u64, [new("ctx", _context), .. Enumerable.Range(0, parameters).Select(number => new BtfParameter($"argument{number}", _u64))]);
}
