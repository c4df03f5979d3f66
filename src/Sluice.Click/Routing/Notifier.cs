namespace Sluice.Click.Routing;

/// <summary>A signal of an element to tasks that would otherwise ask again and again: is there something to do?</summary>
/// <remarks>Set and read by any thread. Who finds it inactive may sleep: waking schedules the tasks that listen. Who puts it to sleep must
/// look once more afterwards whether there is nothing to do indeed, and wake it again if there is.</remarks>
public class Notifier
{
    RouterTask[] _listeners = [];
    volatile bool _active;

    /// <summary>A signal.</summary>
    /// <param name="active">Is it active at first?</param>
    public Notifier(bool active = false) => _active = active;

    /// <summary>Is there something to do, perhaps?</summary>
    public bool IsActive => _active;

    /// <summary>How many packets there is room for: what a source may push at once without loss.</summary>
    public virtual int Room => int.MaxValue;

    /// <summary>There is something to do.</summary>
    public void Wake()
    {
        if (_active)
            return;
        _active = true;
        foreach (var task in _listeners)
            task.Schedule();
    }

    /// <summary>There is nothing to do.</summary>
    public void Sleep() => _active = false;

    /// <summary>Active or not.</summary>
    public void Set(bool active)
    {
        if (active)
            Wake();
        else
            Sleep();
    }

    /// <summary>From now on, <paramref name="task"/> is scheduled when the signal wakes. Only while the router is initialized.</summary>
    public void Listen(RouterTask task)
    {
        if (!_listeners.Contains(task))
            _listeners = [.. _listeners, task];
    }
}
