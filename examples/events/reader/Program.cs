// Runs the events program over a capture and reads, as they come, the records that it writes to its ring buffer.
using Sluice.Events.Example;

if (args.Length != 2)
{
    Console.Error.WriteLine("usage: reader events.bpf.o CAPTURE");
    return 64;
}

ConnectionReader.Run(args[0], args[1], Console.Out);
return 0;
