using System.CommandLine;
using Sluice.Bpf.Btf.Values;
using Sluice.Cli.Kernel;
using Sluice.Cli.Output;
using Sluice.Kernel.Inspection;

namespace Sluice.Cli.Commands;

/// <summary><c>sluice map</c>: the maps in the kernel.</summary>
static class MapCommand
{
    public static Command Create(Terminal terminal) => new SluiceCommand("map", "Show and change the maps in the kernel.")
    {
        Subcommands = { List(terminal), Show(terminal), Dump(terminal), Lookup(terminal), Update(), Delete(), Watch(terminal) },
        Examples = ["sluice map list", "sluice map list --json"],
    };

    static SluiceCommand List(Terminal terminal)
    {
        var json = CommonOptions.Json();
        var command = new SluiceCommand("list", "List all maps.")
        {
            Options = { json },
            Examples = ["sluice map list", "sluice map list --json"],
        };
        command.SetAction(parsed => MapListing.Write(terminal, KernelMaps.All(), parsed.GetValue(json)));
        return command;
    }

    static SluiceCommand Show(Terminal terminal)
    {
        var name = Named();
        var json = CommonOptions.Json();
        var command = new SluiceCommand("show", "Show the maps of an id, a name or a pin.")
        {
            Arguments = { name },
            Options = { json },
            Examples = ["sluice map show allowed_ports"],
        };
        command.SetAction(parsed => MapListing.Write(terminal, MapListing.Find(parsed.GetRequiredValue(name)), parsed.GetValue(json)));
        return command;
    }

    static SluiceCommand Dump(Terminal terminal)
    {
        var name = Named();
        var view = new CpuViewOptions();
        var command = new SluiceCommand("dump", "Print all entries, as JSON, decoded by their types.")
        {
            Arguments = { name },
            Examples = ["sluice map dump allowed_ports"],
        };
        view.AddTo(command);
        command.SetAction(parsed =>
        {
            using var map = MapListing.Open(parsed.GetRequiredValue(name));
            var contents = new Execution.MapContents(map, BtfValueFormat.Auto);
            JsonOutput.WriteObject(terminal, json => json.Objects("entries", contents.Entries(), entry => contents.WriteJson(json, entry, view.Of(parsed))));
        });
        return command;
    }

    static SluiceCommand Lookup(Terminal terminal)
    {
        var (name, key) = (Named(), Key());
        var view = new CpuViewOptions();
        var command = new SluiceCommand("lookup", "Print the entry of a key.")
        {
            Arguments = { name, key },
            Examples = ["sluice map lookup allowed_ports 80"],
        };
        view.AddTo(command);
        command.SetAction(parsed =>
        {
            using var map = MapListing.Open(parsed.GetRequiredValue(name));
            var entry = MapListing.Lookup(map, parsed.GetRequiredValue(key));
            var contents = new Execution.MapContents(map, BtfValueFormat.Auto);
            JsonOutput.WriteObject(terminal, json => contents.WriteJson(json, entry, view.Of(parsed)));
        });
        return command;
    }

    static SluiceCommand Update()
    {
        var (name, key) = (Named(), Key());
        var value = new Argument<string>("VALUE") { Description = "As its type is written: a number, an address, JSON for a struct" };
        var command = new SluiceCommand("update", "Make or replace an entry.")
        {
            Arguments = { name, key, value },
            Examples = ["sluice map update allowed_ports 443 0"],
        };
        command.SetAction(parsed =>
        {
            using var map = MapListing.Open(parsed.GetRequiredValue(name));
            MapListing.Update(map, parsed.GetRequiredValue(key), parsed.GetRequiredValue(value));
        });
        return command;
    }

    static SluiceCommand Delete()
    {
        var (name, key) = (Named(), Key());
        var command = new SluiceCommand("delete", "Remove an entry.")
        {
            Arguments = { name, key },
            Examples = ["sluice map delete allowed_ports 443"],
        };
        command.SetAction(parsed =>
        {
            using var map = MapListing.Open(parsed.GetRequiredValue(name));
            MapListing.Delete(map, parsed.GetRequiredValue(key));
        });
        return command;
    }

    static SluiceCommand Watch(Terminal terminal)
    {
        var name = Named();
        var json = new Option<bool>("--json") { Description = "Print a JSON object for each change, one a line" };
        var interval = CommonOptions.Seconds("--interval", "Look every so many seconds", 1, least: 0.001);
        var length = CommonOptions.Seconds("--for", "End after so many seconds; 0 for never", 0);
        var count = CommonOptions.Number("--count", "End after so many changes [default: until Ctrl-C]", fallback: null, least: 1);
        var view = new CpuViewOptions();
        var command = new SluiceCommand("watch", "Tell what changes in a map, until Ctrl-C.")
        {
            Arguments = { name },
            Options = { interval, length, count, json },
            Examples = ["sluice map watch allowed_ports --for 10"],
        };
        view.AddTo(command);
        command.SetAction(parsed =>
        {
            using var map = MapListing.Open(parsed.GetRequiredValue(name));
            new MapWatch(terminal, map, view.Of(parsed), parsed.GetValue(json))
                .Run(TimeSpan.FromSeconds(parsed.GetValue(interval)), TimeSpan.FromSeconds(parsed.GetValue(length)), CommonOptions.MostOf(parsed, count));
        });
        return command;
    }

    static Argument<string> Named() => new("MAP") { Description = "An id, a name or a pin" };

    static Argument<string> Key() => new("KEY") { Description = "As its type is written: a number, an address, JSON for a struct" };
}
