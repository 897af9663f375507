using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using NotebookKit.Host.Documents;
using NotebookKit.Host.Export;
using NotebookKit.Host.Masters;
using NotebookKit.Host.Running;

namespace NotebookKit.Host.Site;

/// <summary>Makes a static site of a course: its notebooks, its texts, the reference of its library.</summary>
public static partial class SiteBuilder
{
    /// <summary>The course's notebooks as a student reads them, without masters and solutions.</summary>
    /// <exception cref="ArgumentException">There is no notebook.</exception>
    public static IReadOnlyList<NotebookFile> Notebooks(string source)
    {
        var folder = Path.Combine(Path.GetFullPath(source), "notebooks");
        folder = Directory.Exists(folder) ? folder : Path.GetFullPath(source);
        var found = NotebookFile.Find([folder], Path.Combine(folder, "out")).Where(file => !file.Name.Split('/').Contains(CourseRelease.SolutionsFolder)).ToArray();
        return found.Length > 0 ? found : throw new ArgumentException($"{source}: there is no notebook in this folder or in its folder notebooks.");
    }

    /// <summary>Writes the site; an old site in the same folder is replaced as a whole.</summary>
    /// <returns>How many pages there are.</returns>
    /// <exception cref="ArgumentException">The folder holds something else, or a file of the options is missing.</exception>
    /// <exception cref="InvalidDataException">A notebook cannot be read.</exception>
    public static int Write(string target, SiteOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (options.Plotly is { } plotly && !File.Exists(plotly))
        {
            throw new ArgumentException($"--plotly {plotly}: there is no such file.");
        }

        using var folder = new SiteFolder(target);
        var root = Path.GetFullPath(options.Source);
        var notebooks = Notebooks(root);
        var texts = Texts(root);
        var links = new SiteLinks(Addresses(root, notebooks, texts));
        var pages = new List<SitePage>();
        var lectures = new List<(SitePage Page, string[] Lectures)>();
        foreach (var notebook in notebooks)
        {
            var executed = options.Executed is null ? null : Path.Combine(options.Executed, notebook.Name.Replace('/', Path.DirectorySeparatorChar));
            var document = NotebookDocument.Load(executed is not null && File.Exists(executed) ? executed : notebook.Path);
            var page = Page(document, notebook.Path, AddressOf(notebook), SiteGroups.Notebooks, links, options);
            if (document.Cells.All(cell => cell.Outputs.Count == 0) && document.Cells.Any(cell => cell.Kind == CellKind.Code))
            {
                options.Warn?.Invoke($"{notebook.Name}: holds no outputs; the page shows its code only (--run runs it first).");
            }

            lectures.Add((page, LecturesOf(document)));
            pages.Add(page);
        }

        foreach (var text in texts)
        {
            var document = NotebookDocument.Empty();
            document.Add(NotebookCell.Markdown(File.ReadAllText(text.File)));
            pages.Add(Page(document, text.File, text.Address, SiteGroups.Reading, links, options));
        }

        if (Attribution.Of(Path.Combine(root, "data")) is { } attribution)
        {
            pages.Add(attribution.Page);
            foreach (var (address, file) in attribution.Files)
            {
                folder.Copy(file, address);
            }
        }

        if (options.Library is { } library)
        {
            pages.AddRange(ApiReference.Pages(library));
        }

        var name = NameOf(root);
        pages.Insert(0, Index(name, root, lectures));
        var layout = new SiteLayout(name, pages, options.Plotly is not null);
        foreach (var page in pages)
        {
            folder.Write(page.Address, layout.Render(page));
        }

        WriteAssets(folder, pages, options);
        folder.Publish();
        return pages.Count;
    }

