using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace NotebookKit.Host.Export;

/// <summary>A heading for the table of contents.</summary>
internal sealed record PageHeading(int Level, string Id, string Html);

/// <summary>What stands below a heading, in plain words for a search.</summary>
internal sealed record PageSection(string Id, string Heading)
{
    public StringBuilder Text { get; } = new();
}

/// <summary>What the parts of one page share: where its pictures lie, which anchors are taken, which cell is being written.</summary>
internal sealed partial class PageContext(string notebook, PageOptions options)
{
    private readonly HashSet<string> anchors = new(StringComparer.Ordinal);

    public PageOptions Options { get; } = options;

    public string Folder { get; } = Path.GetDirectoryName(Path.GetFullPath(notebook))!;

    public List<PageHeading> Headings { get; } = [];

    /// <summary>The words of the page: first what comes before any heading, then a section for each.</summary>
    public List<PageSection> Sections { get; } = [new("", "")];

    /// <summary>The cell being written, from 1.</summary>
    public int Cell { get; set; } = 1;

    /// <summary>Pictures that the cell carries.</summary>
    public JsonObject? Attachments { get; set; }

    /// <summary>The name of an anchor that no other cell of the page has.</summary>
    public string Anchor(string wanted)
    {
        var name = wanted.Length == 0 ? "section" : wanted;
        for (var i = 1; !anchors.Add(name); i++)
        {
            name = $"{wanted}-{i}";
        }

        return name;
    }

    /// <summary>A formula as MathML; what it does not understand becomes a warning.</summary>
    public string Formula(string tex, bool display)
    {
        var formula = TexFormula.Render(tex, display);
        foreach (var problem in formula.Problems)
        {
            var source = tex.Trim().ReplaceLineEndings(" ");
            Warn($"the formula {(source.Length > 80 ? source[..80] + "…" : source)}: {problem}");
        }

        return formula.MathML;
    }

    /// <summary>Takes up the words of rendered text, with the headings in it.</summary>
    public void AddWords(string html)
    {
        var from = 0;
        foreach (Match heading in HeadingTag().Matches(html))
        {
            AddPlain(html[from..heading.Index]);
            Sections.Add(new PageSection(WebUtility.HtmlDecode(heading.Groups["id"].Value), Plain(heading.Groups["words"].Value).TrimEnd('#').Trim()));
            from = heading.Index + heading.Length;
        }

        AddPlain(html[from..]);
    }

    /// <summary>Takes up words that are no HTML.</summary>
    public void AddCode(string source) => Sections[^1].Text.Append(source).Append(' ');

    private void AddPlain(string html) => Sections[^1].Text.Append(Plain(html)).Append(' ');

    private static string Plain(string html) => WebUtility.HtmlDecode(Tag().Replace(Formula().Replace(html, " "), " ")).Trim();

    public void Warn(string message) => Options.Warn?.Invoke(new ExportWarning(notebook, Cell, message));

    [GeneratedRegex("""<h[1-6] id="(?<id>[^"]*)"[^>]*>(?<words>.*?)</h[1-6]>""", RegexOptions.Singleline)]
    private static partial Regex HeadingTag();

    [GeneratedRegex("<math.*?</math>", RegexOptions.Singleline)]
    private static partial Regex Formula();

    [GeneratedRegex("<[^>]*>")]
    private static partial Regex Tag();
}
