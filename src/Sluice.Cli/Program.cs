using Sluice.Cli;

return SluiceTool.Run(args, Terminal.System);
