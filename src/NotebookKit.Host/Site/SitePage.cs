namespace NotebookKit.Host.Site;

/// <summary>One page of a site, without the frame that all share.</summary>
/// <param name="Address">Its path below the site, with forward slashes.</param>
/// <param name="Title">Its title.</param>
/// <param name="Group">The part of the navigation that it belongs to.</param>
/// <param name="Html">What stands between the tags of <c>main</c>.</param>
internal sealed record SitePage(string Address, string Title, string Group, string Html)
{
    /// <summary>The name in the navigation; null keeps the page out of it.</summary>
    public string? Label { get; init; }

    /// <summary>Words for the search: anchor, heading and text of each section.</summary>
    public IReadOnlyList<(string Anchor, string Heading, string Text)> Sections { get; init; } = [];

    /// <summary>The way from this page up to the site's root.</summary>
    public string Up => string.Concat(Enumerable.Repeat("../", Address.Count(letter => letter == '/')));
}

/// <summary>The groups of the navigation, in its order.</summary>
internal static class SiteGroups
{
    public const string Start = "";
    public const string Notebooks = "Notebooks";
    public const string Reading = "Reading";
    public const string Reference = "Reference";
}
