using Sluice.Click.Classification;
using Sluice.Click.Handlers;
using Sluice.Click.Packets;

namespace Sluice.Click.Elements.Classification;

/// <summary>An element whose outputs a decision program chooses between.</summary>
abstract class DecisionElement : Element
{
    /// <summary>Packets after which it pays to compile a program.</summary>
    const int WorthCompiling = 4096;

    const int MaxOnStack = 64;

    int _packets;

    /// <inheritdoc/>
    public override bool CanReconfigure => true;

    /// <summary>The program in force.</summary>
    protected DecisionProgram Program { get; private set; } = DecisionProgram.Build([]);

    /// <inheritdoc/>
    public override void AddHandlers(HandlerTable handlers) =>
        handlers.Read("program", () => Program.ToString(), "the decision program, a test a line", HandlerFlags.Raw);

    /// <inheritdoc/>
    public override void Push(int port, PacketBatch batch)
    {
        if (_packets < WorthCompiling)
            CountTowardsCompiling(batch.Count);
        if (OutputCount > MaxOnStack)
        {
            PushOneByOne(batch);
            return;
        }

        Span<PacketBatch> parts = stackalloc PacketBatch[OutputCount];
        Divide(batch, parts);
        PushAll(parts);
    }

    /// <summary>Puts a program in force, and says which of its rules are in vain.</summary>
    protected void SetProgram(IReadOnlyList<DecisionRule> rules)
    {
        Program = DecisionProgram.Build(rules);
        _packets = 0;
        foreach (var rule in Program.Unreachable)
            Router.Options.Output.WriteLine($"{Name}: warning: pattern {rule} matches no packets");
    }

    /// <summary>Divides a batch among the outputs; packets for none of them are killed.</summary>
    protected abstract void Divide(PacketBatch batch, Span<PacketBatch> parts);

    /// <summary>The output for a packet.</summary>
    protected abstract int Match(Packet packet);

    void PushOneByOne(PacketBatch batch)
    {
        foreach (var packet in batch)
        {
            var output = Match(packet);
            if (output < 0)
                packet.Kill();
            else
                PushOrKill(output, packet);
        }
    }

    /// <summary>Compiles the program when it has seen enough packets: beside the traffic, which goes on with the program as it is.</summary>
    void CountTowardsCompiling(int count)
    {
        _packets += count;
        if (_packets >= WorthCompiling)
            ThreadPool.UnsafeQueueUserWorkItem(static program => program.Compile(), Program, preferLocal: false);
    }
}
