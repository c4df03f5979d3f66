using System.Collections;
using System.Collections.Immutable;

namespace Sluice.Chains.Code;

/// <summary>Checks that intermediate code is well-formed, so that generators need not ask.</summary>
/// <remarks>
/// Blocks and registers exist; registers are written on every way to where they are read; sizes and places are what the
/// operations allow; functions, maps and chains called are known and get as many arguments as they take; a key or a value
/// holds its parts.
/// </remarks>
public static class ChainChecker
{
    /// <summary>Checks a unit.</summary>
    /// <exception cref="ChainCodeException">A chain is not well-formed.</exception>
    public static void Check(ChainUnit unit)
    {
        ArgumentNullException.ThrowIfNull(unit);
        foreach (var chain in unit.Chains)
            new Run(unit, chain).Check();
    }

    sealed class Run(ChainUnit unit, ChainFunction chain)
    {
        SourcePlace? _place = chain.Place;
        string _where = "";

        public void Check()
        {
            Require(chain.ParameterCount is >= 0 and <= FunctionReference.MaxParameters, $"{chain.ParameterCount} parameters", "at most 4");
            Require(unit.Chains.Count(other => other.Name == chain.Name) == 1, "another chain of this name", "one");
            Require(chain.ParameterCount <= chain.RegisterCount, $"{chain.RegisterCount} registers", "at least one for each parameter");
            Require(!chain.Blocks.IsEmpty, "no block", "an entry");
            foreach (var block in chain.Blocks)
            {
                foreach (var operation in block.Operations)
                {
                    At(block, operation.Place, Text.ChainPrinter.Print(operation));
                    CheckRegisters(OperationShape.Reads(operation), OperationShape.Writes(operation));
                    CheckOperation(operation);
                }

                At(block, block.Terminator.Place, "its end");
                CheckRegisters(OperationShape.Reads(block.Terminator), []);
                foreach (var target in OperationShape.Successors(block.Terminator))
                    Require((uint)target < (uint)chain.Blocks.Length, $"block {target}", $"one of {chain.Blocks.Length}");
                if (block.Terminator is VerdictTerminator verdict)
                    Require(verdict.Action is >= 0 and <= 4, $"verdict {verdict.Action}", "an XDP action, 0 to 4");
            }

            CheckAssignment();
        }

        void At(ChainBlock block, SourcePlace? place, string what) =>
            (_place, _where) = (place ?? chain.Place, $"block {block.Label}, {what}");

        void CheckRegisters(IEnumerable<Operand> reads, IEnumerable<int> writes)
        {
            foreach (var register in reads.Where(operand => !operand.IsConstant).Select(operand => operand.Register).Concat(writes))
                Require(register < chain.RegisterCount, $"register v{register}", $"one of {chain.RegisterCount}");
        }

        void CheckOperation(ChainOperation operation)
        {
            switch (operation)
            {
                case ExtendOperation extend:
                    Require(extend.Bits is 8 or 16 or 32, $"{extend.Bits} bits", "8, 16 or 32");
                    break;
                case PacketLoadOperation load:
                    CheckSize(load.Size);
                    CheckPlace(load.Source);
                    break;
                case PacketStoreOperation store:
                    CheckSize(store.Size);
                    CheckPlace(store.Target);
                    break;
                case HeaderTestOperation test:
                    CheckHeader(test.Layer, test.Protocol);
                    break;
                case HeaderRequireOperation require:
                    CheckHeader(require.Layer, require.Protocol);
                    break;
                case SharedLoadOperation load:
                    CheckShared(load.Offset, load.Size);
                    break;
                case SharedStoreOperation store:
                    CheckShared(store.Offset, store.Size);
                    break;
                case CallFunctionOperation call:
                    var function = unit.FindFunction(call.Function);
                    Require(function is not null, $"function '{call.Function}'", "one of the unit's");
                    CheckArguments(call.Arguments.Length, function!.ParameterBits.Length);
                    break;
                case CallChainOperation call:
                    var callee = unit.FindChain(call.Chain);
                    Require(callee is not null, $"chain '{call.Chain}'", "one of the unit's");
                    CheckArguments(call.Arguments.Length, callee!.ParameterCount);
                    break;
                case MapLookupOperation lookup:
                    var map = CheckMap(lookup.Map, lookup.Key);
                    CheckFields([new(lookup.Offset, lookup.Size, default, lookup.IsBigEndian)], map.ValueSize, "value");
                    break;
                case MapStoreOperation store:
                    CheckFields(store.Fields, CheckMap(store.Map, store.Key).ValueSize, "value");
                    break;
                case MapDeleteOperation delete:
                    CheckMap(delete.Map, delete.Key);
                    break;
            }
        }