    private static void WriteAssets(SiteFolder folder, List<SitePage> pages, SiteOptions options)
    {
        folder.Write("assets/site.css", Switchable(HtmlPage.Style.Value) + HtmlPage.Resource("site.css"));
        folder.Write("assets/site.js", HtmlPage.Resource("site.js"));
        folder.Write("assets/theme.js", HtmlPage.Resource("theme.js"));
        folder.Write("assets/search.js", SiteSearch.Script(pages));
        if (options.Plotly is { } plotly)
        {
            // The file asks for module loaders first; without any it defines what the page looks for.
            folder.Write("assets/plotly.js", $"(function () {{ var define = undefined, exports = undefined, module = undefined;\n{File.ReadAllText(plotly)}\n}}).call(window);\n");
        }
    }

    private static SitePage Page(NotebookDocument document, string file, string address, string group, SiteLinks links, SiteOptions options)
    {
        var up = string.Concat(Enumerable.Repeat("../", address.Count(letter => letter == '/')));
        var (html, context) = HtmlPage.Body(document, file, new PageOptions
        {
            Link = url => links.Resolve(url, file, up),
            HasPlotly = options.Plotly is not null,
            Warn = warning => options.Warn?.Invoke(warning.ToString()),
        });
        var title = HtmlPage.Title(document, file);
        var lectures = LecturesOf(document);
        if (lectures.Length > 0)
        {
            var line = $"<p class=\"lectures\">Lectures: {string.Join(" ", lectures.Select(lecture => $"<a href=\"{up}index.html#{Anchor(lecture)}\">{WebUtility.HtmlEncode(lecture)}</a>"))}</p>\n";
            var end = html.IndexOf("</h1>", StringComparison.Ordinal);
            html = end < 0 ? line + html : html.Insert(end + 5, "\n" + line);
        }

        return new SitePage(address, title, group, html)
        {
            Label = group == SiteGroups.Notebooks ? $"{NumberOf(address)} {title.Split(": ")[0]}".Trim() : title,
            Sections = [.. context.Sections.Select(section => (section.Id, section.Heading, section.Text.ToString()))],
        };
    }

    private static SitePage Index(string name, string root, List<(SitePage Page, string[] Lectures)> notebooks)
    {
        var html = new StringBuilder($"<h1>{Encode(name)}</h1>\n");
        if (Lead(root) is { } lead)
        {
            html.Append($"<p class=\"lead\">{Encode(lead)}</p>\n");
        }

        html.Append("<section>\n<h2 id=\"notebooks\">The notebooks</h2>\n<ul class=\"course\">\n");
        foreach (var (page, _) in notebooks)
        {
            var parts = page.Title.Split(": ", 2);
            html.Append($"<li><a href=\"{Encode(page.Address)}\"><span class=\"number\">{Encode(NumberOf(page.Address))}</span><span><b>{Encode(parts[0])}</b>{(parts.Length > 1 ? $"<span class=\"question\">{Encode(parts[1])}</span>" : "")}</span></a></li>\n");
        }

        html.Append("</ul>\n</section>\n");
        var byLecture = notebooks.SelectMany(entry => entry.Lectures.Select(lecture => (lecture, entry.Page))).GroupBy(entry => entry.lecture).OrderBy(group => SortKey(group.Key), StringComparer.Ordinal).ToArray();
        if (byLecture.Length > 0)
        {
            html.Append("<section>\n<h2 id=\"lectures\">By lecture</h2>\n<table class=\"by-lecture\">\n<thead><tr><th>Lecture</th><th>Notebooks</th></tr></thead>\n<tbody>\n");
            foreach (var group in byLecture)
            {
                html.Append($"<tr id=\"{Anchor(group.Key)}\"><td>{Encode(group.Key)}</td><td>{string.Join(" · ", group.Select(entry => $"<a href=\"{Encode(entry.Page.Address)}\">{Encode(entry.Page.Label!)}</a>"))}</td></tr>\n");
            }

            html.Append("</tbody>\n</table>\n</section>\n");
        }

        return new SitePage("index.html", name, SiteGroups.Start, html.ToString());
    }

    /// <summary>The texts of the course: its documents and the sources of its data.</summary>
    private static List<(string File, string Address)> Texts(string root)
    {
        var found = new List<(string, string)>();
        var docs = Path.Combine(root, "docs");
        if (Directory.Exists(docs))
        {
            found.AddRange(Directory.EnumerateFiles(docs, "*.md").Order(StringComparer.Ordinal).Select(file => (file, $"docs/{Path.GetFileNameWithoutExtension(file)}.html")));
        }

        foreach (var (name, address) in new[] { ("environment.md", "docs/environment.html"), ("data/SOURCES.md", "docs/data-sources.html") })
        {
            if (File.Exists(Path.Combine(root, name)) && !found.Any(text => text.Item2 == address))
            {
                found.Add((Path.Combine(root, name), address));
            }
        }

        return found;
    }

    private static Dictionary<string, string> Addresses(string root, IReadOnlyList<NotebookFile> notebooks, List<(string File, string Address)> texts)
    {
        var addresses = notebooks.ToDictionary(notebook => notebook.Path, AddressOf, StringComparer.Ordinal);
        foreach (var (file, address) in texts)
        {
            addresses[Path.GetFullPath(file)] = address;
        }

        addresses[Path.Combine(root, "README.md")] = "index.html";
        return addresses;
    }

    /// <summary>The style sheet with its dark colours also where the button, and not the reader's setting, asks for them.</summary>
    private static string Switchable(string css) =>
        DarkBlock().Replace(css, match => $"@media (prefers-color-scheme: dark) {{ :root:not([data-theme=light]) {{{match.Groups["colours"].Value}}} }}\n:root[data-theme=dark] {{{match.Groups["colours"].Value}}}\n", 1);

    private static string AddressOf(NotebookFile notebook) => $"notebooks/{Path.ChangeExtension(notebook.Name, ".html")}";

    private static string NumberOf(string address) => LeadingNumber().Match(Path.GetFileName(address)) is { Success: true } match ? match.Value : "";

    private static string Anchor(string lecture) => $"lecture-{string.Concat(lecture.Select(letter => char.IsAsciiLetterOrDigit(letter) ? char.ToLowerInvariant(letter) : '-'))}";

    private static string SortKey(string lecture) => Digits().Replace(lecture, match => match.Value.PadLeft(6, '0'));

    private static string[] LecturesOf(NotebookDocument document) =>
        [.. ((document.Metadata["notebookkit"] as JsonObject)?["lectures"] as JsonArray ?? []).Select(MultilineText.Join).Where(lecture => lecture.Length > 0)];

    private static string NameOf(string root)
    {
        var readme = Path.Combine(root, "README.md");
        var heading = File.Exists(readme) ? File.ReadLines(readme).FirstOrDefault(line => line.StartsWith("# ", StringComparison.Ordinal)) : null;
        return heading?[2..].Trim() ?? Path.GetFileName(root);
    }

    /// <summary>The first paragraph of the README, in plain words.</summary>
    private static string? Lead(string root)
    {
        var readme = Path.Combine(root, "README.md");
        var line = File.Exists(readme) ? File.ReadLines(readme).SkipWhile(line => !line.StartsWith("# ", StringComparison.Ordinal)).Skip(1).FirstOrDefault(line => line.Length > 0 && char.IsLetter(line[0])) : null;
        return line is null ? null : MarkdownLink().Replace(line, "$1").Replace("`", "", StringComparison.Ordinal).Replace("*", "", StringComparison.Ordinal);
    }

    private static string Encode(string text) => WebUtility.HtmlEncode(text);

    [GeneratedRegex(@"@media \(prefers-color-scheme: dark\) \{\s*:root \{(?<colours>[^}]*)\}\s*\}\s*")]
    private static partial Regex DarkBlock();

    [GeneratedRegex(@"^\d+[a-z]?(?=[-_. ])")]
    private static partial Regex LeadingNumber();

    [GeneratedRegex(@"\d+")]
    private static partial Regex Digits();

    [GeneratedRegex(@"\[([^\]]*)\]\([^)]*\)")]
    private static partial Regex MarkdownLink();
}
