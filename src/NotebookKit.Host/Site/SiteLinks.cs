namespace NotebookKit.Host.Site;

/// <summary>Where a link in a text of the course leads on the site.</summary>
/// <param name="addresses">The address of each source file that became a page, by its full path.</param>
internal sealed class SiteLinks(IReadOnlyDictionary<string, string> addresses)
{
    /// <summary>The link as it must stand on a page; null when nothing on the site answers it.</summary>
    /// <param name="url">The link as the text has it.</param>
    /// <param name="file">The file of the text.</param>
    /// <param name="up">The way from the page to the site's root.</param>
    public string? Resolve(string url, string file, string up)
    {
        var isElsewhere = Uri.TryCreate(url, UriKind.Absolute, out var absolute) && (absolute.Scheme is "http" or "https" or "mailto");
        if (url.StartsWith('#') || isElsewhere)
        {
            return url;
        }

        var cut = url.IndexOfAny(['#', '?']);
        var path = Uri.UnescapeDataString(cut < 0 ? url : url[..cut]);
        var anchor = cut >= 0 && url[cut] == '#' ? url[cut..] : "";
        return path.Length > 0 && addresses.TryGetValue(Path.GetFullPath(path, Path.GetDirectoryName(file)!), out var address) ? up + address + anchor : null;
    }
}
