namespace NotebookKit;

/// <summary>The one door between the library and whatever shows its values: a notebook host, or a plain console.</summary>
/// <remarks>
/// The library never refers to a host. A host sets <see cref="Screen"/> once per session; library code that wants to
/// show something that changes (a training history) asks <see cref="Display"/> and updates the value it gets back.
/// Without a host the text form goes to the console, once, when the value is first shown.
/// </remarks>
public static class Notebook
{
    /// <summary>Where values are shown; null means a plain console program.</summary>
    public static INotebookScreen? Screen { get; set; }

    /// <summary>Shows a value and returns the handle that replaces it in place.</summary>
    /// <param name="value">Anything; its formatter decides how it looks.</param>
    public static IShownValue Display(object? value)
    {
        if (Screen is { } screen)
        {
            return screen.Show(value);
        }

        Console.WriteLine(value);
        return new ConsoleValue();
    }

    private sealed class ConsoleValue : IShownValue
    {
        public void Update(object? value)
        {
            // A console cannot replace what it has printed: only the first form is shown.
        }
    }
}

/// <summary>A host's way to show values.</summary>
public interface INotebookScreen
{
    /// <summary>Shows a value in the current cell's output.</summary>
    IShownValue Show(object? value);
}

/// <summary>A value on the screen that can be replaced in place.</summary>
public interface IShownValue
{
    /// <summary>Replaces what is shown; safe to call often and from any thread.</summary>
    void Update(object? value);
}
