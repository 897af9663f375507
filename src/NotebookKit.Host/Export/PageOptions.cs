namespace NotebookKit.Host.Export;

/// <summary>Something in a notebook that an export could not show as it was meant.</summary>
/// <param name="Notebook">The notebook's file.</param>
/// <param name="Cell">Its cell, counted from 1 over all cells.</param>
/// <param name="Message">What it was: the formula and the command that is not known.</param>
public sealed record ExportWarning(string Notebook, int Cell, string Message)
{
    /// <summary>The warning as one line.</summary>
    public override string ToString() => $"{Notebook}: cell {Cell}: {Message}";
}

/// <summary>What an export may be asked for.</summary>
public sealed record PageOptions
{
    /// <summary>The language that the page says it is written in, for screen readers and for hyphens.</summary>
    public string Language { get; init; } = "en";

    /// <summary>A page with at least this many headings below its title gets a table of contents.</summary>
    public int HeadingsForContents { get; init; } = 4;

    /// <summary>Text outputs with more lines are folded after their first ones.</summary>
    public int LongestText { get; init; } = 40;

    /// <summary>Says where a link of the text leads on a site: another address, or null where nothing is there and only its words stay. Null leaves all as they are.</summary>
    public Func<string, string?>? Link { get; init; }

    /// <summary>True when the page will have plotly.js: figures carry their data for it, below the picture that stays without it.</summary>
    public bool HasPlotly { get; init; }

    /// <summary>Gets what could not be shown.</summary>
    public Action<ExportWarning>? Warn { get; init; }
}
