namespace NotebookKit.Host.Site;

/// <summary>What a site is made of.</summary>
public sealed record SiteOptions
{
    /// <summary>The folder of the course: it holds <c>notebooks/</c>, and perhaps <c>docs/</c>, <c>data/</c> and <c>README.md</c>; or the notebooks themselves.</summary>
    public required string Source { get; init; }

    /// <summary>Where executed notebooks lie, under the names that <c>nbkit run</c> gives them; null shows the outputs that the notebooks hold.</summary>
    public string? Executed { get; init; }

    /// <summary>The file of plotly.js, copied once; null shows the still form of interactive figures.</summary>
    public string? Plotly { get; init; }

    /// <summary>The assembly whose public types become the reference, with its XML file beside it; null leaves the reference out.</summary>
    public string? Library { get; init; }

    /// <summary>Gets what a page could not show.</summary>
    public Action<string>? Warn { get; init; }
}
