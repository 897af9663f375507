using System.Diagnostics;
using System.Text;
using AngleSharp.Dom;
using AngleSharp.Html.Parser;
using NotebookKit.Display;
using NotebookKit.Host.Display;

namespace NotebookKit.Host.Tests.Display;

/// <summary>Every look through the genuine formatting package: forms, safety, size, and words for those who cannot see it.</summary>
public sealed class LookTests
{
    public static TheoryData<string> Names => [.. Samples.All.Select(sample => sample.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_value_of_the_kit_has_a_page_form_and_words(string name)
    {
        (string html, string plain) = Forms(Samples.All.Single(sample => sample.Name == name).Value);
        Assert.InRange(html.Length, 10, 400_000);
        Assert.InRange(plain.Length, 1, 8_000);
        Assert.DoesNotContain("NotebookKit.", plain);
        IDocument page = new HtmlParser().ParseDocument($"<!doctype html><body>{html}</body>");
        Assert.Empty(page.QuerySelectorAll("link, iframe, object, embed"));

        // Only an animation has a script, its slider's, and nothing of the value stands in it.
        Assert.Equal(name == "an animation" ? 1 : 0, page.QuerySelectorAll("script").Length);
        Assert.All(page.QuerySelectorAll("script"), script => Assert.DoesNotContain("onerror", script.TextContent));
        Assert.All(page.All, element =>
        {
            Assert.DoesNotContain(element.Attributes, attribute => attribute.Name.StartsWith("on", StringComparison.OrdinalIgnoreCase));

            // Pictures and sounds lie in the page themselves.
            string inside = element.LocalName == "audio" ? "data:audio/wav;base64," : "data:image/png;base64,";
            Assert.All(element.Attributes.Where(attribute => attribute.Name is "src" or "href"), attribute => Assert.StartsWith(inside, attribute.Value));
        });
        Assert.All(page.QuerySelectorAll("table"), table =>
        {
            Assert.NotEqual("", table.QuerySelector("caption")!.TextContent);
            Assert.All(table.QuerySelectorAll("th"), head => Assert.Contains(head.GetAttribute("scope"), new[] { "col", "row" }));
        });
        Assert.All(page.QuerySelectorAll("img"), image => Assert.False(string.IsNullOrWhiteSpace(image.GetAttribute("alt"))));
        Assert.All(page.QuerySelectorAll("svg"), svg =>
        {
            Assert.Equal("img", svg.GetAttribute("role"));
            Assert.True(svg.HasAttribute("aria-label") || svg.HasAttribute("aria-labelledby"));
        });
    }

    [Fact]
    public void No_look_is_without_a_sample()
    {
        // By its name, as a host finds it: the kit's attribute is its own, and this assembly has another one of that name.
        Type[] drawn = [.. typeof(Tensor).Assembly.GetTypes().Where(type => type.GetCustomAttributesData()
            .Any(look => look.AttributeType.Name == "TypeFormatterSourceAttribute" && (Type)look.ConstructorArguments[0].Value! != typeof(TextFormatterSource)))];
        Assert.Contains(typeof(Tensor), drawn);
        Assert.All(drawn, type => Assert.True(Samples.All.Any(sample => type.IsInstanceOfType(sample.Value)), type.Name));
    }

    [Fact]
    public void The_gallery_can_be_looked_at()
    {
        StringBuilder page = new("<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><title>Looks</title><style>:root{color-scheme:light dark}body{font:14px system-ui,sans-serif;margin:20px}@media(prefers-color-scheme:dark){body{background:#1e1e1e;color:#ddd}}h2{font-size:13px;margin:26px 0 6px;border-bottom:1px solid #888;font-weight:400}</style><h1>Looks</h1>");
        foreach ((string name, object value) in Samples.All)
        {
            page.Append($"<h2>{name}</h2>{Forms(value).Html}");
        }

        Assert.Equal(Samples.All.Count, new HtmlParser().ParseDocument(page.ToString()).QuerySelectorAll("h2").Length);
        if (Environment.GetEnvironmentVariable("NOTEBOOKKIT_GALLERY") is { } file)
        {
            File.WriteAllText(file, page.ToString());
        }
    }

    [Fact]
    public void A_tensor_of_ten_million_numbers_stays_small_and_quick()
    {
        Tensor large = Tensor.Uniform([10_000_000], -1, 1, new Rng(1));
        Forms(large);
        long start = Stopwatch.GetTimestamp();
        (string html, string plain) = Forms(large);
        Console.WriteLine($"ten million numbers: {Stopwatch.GetElapsedTime(start).TotalMilliseconds:F0} ms, {html.Length} characters");
        Assert.InRange(html.Length, 500, 8_000);
        Assert.InRange(plain.Length, 50, 500);
        Assert.InRange(Forms(large.Reshape(4000, 2500)).Html.Length, 500, 200_000);
        Assert.Contains("10,000 of 10,000 are NaN", Forms(Tensor.Full([1], double.NaN).Expand([10_000])).Plain);
    }

    [Fact]
    public void A_tensor_of_many_axes_is_cut_on_every_one_of_them() =>
        Assert.InRange(Forms(Tensor.Zeros([3, 3, 3, 3, 3, 3, 3, 3, 3])).Plain.Length, 100, 20_000);

    [Fact]
    public void A_tensor_whose_buffer_went_back_says_so()
    {
        Tensor gone;
        using (new NotebookKit.Memory.BufferScope())
        {
            gone = Tensor.Normal([5000], 0, 1, new Rng(1)) + 1;
        }

        (string html, string plain) = Forms(gone);
        Assert.Contains("went back to the pool", html);
        Assert.Contains("went back to the pool", plain);
    }

    [Fact]
    public void A_network_that_was_used_knows_its_shapes_and_work()
    {
        string plain = Forms(Samples.All.Single(sample => sample.Name == "a network that was used").Value).Plain;
        Assert.Contains("[1, 6, 28, 28]", plain);
        Assert.Contains("[1, 10]", plain);
        // 2 * 28 * 28 * 6 * 25 of the first layer.
        Assert.Contains("235 k", plain);
        Assert.DoesNotContain("[1, 10]", Forms(Samples.Cnn()).Plain);
    }

    [Fact]
    public void A_graph_shows_values_and_gradients()
    {
        string html = Forms(Samples.All.Single(sample => sample.Name == "a graph").Value).Html;
        Assert.Contains("= [0.5, -1]", html);
        Assert.Contains("gradient ", html);
    }

    private static (string Html, string Plain) Forms(object value)
    {
        var bundle = MimeBundle.Of(value);
        return (bundle["text/html"]!.GetValue<string>(), bundle["text/plain"]!.GetValue<string>());
    }
}
