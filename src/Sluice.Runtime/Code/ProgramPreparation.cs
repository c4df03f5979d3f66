using Sluice.Bpf.Instructions;
using Sluice.Bpf.Linking;
using Sluice.Bpf.Objects;
using Sluice.Bpf.Platform;
using Sluice.Runtime.Execution;
using Sluice.Runtime.Helpers;
using Sluice.Runtime.Maps;

namespace Sluice.Runtime.Code;

/// <summary>Makes a linked program ready: checks its structure and resolves what it names.</summary>
/// <remarks>
/// The checks are those without which no mode could run the code at all: every instruction exists, jumps and calls lead to
/// instructions, control stays within its function, r10 is not written, helpers and maps exist. Whether the program is
/// safe is the verifier's question, or the sandbox's.
/// </remarks>
sealed class ProgramPreparation(
    BpfRuntime runtime, LinkedProgram program, ContextAdapter adapter, IReadOnlyList<RuntimeMap> maps, int id)
{
    /// <summary>The immediate of a call that stands where a CO-RE relocation could not be resolved.</summary>
    /// <remarks>What libbpf writes there; an error only when it is reached.</remarks>
    public const int PoisonedCall = 0xbad2310;

    readonly BpfInstruction[] _slots = [.. program.Instructions];
    readonly CodeInstruction?[] _instructions = new CodeInstruction?[program.Instructions.Length];

    /// <summary>Checks and resolves the program.</summary>
    /// <exception cref="BpfLoadException">It cannot be run.</exception>
    public ProgramCode Prepare()
    {
        var functions = Check();
        for (var slot = 0; slot < _slots.Length; slot = _instructions[slot]!.Next)
            _instructions[slot] = Resolve(slot, functions);
        foreach (var function in functions)
            FlowGraph.Build(function, _instructions, functions);
        Liveness.FindLiveIn(functions);
        if (CallDepth.Find(functions) is { } tooDeep)
        {
            throw new BpfLoadException(program.Name, tooDeep.Start, $"function '{tooDeep.Name}' called {tooDeep.Depth} frames deep",
                $"at most {Cpu.MaxFrames}");
        }

        return new ProgramCode
        {
            Program = program,
            Adapter = adapter,
            Maps = [.. maps],
            Runtime = runtime,
            Id = id,
            Instructions = _instructions,
            Functions = functions,
        };
    }

    CodeFunction[] Check()
    {
        try
        {
            ProgramChecker.Check(_slots, program.Name);
            var functions = FindFunctions();
            if (program.Functions.Length > 1)
                ProgramChecker.Check(program);
            return functions;
        }
        catch (BpfFormatException error)
        {
            throw new BpfLoadException(program.Name, (int)(error.Offset / BpfInstruction.Size), error.Found, error.Expected);
        }
    }

    // A function starts where the linker says, and wherever a call or a function's address points: a bare stream of
    // instructions has no other sign of them.
    CodeFunction[] FindFunctions()
    {
        var names = new SortedDictionary<int, string> { [0] = program.Name };
        foreach (var function in program.Functions)
            names[function.Start] = function.Name;
        for (var slot = 0; slot < _slots.Length;)
        {
            var form = InstructionSet.Find(_slots[slot])!;
            if (form.Operation is Operation.CallLocal or Operation.LoadFunction)
            {
                var target = slot + 1 + _slots[slot].Immediate;
                names.TryAdd(target, $"{program.Name}+{target}");
            }

            slot += form.Slots;
        }

        int[] starts = [.. names.Keys, _slots.Length];
        return [.. names.Values.Select((name, index) => new CodeFunction(index, name, starts[index], starts[index + 1]))];
    }

    CodeInstruction Resolve(int slot, CodeFunction[] functions)
    {
        var raw = _slots[slot];
        var form = InstructionSet.Find(raw)!;
        return form.Operation switch
        {
            _ when form.IsJump => new(slot, raw, form) { Target = slot + 1 + (form.IsLongJump ? raw.Immediate : raw.Offset) },
            Operation.CallHelper => new(slot, raw, form) { Helper = FindHelper(slot, raw.Immediate) },
            Operation.CallLocal => new(slot, raw, form) { Callee = Callee(slot, functions) },
            Operation.CallKernelFunction => throw Bad(slot, $"a call of kernel function #{raw.Immediate}",
                "a helper or a function of the program: there is no kernel in process"),
            Operation.LoadFunction => LoadFunction(slot, raw, form, functions),
            Operation.LoadMapByIndex or Operation.LoadMapByDescriptor => LoadMap(slot, raw, form),
            Operation.LoadMapValueByIndex or Operation.LoadMapValueByDescriptor => LoadMapValue(slot, raw, form),
            Operation.LoadVariable => throw Bad(slot, $"a variable of the platform, #{raw.Immediate}", "a map, a value or a number"),
            Operation.AddressSpaceCast => throw Bad(slot, "a cast between address spaces", "no arena: there is none in process"),
            Operation.LoadImmediate64 => new(slot, raw, form) { Immediate = (long)BpfInstruction.WideImmediate(_slots, slot) },
            _ => new(slot, raw, form),
        };
    }

    HelperBinding? FindHelper(int slot, int id)
    {
        if (id == PoisonedCall)
            return null;
        if (runtime.Helpers.Find(id) is { } binding)
            return Available(slot, binding);
        var found = Bpf.Platform.Helpers.Find(id) is { } helper ? $"a call of {helper}" : $"a call of unknown helper #{id}";
        throw Bad(slot, found, "a helper that exists in process");
    }

    // A program over a plain buffer has no kernel's rules to follow.
    HelperBinding Available(int slot, HelperBinding binding)
    {
        var type = adapter.Type;
        return (type == ProgramType.Raw && !binding.Helper.IsOwn) || binding.Helper.IsAvailable(type)
            ? binding
            : throw Bad(slot, $"a call of {binding.Helper}", $"a helper that {type} programs may call");
    }

    int Callee(int slot, CodeFunction[] functions) =>
        Array.FindIndex(functions, function => function.Start == slot + 1 + _slots[slot].Immediate);

    CodeInstruction LoadFunction(int slot, BpfInstruction raw, InstructionForm form, CodeFunction[] functions)
    {
        var callee = Callee(slot, functions);
        return new(slot, raw, form)
        {
            Operation = Operation.LoadImmediate64,
            Callee = callee,
            Immediate = (long)CodeHandle.Make(id, callee),
        };
    }

    unsafe CodeInstruction LoadMap(int slot, BpfInstruction raw, InstructionForm form)
    {
        var map = MapAt(slot, raw.Immediate);
        return new(slot, raw, form) { Operation = Operation.LoadImmediate64, Map = map, Immediate = (long)map.Header };
    }

    unsafe CodeInstruction LoadMapValue(int slot, BpfInstruction raw, InstructionForm form)
    {
        var map = MapAt(slot, raw.Immediate);
        if (map.Spec is not { Type: MapType.Array, MaxEntries: 1 })
            throw Bad(slot, $"the address of a value of map '{map.Spec.Name}'", "an array of one entry, as global data is");
        var offset = (uint)_slots[slot + 1].Immediate;
        if (offset >= map.Spec.ValueSize)
            throw Bad(slot, $"byte {offset} of the value of map '{map.Spec.Name}'", $"0 to {map.Spec.ValueSize - 1}");
        return new(slot, raw, form)
        {
            Operation = Operation.LoadImmediate64,
            Map = map,
            IsMapValue = true,
            Immediate = (long)map.Header->Values + offset,
        };
    }

    RuntimeMap MapAt(int slot, int index) => index >= 0 && index < maps.Count
        ? maps[index]
        : throw Bad(slot, $"map number {index}", maps.Count == 0 ? "none: the program has no maps" : $"0 to {maps.Count - 1}");

    BpfLoadException Bad(int slot, string found, string expected) => new(program.Name, slot, found, expected);
}
