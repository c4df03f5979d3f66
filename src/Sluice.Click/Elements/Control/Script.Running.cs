using System.Globalization;
using Sluice.Click.Arguments;
using Sluice.Click.Handlers;

namespace Sluice.Click.Elements.Control;

sealed partial class Script
{
    // Labels that every script has, behind its last instruction.
    static readonly Dictionary<string, ScriptOperation> s_wayOut = new()
    {
        ["exit"] = ScriptOperation.Exit,
        ["end"] = ScriptOperation.End,
        ["stop"] = ScriptOperation.Stop,
        ["error"] = ScriptOperation.Fail,
    };

    int _position;
    int _steps;
    int _stops;
    int _status;
    bool _isWaiting;
    bool _isPausing;
    bool _isOver;
    bool _isFailed;
    string? _result;
    ScriptOperation _ending;

    int? FindLabel(string label) => _labels.TryGetValue(label, out var at) ? at : label is "loop" or "begin" ? 0 : s_wayOut.ContainsKey(label) ? _program.Count : null;

    string RunWith(string arguments)
    {
        (_arguments, _position) = (arguments, 0);
        Proceed();
        return _isFailed ? throw new HandlerException(_result is { Length: > 0 } message ? message : "the script ended with an error") : _result ?? "";
    }

    int PortFor(int input)
    {
        _variables["input"] = input.ToString(CultureInfo.InvariantCulture);
        var port = -1;
        Exclusively(() =>
        {
            _position = 0;
            Proceed();
            port = _isFailed || _ending == ScriptOperation.Exit ? -1
                : _ending != ScriptOperation.Return ? 0
                : int.TryParse(_result, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var chosen) ? chosen : -1;
        });
        return port;
    }

    void Step(int count)
    {
        for (; count > 0 && (_isPausing || _isWaiting); count--)
        {
            if (_isPausing && --_steps > 0)
                continue;
            _position++;
            Proceed();
        }
    }

    void Jump(string label)
    {
        if (FindLabel(label) is not { } at)
            throw new HandlerException($"found no label `{label}`");
        _position = at;
        Proceed();
    }

    // Runs until the script waits or is over. What is wrong ends it.
    void Proceed()
    {
        _timer?.Unschedule();
        (_isWaiting, _isPausing, _isOver, _isFailed, _result, _ending) = (false, false, false, false, null, ScriptOperation.End);
        try
        {
            for (var jumps = 0; !_isOver && !_isWaiting && !_isPausing;)
            {
                if (_position >= _program.Count)
                    End(ScriptOperation.End);
                else if (!Execute(_program[_position]))
                    _position++;
                else if (++jumps > MostJumps)
                    throw new HandlerException($"{MostJumps} jumps without waiting: the script goes round in a loop");
            }
        }
        catch (Exception error) when (error is HandlerException or IOException or UnauthorizedAccessException)
        {
            _result = error.Message;
            Report(error.Message);
            End(ScriptOperation.Fail);
        }
    }

    void Report(string message) => Router.Options.Output.WriteLine($"{this}: {(_position < _program.Count ? $"instruction {_position + 1}: " : "")}{message}");

    void End(ScriptOperation how)
    {
        (_isOver, _ending, _isFailed) = (true, how, how == ScriptOperation.Fail);
        if (how != ScriptOperation.Stop && _type != ScriptType.Driver)
            return;
        // Whose decision it is has decided.
        if (_type == ScriptType.Driver)
            Router.StopHandler = null;
        Router.RequestStop();
    }

