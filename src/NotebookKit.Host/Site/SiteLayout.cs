using System.Net;
using System.Text;

namespace NotebookKit.Host.Site;

/// <summary>The frame of every page: navigation, search, the switch for light and dark, the way to the neighbours.</summary>
/// <param name="name">The name of the site.</param>
/// <param name="pages">All pages, in the order of the navigation.</param>
/// <param name="hasPlotly">True when figures are drawn by plotly.js.</param>
internal sealed class SiteLayout(string name, IReadOnlyList<SitePage> pages, bool hasPlotly)
{
    // Files beside the page, opened from a disk or from a server, and nothing else.
    private const string Policy = "default-src 'none'; img-src 'self' file: data:; media-src data:; font-src data:; style-src 'self' file: 'unsafe-inline'; script-src 'self' file: 'unsafe-inline'; base-uri 'none'; form-action 'none'";

    private readonly List<SitePage> course = [.. pages.Where(page => page.Group == SiteGroups.Notebooks)];

    public string Render(SitePage page)
    {
        var up = page.Up;
        var title = page.Address == "index.html" ? name : $"{page.Title} · {name}";
        return new StringBuilder("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n")
            .Append("<meta http-equiv=\"Content-Security-Policy\" content=\"").Append(Policy).Append("\">\n")
            .Append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<meta name=\"color-scheme\" content=\"light dark\">\n")
            .Append("<title>").Append(Encode(title)).Append("</title>\n")
            .Append("<link rel=\"icon\" href=\"data:,\">\n<link rel=\"stylesheet\" href=\"").Append(up).Append("assets/site.css\">\n")
            .Append("<script src=\"").Append(up).Append("assets/theme.js\"></script>\n</head>\n<body class=\"site\" data-root=\"").Append(up).Append("\">\n")
            .Append("<a class=\"skip\" href=\"#site-main\">Skip to the text</a>\n")
            .Append(Header(up))
            .Append("<div class=\"columns\">\n").Append(Navigation(page, up))
            .Append("<main id=\"site-main\">\n").Append(page.Html).Append(Neighbours(page, up)).Append("</main>\n</div>\n")
            .Append(hasPlotly && page.Html.Contains("<script type=\"application/json\">", StringComparison.Ordinal) ? $"<script src=\"{up}assets/plotly.js\"></script>\n" : "")
            .Append("<script src=\"").Append(up).Append("assets/site.js\"></script>\n</body>\n</html>\n")
            .ToString();
    }

    private string Header(string up) => $"""
        <header class="top">
        <button type="button" class="menu" aria-expanded="false" aria-controls="site-navigation" aria-label="Contents of the course">☰</button>
        <a class="brand" href="{up}index.html">{Encode(name)}</a>
        <div class="search" role="search">
        <input id="site-search" type="search" placeholder="Search  ( / )" aria-label="Search the course" role="combobox" aria-expanded="false" aria-controls="site-found" aria-autocomplete="list" autocomplete="off">
        <div id="site-found" role="listbox" aria-label="What was found" hidden></div>
        </div>
        <button type="button" class="theme" aria-label="Light or dark" title="Light or dark">◐</button>
        </header>

        """;

    private string Navigation(SitePage current, string up)
    {
        var html = new StringBuilder("<nav id=\"site-navigation\" aria-label=\"Course\">\n");
        foreach (var group in pages.Where(page => page.Label is not null && page.Group.Length > 0).GroupBy(page => page.Group))
        {
            html.Append("<h2>").Append(Encode(group.Key)).Append("</h2>\n<ul>\n");
            foreach (var page in group)
            {
                var isHere = page == current || (page.Address == "api/index.html" && current.Address.StartsWith("api/", StringComparison.Ordinal));
                html.Append("<li><a href=\"").Append(up).Append(page.Address).Append('"').Append(isHere ? " aria-current=\"page\"" : "").Append('>').Append(Encode(page.Label!)).Append("</a></li>\n");
            }

            html.Append("</ul>\n");
        }

        return html.Append("</nav>\n").ToString();
    }

    private string Neighbours(SitePage page, string up)
    {
        var at = course.IndexOf(page);
        if (at < 0)
        {
            return "";
        }

        return $"<nav class=\"neighbours\" aria-label=\"Before and after\">\n{Neighbour(at - 1, "previous", "← ", "")}{Neighbour(at + 1, "next", "", " →")}</nav>\n";

        string Neighbour(int index, string rel, string before, string after) => index < 0 || index >= course.Count ? "<span></span>\n"
            : $"<a rel=\"{(rel == "next" ? "next" : "prev")}\" class=\"{rel}\" href=\"{up}{course[index].Address}\">{before}{Encode(course[index].Label ?? course[index].Title)}{after}</a>\n";
    }

    private static string Encode(string text) => WebUtility.HtmlEncode(text);
}
