using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;
using NotebookKit.Host.Masters;
using Xunit.Abstractions;

namespace NotebookKit.Host.Tests.Site;

/// <summary>The site of the real course: every link, what is in it and what must not be, and the look in a browser.</summary>
public sealed class SiteTests(CourseSite site, ITestOutputHelper log) : IClassFixture<CourseSite>
{
    private static readonly HtmlParser Parser = new();

    [Fact]
    public void Every_link_leads_to_a_file_and_an_anchor_and_no_id_is_used_twice()
    {
        var pages = Directory.GetFiles(site.Folder, "*.html", SearchOption.AllDirectories).ToDictionary(path => path, path => Parser.ParseDocument(File.ReadAllText(path)));
        Assert.Equal(site.Pages, pages.Count);
        var ids = pages.ToDictionary(page => page.Key, page => page.Value.All.Where(element => element.Id is not null).Select(element => element.Id!).ToArray());
        var broken = new List<string>();
        foreach (var (path, page) in pages)
        {
            broken.AddRange(ids[path].GroupBy(id => id).Where(group => group.Count() > 1).Select(group => $"{path}: id {group.Key} twice"));
            foreach (var link in page.QuerySelectorAll("[href], [src]").Select(element => element.GetAttribute("href") ?? element.GetAttribute("src")!))
            {
                if (link.StartsWith("http", StringComparison.Ordinal) || link.StartsWith("data:", StringComparison.Ordinal) || link.StartsWith("mailto:", StringComparison.Ordinal))
                {
                    continue;
                }

                var parts = link.Split('#', 2);
                var target = parts[0].Length == 0 ? path : Path.GetFullPath(Uri.UnescapeDataString(parts[0]), Path.GetDirectoryName(path)!);
                if (!File.Exists(target) || (parts.Length > 1 && !ids[target].Contains(Uri.UnescapeDataString(parts[1]))))
                {
                    broken.Add($"{Path.GetRelativePath(site.Folder, path)}: {link}");
                }
            }
        }

        Assert.Empty(broken.Take(20));
    }

    [Fact]
    public void Every_notebook_has_a_page_its_lectures_and_its_neighbours_and_no_solution_is_told()
    {
        var index = Page("index.html");
        var notebooks = Directory.GetFiles(Path.Combine(Checkout.Root, "notebooks"), "*.ipynb").Order(StringComparer.Ordinal).Select(Path.GetFileNameWithoutExtension).ToArray();
        Assert.Equal(notebooks, index.QuerySelectorAll(".course a").Select(link => Path.GetFileNameWithoutExtension(link.GetAttribute("href"))));
        Assert.NotEmpty(index.QuerySelectorAll(".by-lecture tr[id^=lecture-]"));
        Assert.Equal(notebooks.Length - 1, notebooks.Count(name => Page($"notebooks/{name}.html").QuerySelector("a[rel=next]") is not null));
        Assert.All(notebooks, name => Assert.NotNull(Page($"notebooks/{name}.html").QuerySelector("#site-navigation a[aria-current=page]")));
        Assert.False(Directory.Exists(Path.Combine(site.Folder, "notebooks", CourseRelease.SolutionsFolder)));
        Assert.DoesNotContain("BEGIN SOLUTION", string.Concat(notebooks.Select(name => File.ReadAllText(Path.Combine(site.Folder, "notebooks", $"{name}.html")))), StringComparison.Ordinal);
    }

    [Fact]
    public void The_reference_tells_signature_meaning_parameters_and_errors()
    {
        var tensor = Page("api/NotebookKit.Tensor.html");
        Assert.Contains("public class Tensor", tensor.QuerySelector("pre.signature")!.TextContent, StringComparison.Ordinal);
        var members = tensor.QuerySelectorAll("section.member");
        Assert.True(members.Length > 100, $"{members.Length} members");
        Assert.All(members, member => Assert.NotEqual("", member.QuerySelector("p, dl")?.TextContent.Trim() ?? ""));
        var types = typeof(Tensor).Assembly.GetExportedTypes();
        Assert.Equal(types.Length, Directory.GetFiles(Path.Combine(site.Folder, "api")).Length - 1);
        Assert.Contains(members, member => member.QuerySelector("h3")!.TextContent.StartsWith("Mean(axes", StringComparison.Ordinal) && member.QuerySelector("dl dt")?.TextContent == "axes");
        Assert.Contains(tensor.QuerySelectorAll("dt"), name => name.TextContent == "throws");
    }