        void CheckArguments(int found, int expected) =>
            Require(found == expected && found <= FunctionReference.MaxParameters, $"{found} arguments", $"{expected}");

        MapReference CheckMap(string name, ImmutableArray<FieldValue> key)
        {
            var map = unit.FindMap(name);
            Require(map is not null, $"map '{name}'", "one of the unit's");
            CheckFields(key, map!.KeySize, "key");
            return map;
        }

        void CheckFields(ImmutableArray<FieldValue> fields, int size, string what)
        {
            foreach (var field in fields)
            {
                CheckSize(field.Size);
                Require(field.Offset >= 0 && field.Offset <= size - field.Size, $"{field.Size} bytes at {field.Offset}", $"a part of a {what} of {size}");
            }
        }

        void CheckSize(int size) => Require(size is 1 or 2 or 4 or 8, $"{size} bytes", "1, 2, 4 or 8");

        void CheckPlace(PacketPlace place) => Require(place.Offset is >= 0 and <= PacketPlace.LargestOffset,
            $"offset {place.Offset}", $"one from 0 to {PacketPlace.LargestOffset}");

        void CheckHeader(PacketLayer layer, int protocol)
        {
            Require(layer is PacketLayer.Network or PacketLayer.Transport, $"layer {layer}", "network or transport");
            Require(protocol >= 0 && protocol <= (layer == PacketLayer.Network ? 0xffff : 0xff), $"protocol {protocol}", "an EtherType, or an IP protocol");
        }

        void CheckShared(int offset, int size)
        {
            CheckSize(size);
            Require(offset >= 0 && offset % size == 0 && offset <= Machine.SharedMemory.Size - size,
                $"{size} bytes at {offset}", $"aligned ones within {Machine.SharedMemory.Size}");
        }

        // Forward: a register is assigned at a block's start if it is at the end of every block before.
        void CheckAssignment()
        {
            var starts = new BitArray?[chain.Blocks.Length];
            starts[0] = new(chain.RegisterCount);
            for (var register = 0; register < chain.ParameterCount; register++)
                starts[0]![register] = true;
            var pending = new Queue<int>([0]);
            while (pending.TryDequeue(out var index))
            {
                var assigned = new BitArray(starts[index]!);
                foreach (var operation in chain.Blocks[index].Operations)
                {
                    foreach (var register in OperationShape.Writes(operation))
                        assigned[register] = true;
                }

                foreach (var target in OperationShape.Successors(chain.Blocks[index].Terminator))
                {
                    var before = starts[target];
                    var after = before is null ? new BitArray(assigned) : new BitArray(before).And(assigned);
                    if (before is not null && !new BitArray(before).Xor(after).HasAnySet())
                        continue;
                    starts[target] = after;
                    pending.Enqueue(target);
                }
            }

            for (var index = 0; index < starts.Length; index++)
            {
                if (starts[index] is { } assigned)
                    CheckAssignment(chain.Blocks[index], assigned);
            }
        }

        void CheckAssignment(ChainBlock block, BitArray assigned)
        {
            foreach (var operation in block.Operations)
            {
                At(block, operation.Place, Text.ChainPrinter.Print(operation));
                RequireAssigned(OperationShape.Reads(operation), assigned);
                foreach (var register in OperationShape.Writes(operation))
                    assigned[register] = true;
            }

            At(block, block.Terminator.Place, "its end");
            RequireAssigned(OperationShape.Reads(block.Terminator), assigned);
        }

        void RequireAssigned(IEnumerable<Operand> reads, BitArray assigned)
        {
            foreach (var operand in reads.Where(operand => !operand.IsConstant))
                Require(assigned[operand.Register], $"register v{operand.Register} without a value on some way", "one assigned before");
        }

        void Require(bool condition, string found, string expected)
        {
            if (!condition)
                throw new ChainCodeException(chain.Name, _place, _where, found, expected);
        }
    }
}
