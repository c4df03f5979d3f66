namespace Sluice.Runtime.Compiler;

/// <summary>What is known at one place: a value for each variable, and how far the packet is known to reach.</summary>
sealed class FlowState(int variables)
{
    readonly Value[] _values = new Value[variables];

    // For the base of a packet address, by the instruction that made it: bytes from there that are in the packet.
    readonly Dictionary<int, int> _ranges = [];

    /// <summary>Has anything reached the place?</summary>
    public bool IsReached { get; private set; }

    /// <summary>The value of a variable.</summary>
    public Value this[int variable]
    {
        get => _values[variable];
        set => _values[variable] = value;
    }

    /// <summary>Bytes known to be in the packet from a base on.</summary>
    public int RangeOf(int id) => _ranges.GetValueOrDefault(id);

    /// <summary>Notes that the packet reaches <paramref name="bytes"/> beyond a base.</summary>
    public void Extend(int id, int bytes) => _ranges[id] = Math.Max(bytes, RangeOf(id));

    /// <summary>Starts with the given values.</summary>
    public void Reach() => IsReached = true;

    /// <summary>A copy.</summary>
    public FlowState Clone()
    {
        var clone = new FlowState(_values.Length);
        clone.CopyFrom(this);
        return clone;
    }

    /// <summary>Keeps what holds here and in <paramref name="other"/>.</summary>
    /// <returns>Did anything change?</returns>
    public bool Join(FlowState other, bool widen)
    {
        if (!IsReached)
        {
            CopyFrom(other);
            return true;
        }

        var changed = false;
        for (var variable = 0; variable < _values.Length; variable++)
        {
            var joined = _values[variable].Join(other._values[variable], false);
            if (joined == _values[variable])
                continue;
            _values[variable] = widen ? _values[variable].Join(other._values[variable], true) : joined;
            changed = true;
        }

        if (_ranges.Count == 0)
            return changed;
        foreach (var (id, range) in _ranges.ToArray())
        {
            var common = Math.Min(range, other.RangeOf(id));
            if (common == range)
                continue;
            changed = true;
            if (common == 0)
                _ranges.Remove(id);
            else
                _ranges[id] = common;
        }

        return changed;
    }

    /// <summary>Forgets every address with a base made at <paramref name="id"/>: the instruction makes a new one.</summary>
    public void Renew(int id)
    {
        _ranges.Remove(id);
        Forget(value => value.Kind is ValueKind.Packet or ValueKind.MapValue && value.Id == id);
    }

    /// <summary>Forgets all that is known of the packet: it may have moved.</summary>
    public void ForgetPacket()
    {
        _ranges.Clear();
        Forget(value => value.Kind is ValueKind.Packet or ValueKind.PacketEnd or ValueKind.PacketLength);
    }

    /// <summary>Decides that the values made at <paramref name="id"/> are not null.</summary>
    public void MakeNonNull(int id)
    {
        for (var variable = 0; variable < _values.Length; variable++)
        {
            if (_values[variable] is { Kind: ValueKind.MapValue, IsNullable: true } value && value.Id == id)
                _values[variable] = value with { IsNullable = false };
        }
    }

    void Forget(Predicate<Value> which)
    {
        for (var variable = 0; variable < _values.Length; variable++)
        {
            if (which(_values[variable]))
                _values[variable] = Value.Unknown;
        }
    }

    /// <summary>Becomes a copy of <paramref name="other"/>, which has as many variables.</summary>
    public void CopyFrom(FlowState other)
    {
        other._values.CopyTo(_values, 0);
        _ranges.Clear();
        foreach (var (id, range) in other._ranges)
            _ranges[id] = range;
        IsReached = other.IsReached;
    }
}
