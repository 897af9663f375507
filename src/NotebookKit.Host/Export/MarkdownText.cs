using System.Net;
using System.Text;
using Markdig;
using Markdig.Extensions.Footnotes;
using Markdig.Extensions.Mathematics;
using Markdig.Renderers;
using Markdig.Renderers.Html;
using Markdig.Renderers.Html.Inlines;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace NotebookKit.Host.Export;

/// <summary>Markdown cells as HTML: formulas as MathML, pictures within the page, anchors that are unique on it, and no foreign script.</summary>
internal static class MarkdownText
{
    public static string Render(string markdown, PageContext page)
    {
        var pipeline = new MarkdownPipelineBuilder()
            .UsePipeTables()
            .UseAutoIdentifiers()
            .UseEmphasisExtras()
            .UseTaskLists()
            .UseAutoLinks()
            .UseFootnotes()
            .UseDefinitionLists()
            .UseAlertBlocks()
            .Use(new MathInMarkdown(page.Formula))
            .Build();
        MarkdownDocument document;
        try
        {
            document = Markdown.Parse(MathInMarkdown.Fenced(markdown), pipeline);
        }
        catch (ArgumentException exception)
        {
            // Markdig's word for text that is nested too deep.
            page.Warn($"the text could not be read as markdown: {exception.Message}");
            return $"<pre>{WebUtility.HtmlEncode(markdown)}</pre>\n";
        }

        foreach (var image in document.Descendants<LinkInline>().Where(link => link.IsImage).ToArray())
        {
            MoveIn(image, page);
        }

        foreach (var link in document.Descendants<LinkInline>().Where(link => !link.IsImage && !SafeHtml.IsSafeLink(link.Url ?? "")))
        {
            link.Url = "";
        }

        foreach (var link in document.Descendants<LinkInline>().Where(link => !link.IsImage && page.Options.Link is not null).ToArray())
        {
            Lead(link, page.Options.Link!(link.Url ?? ""));
        }

        foreach (var heading in document.Descendants<HeadingBlock>().ToArray())
        {
            AddAnchor(heading, page);
        }

        using var writer = new StringWriter();
        var renderer = new HtmlRenderer(writer);
        pipeline.Setup(renderer);
        renderer.ObjectRenderers.Replace<HtmlBlockRenderer>(new SafeBlocks());
        renderer.ObjectRenderers.Replace<HtmlInlineRenderer>(new SafeInlines());
        renderer.Render(document);
        return document.Descendants<FootnoteGroup>().Any() ? WithOwnFootnotes(writer.ToString(), page.Cell) : writer.ToString();
    }

    private static void MoveIn(LinkInline image, PageContext page)
    {
        if (image.Url is not { } url || url.StartsWith("data:image/", StringComparison.OrdinalIgnoreCase))
        {
            return;
        }

        if ((Pictures.Attached(url, page.Attachments) ?? Pictures.Beside(url, page.Folder)) is { } data)
        {
            image.Url = data;
        }
        else
        {
            // A picture elsewhere becomes a link: the page asks the network for nothing by itself.
            image.IsImage = false;
            page.Warn($"the picture {(url.Length > 100 ? url[..100] + "…" : url)} is not in the notebook's folder; the page links to it");
        }
    }

    /// <summary>Leads a link to another place; without one only its words stay.</summary>
    private static void Lead(LinkInline link, string? url)
    {
        if (url is not null)
        {
            link.Url = url;
            return;
        }

        var words = new ContainerInline();
        link.EmbraceChildrenBy(words);
        words.Remove();
        link.ReplaceBy(words);
    }

    private static void AddAnchor(HeadingBlock heading, PageContext page)
    {
        var id = page.Anchor(heading.GetAttributes().Id ?? "");
        heading.GetAttributes().Id = id;
        page.Headings.Add(new PageHeading(heading.Level, id, Label(heading, page)));
        if (heading.Level > 1 && heading.Inline is { } line)
        {
            var anchor = new LinkInline($"#{id}", "") { IsClosed = true };
            anchor.GetAttributes().AddClass("anchor");
            anchor.GetAttributes().AddProperty("aria-label", "Link to this section");
            anchor.AppendChild(new LiteralInline("#"));
            line.AppendChild(anchor);
        }
    }

    private static string Label(HeadingBlock heading, PageContext page)
    {
        var label = new StringBuilder();
        foreach (var piece in heading.Inline?.Descendants() ?? [])
        {
            label.Append(piece switch
            {
                LiteralInline text => WebUtility.HtmlEncode(text.Content.ToString()),
                CodeInline code => $"<code>{WebUtility.HtmlEncode(code.Content)}</code>",
                MathInline math => TexFormula.Render(math.Content.ToString(), display: false).MathML,
                _ => "",
            });
        }

        return label.ToString();
    }

    /// <summary>Each cell counts its footnotes from 1; on the page their anchors carry the cell's number.</summary>
    private static string WithOwnFootnotes(string html, int cell) => html
        .Replace("id=\"fn:", $"id=\"fn-{cell}:", StringComparison.Ordinal)
        .Replace("id=\"fnref:", $"id=\"fnref-{cell}:", StringComparison.Ordinal)
        .Replace("href=\"#fn:", $"href=\"#fn-{cell}:", StringComparison.Ordinal)
        .Replace("href=\"#fnref:", $"href=\"#fnref-{cell}:", StringComparison.Ordinal);

    private sealed class SafeBlocks : HtmlObjectRenderer<HtmlBlock>
    {
        protected override void Write(HtmlRenderer renderer, HtmlBlock obj) => renderer.WriteLine(SafeHtml.Clean(obj.Lines.ToString()));
    }

    private sealed class SafeInlines : HtmlObjectRenderer<HtmlInline>
    {
        protected override void Write(HtmlRenderer renderer, HtmlInline obj) => renderer.Write(SafeHtml.Clean(obj.Tag));
    }
}
