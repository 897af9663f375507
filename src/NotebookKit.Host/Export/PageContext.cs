using System.Text.Json.Nodes;

namespace NotebookKit.Host.Export;

/// <summary>A heading for the table of contents.</summary>
internal sealed record PageHeading(int Level, string Id, string Html);

/// <summary>What the parts of one page share: where its pictures lie, which anchors are taken, which cell is being written.</summary>
internal sealed class PageContext(string notebook, PageOptions options)
{
    private readonly HashSet<string> anchors = new(StringComparer.Ordinal);

    public PageOptions Options { get; } = options;

    public string Folder { get; } = Path.GetDirectoryName(Path.GetFullPath(notebook))!;

    public List<PageHeading> Headings { get; } = [];

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

    public void Warn(string message) => Options.Warn?.Invoke(new ExportWarning(notebook, Cell, message));
}