    // Executes an instruction; true if it said itself where to go on.
    bool Execute(ScriptInstruction instruction)
    {
        switch (instruction.Operation)
        {
            case ScriptOperation.Set:
                _variables[instruction.Name] = Expand(instruction);
                break;
            case ScriptOperation.Print or ScriptOperation.PrintPart:
                Print(instruction);
                break;
            case ScriptOperation.Read:
                var path = ScriptInstruction.Cut(Expand(instruction)).Word;
                Router.Options.Output.WriteLine($"{path}:\n{Call(Expand(instruction))}");
                break;
            case ScriptOperation.Write:
                Write(Expand(instruction));
                break;
            case ScriptOperation.Save or ScriptOperation.Append:
                Save(instruction);
                break;
            case ScriptOperation.Pause:
                return Pause(instruction);
            case ScriptOperation.Wait:
                Wait(Expand(instruction));
                return true;
            case ScriptOperation.Goto:
                return Goto(instruction);
            case ScriptOperation.Loop:
                _position = 0;
                return true;
            case ScriptOperation.Return or ScriptOperation.Fail:
                _result = Expand(instruction);
                if (instruction.Operation == ScriptOperation.Fail && _result.Length > 0)
                    Report(_result);
                End(instruction.Operation);
                return true;
            case ScriptOperation.End or ScriptOperation.Exit or ScriptOperation.Stop:
                End(instruction.Operation);
                return true;
            default:
                break; // Labels, and what was done at the start.
        }

        return false;
    }

    bool Goto(ScriptInstruction instruction)
    {
        var condition = Expand(instruction);
        if (condition.Trim().Length > 0 && !ScriptFunctions.ParseTruth("goto", condition))
            return false;
        if (!_labels.ContainsKey(instruction.Name) && s_wayOut.TryGetValue(instruction.Name, out var how))
            End(how);
        else
            _position = FindLabel(instruction.Name)!.Value;
        return true;
    }

    bool Pause(ScriptInstruction instruction)
    {
        var text = Expand(instruction).Trim();
        _steps = text.Length == 0 ? 1 : ParseValue(text, ArgumentTypes.Count);
        if (_stops > 0)
        {
            _stops--;
            _steps--;
        }

        _isPausing = _steps > 0;
        return _isPausing;
    }

    void Wait(string text)
    {
        _isWaiting = true;
        _timer!.ScheduleAfter(ParseValue(text, ArgumentTypes.Time));
    }

    // What begins as a name is a handler, anything else a text; and perhaps a file before it.
    void Print(ScriptInstruction instruction)
    {
        var text = instruction.Text;
        var file = "";
        var isAppended = text.StartsWith(">>", StringComparison.Ordinal);
        if (text.StartsWith('>'))
        {
            var (word, rest) = ScriptInstruction.Cut(text[(isAppended ? 2 : 1)..].TrimStart());
            file = ArgumentText.UnquoteText(Expand(instruction with { Text = word }));
            text = rest;
        }

        var isHandler = text.Length > 0 && (char.IsAsciiLetter(text[0]) || text[0] is '@' or '_');
        var expanded = Expand(instruction with { Text = text });
        var output = (isHandler ? Call(expanded) : ArgumentText.UnquoteText(expanded)) + (instruction.Operation == ScriptOperation.Print ? "\n" : "");
        if (file.Length == 0)
        {
            PrintOutput.Write(output);
            PrintOutput.Flush();
        }
        else if (isAppended)
            File.AppendAllText(file, output);
        else
            File.WriteAllText(file, output);
    }

    void Write(string text)
    {
        var (path, value) = ScriptInstruction.Cut(text);
        try
        {
            var handler = FindHandler(path) ?? throw new HandlerException($"found no handler `{path}`");
            handler.Write(value);
            _status = 0;
        }
        catch (HandlerException error)
        {
            _status = -1;
            Report($"write {path}: {error.Message}");
        }
    }

    void Save(ScriptInstruction instruction)
    {
        var (path, file) = ScriptInstruction.Cut(Expand(instruction));
        var value = Call(path);
        if (instruction.Operation == ScriptOperation.Append)
            File.AppendAllText(ArgumentText.UnquoteText(file), value);
        else
            File.WriteAllText(ArgumentText.UnquoteText(file), value);
    }
}
