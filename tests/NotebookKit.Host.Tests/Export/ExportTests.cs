using System.Text.Json.Nodes;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;
using NotebookKit.Host.Documents;
using NotebookKit.Host.Export;

namespace NotebookKit.Host.Tests.Export;

/// <summary>Exported pages and markdown: sound, self-contained, harmless.</summary>
public sealed class ExportTests
{
    [Theory]
    [InlineData("a coffee is $5 and a cake is $10")]
    [InlineData("between $5-$10, or US$5 each")]
    [InlineData(@"it costs \$5, really \$6")]
    [InlineData("$ x $ is no formula here")]
    [InlineData("`$x$` is code")]
    public void Prices_and_code_are_no_formulas(string markdown) => Assert.Empty(Page(markdown).QuerySelectorAll("math"));

    [Theory]
    [InlineData("the $x_i$ and the $y_i$", 2)]
    [InlineData("a price of $5 and $x$", 1)]
    [InlineData("|a|b|\n|-|-|\n|$|x|$|$y$|", 2)]
    [InlineData("text\n$$y = a\n- b\n= c$$\nmore", 1)]
    [InlineData("$$\n\\frac{a}{b}\n$$", 1)]
    [InlineData("1. first $$x$$\n2. second $a*b*c$", 2)]
    [InlineData("$\\text{for $n$ times}$", 1)]
    public void Formulas_are_found(string markdown, int count)
    {
        var page = Page(markdown);
        Assert.Equal(count, page.QuerySelectorAll("math").Length);
        Assert.DoesNotContain("$", page.QuerySelector("main")!.TextContent.Replace("$5", "", StringComparison.Ordinal).Replace("$n$", "", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [Fact]
    public void A_page_is_well_formed_has_a_language_and_asks_the_network_for_nothing()
    {
        var html = Html(NotebookCell.Markdown("# T\n\n> [!NOTE]\n> careful\n\nWord[^1]\n\n[^1]: note\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n![x](https://example.org/x.png)"), NotebookCell.Code("var x = 1;"));
        var errors = new List<string>();
        var parser = new HtmlParser(new HtmlParserOptions { IsStrictMode = false });
        parser.Error += (_, error) => errors.Add(((AngleSharp.Html.Dom.Events.HtmlErrorEvent)error).Message);
        var page = parser.ParseDocument(html);
        Assert.Empty(errors);
        Assert.Equal("en", page.DocumentElement.GetAttribute("lang"));
        Assert.Contains("default-src 'none'", page.QuerySelector("meta[http-equiv]")!.GetAttribute("content")!, StringComparison.Ordinal);
        Assert.Empty(page.QuerySelectorAll("script, link, iframe, img[src^=http]"));
        Assert.NotNull(page.QuerySelector(".markdown-alert-note"));
        Assert.NotNull(page.QuerySelector(".footnotes"));
        Assert.NotNull(page.QuerySelector("table td"));
    }

    [Theory]
    [InlineData("<script>alert(1)</script>")]
    [InlineData("a <img src=x onerror=alert(1)> b")]
    [InlineData("<a href=\"java\nscript:alert(1)\">x</a>")]
    [InlineData("[x](javascript:alert(1))")]
    [InlineData("<iframe src=\"https://example.org\"></iframe>")]
    [InlineData("<div onclick='alert(1)' style='background:url(https://example.org)'>x</div>")]
    [InlineData("<svg><script>alert(1)</script></svg>")]
    [InlineData("<style>body{display:none}</style>")]
    [InlineData("</section></main><form action=https://example.org>")]
    public void Html_in_markdown_can_neither_run_nor_load(string markdown)
    {
        var page = Page(markdown);
        Assert.Empty(page.QuerySelector("main")!.QuerySelectorAll("script, iframe, style, form, [onclick], [onerror], [style], [src]:not([src^=data])"));
        Assert.DoesNotContain(page.QuerySelectorAll("a"), link => link.GetAttribute("href")?.Contains("script", StringComparison.OrdinalIgnoreCase) == true);
        Assert.Single(page.QuerySelectorAll("main"));
    }

    [Fact]
    public void Html_that_only_formats_stays() =>
        Assert.Equal("k", Page("press <kbd>k</kbd><br>\n\n<details><summary>more</summary>\n\ntext\n\n</details>").QuerySelector("kbd")!.TextContent);

    [Fact]
    public void Anchors_are_unique_and_a_long_notebook_has_contents()
    {
        var page = Parse(Html([.. Enumerable.Range(0, 5).Select(i => NotebookCell.Markdown($"## Exercise\n\ntext[^1]\n\n[^1]: note {i} $x_{i}$"))]));
        string[] ids = [.. page.QuerySelectorAll("[id]").Select(element => element.Id!)];
        Assert.Equal(ids.Length, ids.Distinct().Count());
        var links = page.QuerySelectorAll("nav.contents a");
        Assert.Equal(5, links.Length);
        Assert.All(links, link => Assert.NotNull(page.GetElementById(link.GetAttribute("href")![1..])));
        Assert.Null(Page("## One").QuerySelector("nav"));
    }

    [Fact]
    public void The_contents_stand_below_the_title_and_its_first_words()
    {
        string[] sections = ["## Part 0", "## Part 1", "## Part 2", "## Part 3"];
        Assert.Equal("section,nav,section,section", First(["# T\n\nwords", .. sections]));
        Assert.Equal("nav,section,section,section", First(sections));
        var oneCell = Parse(Html(NotebookCell.Markdown("# T\n\nwords\n\n## A\n\n## B\n\n## C\n\n## D")));
        Assert.Equal("h1,nav,p", string.Join(',', oneCell.QuerySelector("section")!.Children.Take(3).Select(element => element.LocalName)));

        string First(string[] cells) => string.Join(
            ',', Parse(Html([.. cells.Select(cell => NotebookCell.Markdown(cell))])).QuerySelector("main")!.Children.Take(4).Select(element => element.LocalName));
    }

    [Fact]
    public void Outputs_that_live_in_an_open_notebook_only_are_told_in_words()
    {
        var cell = NotebookCell.Code("1");
        cell.Outputs.Add(Shown("""{"application/vnd.plotly.v1+json": {"data": [{"type": "bar", "name": "<cats>", "y": [1, 2]}], "layout": {"title": {"text": "Pets"}}}}"""));
        cell.Outputs.Add(Shown("""{"application/vnd.plotly.v1+json": {"data": [], "layout": {"meta": {"description": "A line that falls."}}}, "text/plain": "chart"}"""));
        cell.Outputs.Add(Shown("""{"application/javascript": "alert('</pre><script>')", "text/plain": "<IPython.core.display.Javascript object>"}"""));
        cell.Outputs.Add(Shown("""{"application/json": {"a": [1]}}"""));
        cell.Outputs.Add(Shown("""{"application/x-odd": "x"}"""));
        cell.Outputs.Add(Shown("{}"));
        cell.Outputs.Add(Shown("""{"text/html": "<div id='p'></div><script src='https://cdn.example/plotly.js'></script>"}"""));
        var page = Parse(Html(cell));
        string[] notes = [.. page.QuerySelectorAll(".note").Select(note => note.TextContent)];
        Assert.Equal(5, notes.Length);
        Assert.StartsWith("A figure \"Pets\" of bar \"<cats>\" with 2 values.", notes[0], StringComparison.Ordinal);
        Assert.StartsWith("A line that falls. It is interactive", notes[1], StringComparison.Ordinal);
        Assert.Contains("alert('</pre><script>')", notes[2], StringComparison.Ordinal);
        Assert.Contains("application/x-odd", notes[3], StringComparison.Ordinal);
        Assert.Contains("a script from the network", notes[4], StringComparison.Ordinal);
        Assert.Equal(["chart", "{\n  \"a\": [\n    1\n  ]\n}"], page.QuerySelectorAll("pre.value").Select(pre => pre.TextContent));

        static JsonNode Shown(string data) => new JsonObject { ["output_type"] = "display_data", ["data"] = JsonNode.Parse(data) };
    }

    [Fact]
    public void Long_text_is_folded_and_nothing_of_it_is_lost()
    {
        var cell = NotebookCell.Code("1");
        var text = string.Join('\n', Enumerable.Range(0, 200).Select(i => $"line {i}"));
        cell.Outputs.Add(new JsonObject { ["output_type"] = "stream", ["name"] = "stdout", ["text"] = text });
        var page = Parse(Html(cell));
        Assert.NotNull(page.QuerySelector("details pre"));
        Assert.Equal(text, string.Join('\n', page.QuerySelectorAll(".folded pre").Select(pre => pre.TextContent)));
    }

    [Fact]
    public void Errors_lose_the_colours_of_the_terminal_and_pictures_keep_their_size()
    {
        var cell = NotebookCell.Code("1");
        cell.Outputs.Add(JsonNode.Parse("""{"output_type": "error", "ename": "E", "evalue": "v", "traceback": ["\u001b[31mE: v\u001b[0m"]}"""));
        cell.Outputs.Add(JsonNode.Parse("""{"output_type": "display_data", "data": {"image/png": "AQID", "text/plain": "a \"cat\""}, "metadata": {"image/png": {"width": 40}}}"""));
        cell.Outputs.Add(JsonNode.Parse("""{"output_type": "display_data", "data": {"text/latex": "$$x^2$$", "text/plain": "x^2"}}"""));
        var page = Parse(Html(cell));
        Assert.Equal("E: v", page.QuerySelector("pre.error")!.TextContent);
        var picture = page.QuerySelector("img")!;
        Assert.Equal(("a \"cat\"", "40"), (picture.GetAttribute("alt"), picture.GetAttribute("width")));
        Assert.NotNull(page.QuerySelector("math msup"));
    }

    [Fact]
    public void What_cannot_be_shown_is_listed_with_notebook_and_cell()
    {
        var document = Document(NotebookCell.Markdown("fine $x$"), NotebookCell.Markdown(@"bad $\foo$ ![p](nowhere.png)"));
        var warnings = NotebookExport.Check(document, "some/n.ipynb");
        Assert.Equal([2, 2], warnings.Select(warning => warning.Cell));
        Assert.Contains(warnings, warning => warning.ToString() == @"some/n.ipynb: cell 2: the formula \foo: \foo is not known");
    }

    [Fact]
    public void Markdown_keeps_the_text_fences_the_code_and_writes_the_pictures()
    {
        using var folder = new TemporaryFolder();
        var cell = NotebookCell.Code("Console.WriteLine(\"```\");");
        cell.Outputs.Add(JsonNode.Parse("""{"output_type": "stream", "name": "stdout", "text": "```\n"}"""));
        cell.Outputs.Add(JsonNode.Parse("""{"output_type": "display_data", "data": {"image/svg+xml": "<svg/>", "text/plain": "a [curve]\nmore"}}"""));
        var document = Document(NotebookCell.Markdown("# T\n\n$x$"), cell);
        NotebookExport.Write(document, folder.File("n.ipynb"), folder.File("my page.md"), ExportFormat.Markdown);
        var text = File.ReadAllText(folder.File("my page.md"));
        Assert.Equal("# T\n\n$x$\n\n````csharp\nConsole.WriteLine(\"```\");\n````\n\n````text\n```\n````\n\n![a (curve)](my%20page_files/cell-02-1.svg)\n", text);
        Assert.Equal("<svg/>", File.ReadAllText(folder.File("my page_files/cell-02-1.svg")));
        NotebookExport.Write(document, folder.File("n.ipynb"), folder.File("b.md"), ExportFormat.Markdown, embed: true);
        Assert.Contains("](data:image/svg+xml;base64,", File.ReadAllText(folder.File("b.md")), StringComparison.Ordinal);
        Assert.False(Directory.Exists(folder.File("b_files")));
    }

    [Fact]
    public async Task The_command_writes_pages_and_its_check_fails_on_unknown_tex()
    {
        using var folder = new TemporaryFolder();
        folder.Notebook("good.ipynb", NotebookCell.Markdown("# Good $x$"), NotebookCell.Code("21 * 2"));
        folder.Notebook("bad.ipynb", NotebookCell.Markdown(@"$\foo$"));
        var run = await Nbkit.RunAsync(folder, "export", "html", "good.ipynb", "--run", "-o", "page.html");
        Assert.True(run.ExitCode == 0, run.Out + run.Error);
        Assert.Equal("42", Parse(await File.ReadAllTextAsync(folder.File("page.html"))).QuerySelector(".output")!.TextContent);
        var check = await Nbkit.RunAsync(folder, "export", "html", "--check", ".");
        Assert.Equal(1, check.ExitCode);
        Assert.Contains("bad.ipynb: cell 1: the formula \\foo", check.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(folder.File("out")));
    }

    private static IHtmlDocument Page(string markdown) => Parse(Html(NotebookCell.Markdown(markdown)));

    private static string Html(params NotebookCell[] cells) => HtmlPage.Render(Document(cells), "notebook.ipynb");

    private static NotebookDocument Document(params NotebookCell[] cells)
    {
        var document = NotebookDocument.Empty();
        foreach (var cell in cells)
        {
            document.Add(cell);
        }

        return document;
    }

    private static IHtmlDocument Parse(string html) => new HtmlParser().ParseDocument(html);
}
