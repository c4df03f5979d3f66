using Sluice.Click.Arguments;
using Sluice.Click.Elements.Basic;
using Sluice.Click.Handlers;
using Sluice.Click.Packets;
using Sluice.Click.Routing;
using Sluice.Packets;

namespace Sluice.Click.Elements.Sources;

/// <summary><c>ToDump</c>: writes packets to a capture: pcapng where the file's name ends so, pcap else, with nanoseconds. With an output,
/// packets go on there.</summary>
sealed class ToDump : BatchElement
{
    const uint DefaultSnapLength = 2000;
    const string StandardOutput = "-";

    static readonly ArgumentType<LinkType> s_encapsulations = ArgumentTypes.Choice(new Dictionary<string, LinkType>
    {
        ["ETHER"] = LinkType.Ethernet,
        ["IP"] = LinkType.Raw,
        ["IP6"] = LinkType.IPv6,
        ["SLL"] = LinkType.LinuxSll,
        ["PPP"] = LinkType.Ppp,
        ["NULL"] = LinkType.Null,
    });

    string _file = "";
    uint _snapLength;
    LinkType _link;
    bool _extra, _unbuffered;
    CaptureWriter? _capture;
    bool _failed;
    long _count;
    RouterTask? _task;
    NotifierSignal _packets;

    /// <inheritdoc/>
    public override void Configure(ArgumentReader arguments)
    {
        var file = arguments.Mandatory("FILENAME", ArgumentTypes.String);
        var snapLength = arguments.Optional("SNAPLEN", ArgumentTypes.UInt32, DefaultSnapLength);
        var link = arguments.Optional("ENCAP", s_encapsulations, LinkType.Ethernet);
        var extra = arguments.Keyword("EXTRA_LENGTH", ArgumentTypes.Bool, true);
        var unbuffered = arguments.Keyword("UNBUFFERED", ArgumentTypes.Bool);
        if (arguments.Complete())
            (_file, _snapLength, _link, _extra, _unbuffered) = (file, snapLength, link, extra, unbuffered);
    }

    /// <inheritdoc/>
    public override void Initialize()
    {
        try
        {
            // Whether it can be written, without touching what is there: this router may yet be refused.
            using var file = new FileStream(_file == StandardOutput ? "/dev/null" : _file, FileMode.OpenOrCreate, FileAccess.Write, FileShare.ReadWrite);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or ArgumentException)
        {
            Error(failure.Message);
            return;
        }

        if (IsPushInput(0) || OutputCount > 0)
            return;
        _task = new RouterTask(this);
        _packets = NotifierSignal.Upstream(this, 0, _task);
        _task.Schedule();
    }

    /// <inheritdoc/>
    public override void Push(int port, PacketBatch batch) => PushOrKill(0, Process(batch));

    /// <inheritdoc/>
    public override bool RunTask(RouterTask task)
    {
        var batch = Input(0).Pull(Router.Options.BatchSize);
        var worked = !batch.IsEmpty;
        if (worked)
            Process(batch).Kill();
        if (_packets.IsActive)
            task.Schedule();
        return worked;
    }

    /// <inheritdoc/>
    public override bool TakeState(Element old)
    {
        if (old is not ToDump dump || (dump._file, dump._link, dump._snapLength) != (_file, _link, _snapLength))
            return false;
        (_capture, dump._capture) = (dump._capture, null);
        (_count, _failed, dump._failed) = (dump._count, dump._failed, true);
        return true;
    }

    /// <inheritdoc/>
    public override void Cleanup()
    {
        try
        {
            if (Router.HasRun && !_failed)
                _capture ??= Create(); // A capture without packets is a capture.
            _capture?.Dispose();
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            Fail(failure);
        }

        _capture = null;
    }

    /// <inheritdoc/>
    public override void AddHandlers(HandlerTable handlers)
    {
        handlers.Read("count", () => _count, "packets written");
        handlers.Button("reset_counts", () => _count = 0, "sets the count to zero");
        handlers.Read("filename", () => _file, "the capture", HandlerFlags.Calm);
        handlers.Button("flush", () => _capture?.Flush(), "writes to the file what is buffered");
    }

    /// <inheritdoc/>
    protected override PacketBatch Process(PacketBatch batch)
    {
        if (_failed)
            return batch;
        try
        {
            // The file is made when it is needed: in a hot swap the old element still writes to it when this one is initialized.
            _capture ??= Create();
            foreach (var packet in batch)
                _capture.Write(packet.Timestamp, packet.Span, (uint)packet.Length + (_extra ? ExtraLength.Of(packet) : 0));
            _count += batch.Count;
            if (_unbuffered)
                _capture.Flush();
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            Fail(failure);
        }

        return batch;
    }

    CaptureWriter Create() => CaptureWriter.Create(_file,
        _file.EndsWith(".pcapng", StringComparison.OrdinalIgnoreCase) ? CaptureFormat.PcapNg : CaptureFormat.Pcap,
        new CaptureInterface(_link, _snapLength, TimestampResolution.Nanoseconds));

    void Fail(Exception failure)
    {
        _failed = true;
        Router.ReportFailure(this, $"{failure.Message}: nothing more is written");
    }
}
