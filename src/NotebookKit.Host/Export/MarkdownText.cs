using System.Text.Json.Nodes;
using Markdig;
using Markdig.Extensions.Mathematics;
using Markdig.Renderers;
using Markdig.Renderers.Html;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;
using NotebookKit.Host.Documents;

namespace NotebookKit.Host.Export;

/// <summary>Markdown cells as HTML; pictures move into the page, so that it needs no other file.</summary>
internal static class MarkdownText
{
    private static readonly MarkdownPipeline Pipeline = new MarkdownPipelineBuilder()
        .UsePipeTables()
        .UseAutoIdentifiers()
        .UseEmphasisExtras()
        .UseTaskLists()
        .UseAutoLinks()
        .UseFootnotes()
        .UseMathematics()
        .Build();

    public static string Render(NotebookCell cell, string folder)
    {
        var document = Markdown.Parse(cell.Source, Pipeline);
        foreach (var image in document.Descendants<LinkInline>().Where(link => link.IsImage).ToArray())
        {
            MoveIn(image, cell.Json["attachments"] as JsonObject, folder);
        }

        return Render(document);
    }

    public static string Render(string markdown) => Render(Markdown.Parse(markdown, Pipeline));

    private static string Render(MarkdownDocument document)
    {
        using var writer = new StringWriter();
        var renderer = new HtmlRenderer(writer);
        Pipeline.Setup(renderer);
        renderer.ObjectRenderers.Replace<HtmlMathInlineRenderer>(new InlineMath());
        renderer.ObjectRenderers.Replace<HtmlMathBlockRenderer>(new BlockMath());
        renderer.Render(document);
        return writer.ToString();
    }

    private static void MoveIn(LinkInline image, JsonObject? attachments, string folder)
    {
        if (image.Url is not { } url || url.StartsWith("data:", StringComparison.OrdinalIgnoreCase))
        {
            return;
        }

        if ((Pictures.Attached(url, attachments) ?? Pictures.Beside(url, folder)) is { } data)
        {
            image.Url = data;
        }
        else
        {
            // A picture elsewhere becomes a link: the page asks the network for nothing by itself.
            image.IsImage = false;
        }
    }

    private sealed class InlineMath : HtmlObjectRenderer<MathInline>
    {
        protected override void Write(HtmlRenderer renderer, MathInline obj) =>
            renderer.Write("<span class=\"math\">").WriteEscape(ref obj.Content).Write("</span>");
    }

    private sealed class BlockMath : HtmlObjectRenderer<MathBlock>
    {
        protected override void Write(HtmlRenderer renderer, MathBlock obj) =>
            renderer.Write("<div class=\"math\">").WriteLeafRawLines(obj, writeEndOfLines: true, escape: true).Write("</div>\n");
    }
}
