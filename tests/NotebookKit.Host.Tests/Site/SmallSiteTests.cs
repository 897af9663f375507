using System.Text.Json.Nodes;
using NotebookKit.Host.Documents;
using NotebookKit.Host.Site;
using Xunit.Abstractions;

namespace NotebookKit.Host.Tests.Site;

/// <summary>Sites of small courses: what is refused, what becomes of links, outputs and interactive figures.</summary>
public sealed class SmallSiteTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly ITestOutputHelper log;

    public SmallSiteTests(ITestOutputHelper log)
    {
        this.log = log;
        var figure = NotebookCell.Code("figure");
        figure.Outputs.Add((JsonNode)new JsonObject
        {
            ["output_type"] = "display_data",
            ["metadata"] = new JsonObject(),
            ["data"] = new JsonObject
            {
                ["image/svg+xml"] = "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"10\" height=\"10\"><style>rect{fill:#fff}@media (prefers-color-scheme:dark){rect{fill:#111}}</style><rect width=\"10\" height=\"10\"/></svg>",
                ["application/vnd.plotly.v1+json"] = new JsonObject { ["data"] = new JsonArray(), ["layout"] = new JsonObject { ["title"] = "</script>", ["width"] = 5000 } },
            },
        });
        folder.Notebook("course/b.ipynb", NotebookCell.Markdown("# Second\n\n[first](a.ipynb), [part](a.ipynb#part), [web](https://example.org/), [source](../secret.cs)"));
        folder.Notebook("course/a.ipynb", NotebookCell.Markdown("# First: which?\n\n## Part\n\nzebra"), figure);
        folder.Notebook("course/solutions/a.ipynb", NotebookCell.Code("42"));
    }

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Links_lead_to_pages_and_those_without_a_page_become_words()
    {
        Write();
        var page = File.ReadAllText(folder.File("site/notebooks/b.html"));
        Assert.Contains("<a href=\"../notebooks/a.html\">first</a>", page, StringComparison.Ordinal);
        Assert.Contains("<a href=\"../notebooks/a.html#part\">part</a>", page, StringComparison.Ordinal);
        Assert.Contains("<a href=\"https://example.org/\">web</a>, source", page, StringComparison.Ordinal);
        Assert.False(Directory.Exists(folder.File("site/notebooks/solutions")));
        Assert.Contains("zebra", File.ReadAllText(folder.File("site/assets/search.js")), StringComparison.Ordinal);
    }

    [Fact]
    public void A_second_site_replaces_the_first_as_a_whole()
    {
        Write();
        File.WriteAllText(folder.File("site/old.html"), "old");
        Write();
        Assert.False(File.Exists(folder.File("site/old.html")));
        Assert.Equal(["course", "site"], Directory.GetFileSystemEntries(folder.Path).Select(Path.GetFileName).Order());
    }

    [Fact]
    public async Task A_folder_of_something_else_is_refused_and_stays()
    {
        Directory.CreateDirectory(folder.File("site"));
        await File.WriteAllTextAsync(folder.File("site/mine.txt"), "mine");
        var run = await Nbkit.RunAsync(folder, "site", "site", "--from", "course");
        Assert.Equal(3, run.ExitCode);
        Assert.Contains("no site that nbkit has made", run.Error, StringComparison.Ordinal);
        Assert.Equal(["mine.txt"], Directory.GetFileSystemEntries(folder.File("site")).Select(Path.GetFileName));
    }

    [Fact]
    public void A_broken_notebook_leaves_the_old_site_as_it_was()
    {
        Write();
        File.WriteAllText(folder.File("course/c.ipynb"), "{");
        Assert.Throws<InvalidDataException>(Write);
        Assert.True(File.Exists(folder.File("site/index.html")));
        Assert.Equal(["course", "site"], Directory.GetFileSystemEntries(folder.Path).Select(Path.GetFileName).Order());
    }

    [Fact]
    public async Task Plotly_is_embedded_once_and_draws_and_figures_follow_the_switch()
    {
        await File.WriteAllTextAsync(folder.File("p.js"), "if (typeof define === 'function') { throw new Error('define'); } this.Plotly = { react: function (place, data, layout) { place.textContent = 'drawn'; place.style.width = layout.width ? layout.width + 'px' : '100%'; } };");
        SiteBuilder.Write(folder.File("site"), new SiteOptions { Source = folder.File("course"), Plotly = folder.File("p.js") });
        Assert.Single(Directory.GetFiles(folder.File("site"), "plotly.js", SearchOption.AllDirectories));
        Assert.DoesNotContain("plotly.js", await File.ReadAllTextAsync(folder.File("site/notebooks/b.html")), StringComparison.Ordinal);
        if (Chromium.Program is null)
        {
            log.WriteLine("not drawn: there is no Chromium here (Debian: apt-get install chromium).");
            return;
        }

        await using var browser = await Chromium.StartAsync();
        await browser.SetDarkAsync(false);
        await browser.OpenAsync(folder.File("site/notebooks/a.html"));
        Assert.Equal("drawn", (string?)await browser.EvaluateAsync("document.querySelector('.figure .drawn').textContent"));
        Assert.Equal("none", (string?)await browser.EvaluateAsync("getComputedStyle(document.querySelector('.still')).display"));
        Assert.True((bool?)await browser.EvaluateAsync("document.documentElement.scrollWidth <= innerWidth"), "a wide figure pushes the page aside");
        const string fill = "getComputedStyle(document.querySelector('svg rect')).fill";
        Assert.Equal("rgb(255, 255, 255)", (string?)await browser.EvaluateAsync(fill));
        await browser.EvaluateAsync("document.querySelector('.theme').click()");
        Assert.Equal("rgb(17, 17, 17)", (string?)await browser.EvaluateAsync(fill));
        Assert.Empty(browser.Errors);
    }

    private void Write() => SiteBuilder.Write(folder.File("site"), new SiteOptions { Source = folder.File("course") });
}