    [Fact]
    public void Pictures_stand_with_their_authors_and_licences()
    {
        var figures = Page("pictures.html").QuerySelectorAll("figure");
        Assert.Equal(Directory.GetFiles(Path.Combine(Checkout.Root, "data", "images")).Length, figures.Length);
        Assert.All(figures, figure => Assert.Matches("By .+", figure.TextContent));
        Assert.Contains(figures, figure => figure.TextContent.Contains("china.jpg", StringComparison.Ordinal) && figure.TextContent.Contains("CC BY", StringComparison.Ordinal));
    }

    [Fact]
    public async Task In_a_browser_nothing_complains_search_finds_and_both_colours_are_readable()
    {
        if (Chromium.Program is null)
        {
            log.WriteLine("not checked: there is no Chromium here (Debian: apt-get install chromium).");
            return;
        }

        await using var browser = await Chromium.StartAsync();
        foreach (var page in new[] { "index.html", "notebooks/02-perceptron.html", "api/NotebookKit.Tensor.html", "docs/reading.html", "pictures.html" })
        {
            foreach (var isDark in new[] { false, true })
            {
                await browser.SetDarkAsync(isDark);
                await browser.OpenAsync(Path.Combine(site.Folder, page));
                await AssertReadableAsync(browser, $"{page}, {(isDark ? "dark" : "light")}", isDark);
            }
        }

        await browser.SetDarkAsync(false);
        await browser.OpenAsync(Path.Combine(site.Folder, "index.html"));
        await browser.EvaluateAsync("document.querySelector('.theme').click()");
        await AssertReadableAsync(browser, "index.html, switched to dark", true);
        await browser.OpenAsync(Path.Combine(site.Folder, "notebooks/03-multilayer.html"));
        Assert.Equal("dark", (string?)await browser.EvaluateAsync("document.documentElement.dataset.theme"));
        await AssertReadableAsync(browser, "another page keeps the choice", true);

        await browser.PressAsync("/");
        await browser.EvaluateAsync("document.getElementById('site-search').focus()");
        await browser.PressAsync("perceptron");
        await browser.UntilAsync("document.querySelectorAll('#site-found a').length > 3");
        Assert.Contains("erceptron", (string?)await browser.EvaluateAsync("document.querySelector('#site-found a b').textContent"), StringComparison.Ordinal);
        await browser.PressAsync("ArrowDown");
        Assert.Equal("site-found-0", (string?)await browser.EvaluateAsync("document.getElementById('site-search').getAttribute('aria-activedescendant')"));
        await browser.PressAsync("Enter");
        await browser.UntilAsync("!location.href.includes('03-multilayer') && document.readyState === 'complete'");
        await browser.EvaluateAsync("document.getElementById('site-search').focus()");
        await browser.PressAsync("zzzzqqqq");
        await browser.UntilAsync("document.getElementById('site-found').textContent === 'Nothing found.'");
        Assert.Empty(browser.Errors);
        Assert.Empty(browser.Requests);
    }

    private static async Task AssertReadableAsync(Chromium browser, string where, bool isDark)
    {
        // The contrast of each text with the nearest background, by the formula of WCAG 2.
        var bad = await browser.EvaluateAsync("""
            (() => {
              const parse = c => (c.match(/[\d.]+/g) || []).map(Number);
              const lum = c => { const [r, g, b] = c.map(v => { v /= 255; return v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4; }); return 0.2126 * r + 0.7152 * g + 0.0722 * b; };
              const back = e => { for (; e; e = e.parentElement) { const c = parse(getComputedStyle(e).backgroundColor); if (c.length < 4 || c[3] > 0.5) { return c; } } return [255, 255, 255]; };
              const bad = [];
              const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
              while (walker.nextNode()) {
                const e = walker.currentNode.parentElement;
                if (!walker.currentNode.textContent.trim() || e.closest('script, style, svg, .skip, .anchor, math') || !e.getClientRects().length) { continue; }
                const style = getComputedStyle(e), a = lum(parse(style.color)), b = lum(back(e));
                const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
                if (ratio < 4.5) { bad.push(e.tagName + '.' + e.className + ' ' + ratio.toFixed(2) + ' ' + walker.currentNode.textContent.trim().slice(0, 30)); }
              }
              return [...new Set(bad)].slice(0, 5).join('; ');
            })()
            """);
        Assert.True((string?)bad == "", $"{where}: {bad}");
        var paper = (string?)await browser.EvaluateAsync("getComputedStyle(document.body).backgroundColor");
        Assert.Equal(isDark ? "rgb(20, 23, 29)" : "rgb(255, 255, 255)", paper);
    }

    private IHtmlDocument Page(string address) => Parser.ParseDocument(File.ReadAllText(Path.Combine(site.Folder, address)));
}
