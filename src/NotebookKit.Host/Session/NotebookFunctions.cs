using Microsoft.AspNetCore.Html;
using NotebookKit.Host.Display;

namespace NotebookKit.Host.Session;

/// <summary>The functions that every cell can call; the names are those of .NET Interactive's C# kernel.</summary>
#pragma warning disable CA1707, CA1708, IDE1006 // see the summary
public static class NotebookFunctions
{
    /// <summary>Shows a value in the cell's output.</summary>
    /// <param name="value">Anything; its formatter decides how it looks.</param>
    /// <param name="mimeTypes">The wanted forms; none means the formatter's own choice.</param>
    /// <returns>The handle that replaces it in place.</returns>
    public static DisplayedValue display(object? value, params string[] mimeTypes) => Channel.Show(value, mimeTypes);

    /// <summary>Shows a value in the cell's output: <c>loss.Display()</c>.</summary>
    /// <param name="value">Anything; its formatter decides how it looks.</param>
    /// <param name="mimeTypes">The wanted forms; none means the formatter's own choice.</param>
    public static DisplayedValue Display(this object? value, params string[] mimeTypes) => Channel.Show(value, mimeTypes);

    /// <summary>Text that is HTML already.</summary>
    public static IHtmlContent HTML(string content) => new HtmlString(content);

    /// <summary>Runs a script in the page that shows the notebook; exported pages keep it as it is.</summary>
    public static void Javascript(string content) => display(new HtmlString($"<script type=\"text/javascript\">{content}</script>"));

    /// <summary>Empties the cell's output.</summary>
    /// <param name="wait">True keeps the old output until the next one comes, so that an animation does not flicker.</param>
    public static void clear_output(bool wait = false) => Channel.Clear(wait);

    private static DisplayChannel Channel =>
        Notebook.Screen as DisplayChannel
        ?? throw new InvalidOperationException("There is no notebook to show a value in; Notebook.Screen was replaced or this is no notebook.");
}
