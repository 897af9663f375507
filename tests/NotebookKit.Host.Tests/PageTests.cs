using AngleSharp.Html.Parser;
using NotebookKit.Host.Documents;
using NotebookKit.Host.Export;

namespace NotebookKit.Host.Tests;

public sealed class PageTests
{
    [Fact]
    public void Code_keeps_its_text_whatever_it_holds()
    {
        const string source = "#r \"nuget: NotebookKit\"\n#!check A\nvar s = $\"a {1 + 1} <b>\"; // & comment\nList<int> x = [1, 2];\nfoo(\"\"\"\n raw <i>\n \"\"\");";
        var page = Parse(Page(NotebookCell.Code(source)));
        Assert.Equal(source, page.QuerySelector(".input code")!.TextContent);
        Assert.NotNull(page.QuerySelector(".input .k"));
        Assert.Null(page.QuerySelector(".input b, .input i"));
    }

    [Fact]
    public void The_title_is_the_first_heading() =>
        Assert.Equal("Perceptrons & co", Parse(Page(NotebookCell.Code("1"), NotebookCell.Markdown("text\n\n# Perceptrons & co"))).Title);

    [Fact]
    public void Tables_math_and_links_of_markdown_are_rendered()
    {
        var page = Parse(Page(NotebookCell.Markdown("## A b\n\n|x|y|\n|-|-|\n|1|2|\n\n$a<b$ [go](#a-b)\n\n$$\n\\sum_i x_i\n$$")));
        Assert.Equal("2", page.QuerySelectorAll("td")[1].TextContent);
        Assert.Equal("a<b", page.QuerySelector("p math")!.GetAttribute("alttext"));
        Assert.Equal("\\sum_i x_i", page.QuerySelector("div.math annotation")!.TextContent);
        Assert.NotNull(page.QuerySelector("h2#a-b"));
    }

    [Fact]
    public void The_richest_form_of_an_output_is_shown_and_text_is_escaped()
    {
        var cell = NotebookCell.Code("1");
        cell.Outputs.Add(System.Text.Json.Nodes.JsonNode.Parse("""{"output_type": "display_data", "data": {"text/html": "<p>no</p>", "image/svg+xml": ["<?xml version='1.0'?>", "<svg id='s'></svg>"], "application/vnd.plotly.v1+json": {}}}"""));
        cell.Outputs.Add(System.Text.Json.Nodes.JsonNode.Parse("""{"output_type": "stream", "name": "stdout", "text": "\u001b[31m<script>alert(1)</script>\u001b[0m"}"""));
        var page = Parse(Page(cell));
        Assert.NotNull(page.QuerySelector("svg#s"));
        Assert.Null(page.QuerySelector("p"));
        Assert.Null(page.QuerySelector("script"));
        Assert.Equal("<script>alert(1)</script>", page.QuerySelector("pre.stdout")!.TextContent);
    }

    [Fact]
    public void Pictures_move_into_the_page_and_those_elsewhere_become_links()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllBytes(folder.File("a.png"), [1, 2, 3]);
        Directory.CreateDirectory(folder.File("inner"));
        var document = NotebookDocument.Empty();
        document.Add(NotebookCell.Markdown("![in](a.png) ![net](https://example.org/b.png) ![up](../a.png)"));
        var inside = Parse(HtmlPage.Render(document, folder.File("n.ipynb")));
        Assert.Equal("data:image/png;base64,AQID", Assert.Single(inside.QuerySelectorAll("img")).GetAttribute("src"));
        Assert.Equal(2, inside.QuerySelectorAll("a").Length);
        Assert.Empty(Parse(HtmlPage.Render(document, folder.File("inner/n.ipynb"))).QuerySelectorAll("img"));
    }

    private static string Page(params NotebookCell[] cells)
    {
        var document = NotebookDocument.Empty();
        foreach (var cell in cells)
        {
            document.Add(cell);
        }

        return HtmlPage.Render(document, "notebook.ipynb");
    }

    private static AngleSharp.Html.Dom.IHtmlDocument Parse(string html) => new HtmlParser().ParseDocument(html);
}
