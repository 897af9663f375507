using System.Net;
using System.Text;

namespace NotebookKit.Host.Site;

/// <summary>A file of the data folder as its list of sources names it.</summary>
/// <param name="File">The path below the data folder.</param>
/// <param name="Origin">Where it was taken from.</param>
/// <param name="Licence">Its terms.</param>
/// <param name="Authors">Who made it.</param>
/// <param name="Content">What it shows.</param>
internal sealed record DataSource(string File, string Origin, string Licence, string Authors, string Content)
{
    /// <summary>The rows of SOURCES.md: | `file` | size | origin | licence | authors | content | hash |.</summary>
    public static IEnumerable<DataSource> Read(string sources)
    {
        foreach (var line in System.IO.File.ReadLines(sources))
        {
            if (line.Trim().Trim('|').Split('|', StringSplitOptions.TrimEntries) is [var file, _, var origin, var licence, var authors, var content, ..] && file.StartsWith('`') && file.EndsWith('`'))
            {
                yield return new DataSource(file.Trim('`'), origin, licence, authors, content);
            }
        }
    }
}

/// <summary>The page that shows the pictures of the course with their authors and terms, as those terms ask for.</summary>
internal static class Attribution
{
    private static readonly string[] Pictures = [".png", ".jpg", ".jpeg", ".gif", ".svg", ".webp"];

    /// <summary>The page, and the files that it shows or links to, by their address; null without a list of sources.</summary>
    public static (SitePage Page, IReadOnlyDictionary<string, string> Files)? Of(string data)
    {
        var sources = Path.Combine(data, "SOURCES.md");
        if (!File.Exists(sources))
        {
            return null;
        }

        var files = new Dictionary<string, string>(StringComparer.Ordinal);
        var html = new StringBuilder("<h1>Pictures and their authors</h1>\n<p class=\"lead\">Who made the pictures that the notebooks work with, where they come from, and on what terms they are passed on.</p>\n<div class=\"pictures\">\n");
        var words = new StringBuilder();
        foreach (var source in DataSource.Read(sources).Where(source => Pictures.Contains(Path.GetExtension(source.File), StringComparer.OrdinalIgnoreCase) && File.Exists(Path.Combine(data, source.File))))
        {
            var address = $"assets/data/{source.File}";
            files[address] = Path.Combine(data, source.File);
            html.Append($"<figure><img loading=\"lazy\" src=\"{Encode(address)}\" alt=\"{Encode(source.Content)}\"><figcaption><b>{Encode(Path.GetFileName(source.File))}</b>: {Encode(source.Content)}<br>By {Encode(source.Authors)}<br>{Encode(source.Licence)}<br>From {Encode(source.Origin)}</figcaption></figure>\n");
            words.Append($"{Path.GetFileName(source.File)} {source.Content} {source.Authors} {source.Licence} ");
        }

        html.Append("</div>\n");
        var licences = Path.Combine(data, "LICENSES");
        if (Directory.Exists(licences))
        {
            html.Append("<section>\n<h2 id=\"licences\">Licence texts</h2>\n<ul>\n");
            foreach (var text in Directory.EnumerateFiles(licences).Order(StringComparer.Ordinal))
            {
                var address = $"assets/data/LICENSES/{Path.GetFileName(text)}";
                files[address] = text;
                html.Append($"<li><a href=\"{Encode(address)}\">{Encode(Path.GetFileName(text))}</a></li>\n");
            }

            html.Append("</ul>\n</section>\n");
        }

        var page = new SitePage("pictures.html", "Pictures and their authors", SiteGroups.Reading, html.ToString()) { Label = "Pictures and their authors", Sections = [("", "", words.ToString())] };
        return files.Count == 0 ? null : (page, files);
    }

    private static string Encode(string text) => WebUtility.HtmlEncode(text);
}
