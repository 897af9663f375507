using System.Text.Json;
using System.Xml.Linq;
using NotebookKit.Charts;
using NotebookKit.Display;

namespace NotebookKit.Tests.Charts;

/// <summary>Figures that move: live ones, animations; and what hostile labels and gaps do to interactive ones.</summary>
[Collection(nameof(OneAtATime))]
public class LiveTests
{
    [Fact]
    public void A_live_figure_is_shown_once_updated_in_place_and_ends_with_the_last_state()
    {
        var screen = new Screen();
        var before = Notebook.Screen;
        Notebook.Screen = screen;
        try
        {
            var clock = new Clock();
            int made = 0;
            using (var live = new LiveFigure(1, clock))
            {
                for (int i = 1; i <= 50; i++)
                {
                    int n = i;
                    clock.Now += TimeSpan.FromSeconds(0.1);
                    live.Show(() =>
                    {
                        made++;
                        return Chart.Line([0, n]);
                    });
                }
            }

            Assert.Equal(1, screen.Shown);
            Assert.InRange(made, 4, 8);
            Assert.Contains("to 50", screen.Last!.ToString());
        }
        finally
        {
            Notebook.Screen = before;
        }
    }

    [Fact]
    public void Live_lines_grow_by_one_value_each()
    {
        var screen = new Screen();
        var before = Notebook.Screen;
        Notebook.Screen = screen;
        try
        {
            using var live = Chart.LiveLines("Loss", "train", "test");
            live.Add(3, 4);
            live.Add(2, double.NaN);

            Assert.Contains("train falls from 3 to 2", live.Figure.AltText);
            Assert.Contains("2 lines (train, test) but 1 values", Assert.Throws<ArgumentException>(() => live.Add(1)).Message);
        }
        finally
        {
            Notebook.Screen = before;
        }
    }

    [Fact]
    public void An_animation_stands_still_without_scripts_and_needs_no_network()
    {
        string html = Gallery.Animation.ToHtml();
        var root = XElement.Parse(html.Replace(" hidden>", " hidden=\"\">", StringComparison.Ordinal).Replace("vertical-align:middle\">", "vertical-align:middle\"/>", StringComparison.Ordinal).Replace("&&", "&amp;&amp;", StringComparison.Ordinal)
            .Replace("i<frames", "i&lt;frames", StringComparison.Ordinal));
        var frames = root.Elements().Where(element => element.Attribute("class")?.Value == "nk-frame").ToArray();

        Assert.Equal(4, frames.Length);
        Assert.Single(frames, frame => frame.Attribute("hidden") is null);
        Assert.Null(frames[^1].Attribute("hidden"));
        Assert.Contains("The last of 4 frames: 0.9", html);
        Assert.Contains("type=\"range\"", html);
        Assert.DoesNotContain("src=", html);
        Assert.Contains("First, 0.05", Gallery.Animation.ToString());
        XDocument.Parse(Gallery.Animation.ToSvg());
    }

    [Fact]
    public void An_animation_of_nothing_and_of_too_much_say_so()
    {
        Assert.Contains("no data", new Animation([]).ToHtml());
        Assert.Contains("no data", new Animation([]).ToSvg());
        Assert.Throws<ArgumentException>(() => Chart.Animate(Enumerable.Range(0, 500), i => Chart.Line([i])));
    }

    [Fact]
    public void An_animation_is_a_plotly_figure_with_frames_and_a_slider()
    {
        using var json = JsonDocument.Parse(Gallery.Animation.ToPlotly());

        Assert.Equal(4, json.RootElement.GetProperty("frames").GetArrayLength());
        Assert.Equal(4, json.RootElement.GetProperty("layout").GetProperty("sliders")[0].GetProperty("steps").GetArrayLength());
    }

    [Fact]
    public void Hostile_labels_are_text_in_every_form()
    {
        const string Hostile = "<script>alert(1)</script><a href='javascript:x'>\" & \u0001";
        Figure[] figures =
        [
            Chart.Line([1, 2], Hostile).Mark(y: 1, text: Hostile).Note(0, 1, Hostile), Chart.Box((Hostile, [1, 2, 3])), Chart.Graph([new(Hostile, Hostile)], [(0, 0, Hostile)], Hostile),
            Chart.Network([new double[,] { { 1 } }], Hostile, [Hostile], [Hostile]), Chart.HeatMap(new[,] { { 1 } }, Hostile, [Hostile], [Hostile]),
            Chart.Surface((x, y) => x + y, (0, 1), (0, 1), Hostile, Hostile), Chart.Images(new byte[1], 1, 1, [Hostile]),
        ];

        Assert.All(figures, figure =>
        {
            Assert.DoesNotContain("<script", figure.ToSvg());
            XDocument.Parse(figure.ToSvg());
            using var json = JsonDocument.Parse(figure.ToPlotly());
            Assert.All(Strings(json.RootElement), text => Assert.DoesNotContain("<", text));
        });
        var animation = new Animation([new(Hostile, figures[0])]) { Label = Hostile };
        Assert.Single(animation.ToHtml().Split("<script").Skip(1));
        Assert.DoesNotContain("<a href", animation.ToHtml());
    }

    [Fact]
    public void Gaps_are_null_in_the_interactive_figure()
    {
        using var json = JsonDocument.Parse(Chart.Line([1, double.NaN, 3, double.PositiveInfinity, 5]).ToPlotly());

        var y = json.RootElement.GetProperty("data")[0].GetProperty("y").EnumerateArray().ToArray();
        Assert.Equal([1.0, null, 3.0, null, 5.0], y.Select(value => value.ValueKind == JsonValueKind.Null ? (double?)null : value.GetDouble()));
    }

    [Fact]
    public void Ranges_and_notes_on_logarithmic_axes_are_exponents()
    {
        var figure = Chart.Line([1, 10, 100], [1, 10, 100], null, new() { LogX = true, LogY = true, YRange = (1, 1000) }).Note(100, 10, "here");
        using var json = JsonDocument.Parse(figure.ToPlotly());
        var layout = json.RootElement.GetProperty("layout");

        Assert.Equal("log", layout.GetProperty("xaxis").GetProperty("type").GetString());
        Assert.Equal(3, layout.GetProperty("yaxis").GetProperty("range")[1].GetDouble());
        Assert.Equal((2.0, 1.0), (layout.GetProperty("annotations")[0].GetProperty("x").GetDouble(), layout.GetProperty("annotations")[0].GetProperty("y").GetDouble()));
    }

    [Fact]
    public void Figures_and_animations_have_all_forms()
    {
        string[] forms = ["application/vnd.plotly.v1+json", "image/svg+xml", "text/html", "text/plain"];

        Assert.Equal(forms, new FigureFormatterSource().CreateTypeFormatters().Cast<MimeFormatter<Figure>>().Select(form => form.MimeType).Order(StringComparer.Ordinal));
        Assert.Equal(forms, new AnimationFormatterSource().CreateTypeFormatters().Cast<MimeFormatter<Animation>>().Select(form => form.MimeType).Order(StringComparer.Ordinal));
    }

    private static IEnumerable<string> Strings(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.String when element.GetString()!.StartsWith("%{", StringComparison.Ordinal) || element.GetString()!.Contains("<extra>", StringComparison.Ordinal) => [],
        JsonValueKind.String => [element.GetString()!],
        JsonValueKind.Array => element.EnumerateArray().SelectMany(Strings),
        JsonValueKind.Object => element.EnumerateObject().SelectMany(property => Strings(property.Value)),
        _ => [],
    };

    private sealed class Clock : TimeProvider
    {
        public TimeSpan Now { get; set; }

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => Now.Ticks;
    }

    private sealed class Screen : INotebookScreen, IShownValue
    {
        public int Shown { get; private set; }

        public object? Last { get; private set; }

        public IShownValue Show(object? value)
        {
            Shown++;
            Last = value;
            return this;
        }

        public void Update(object? value) => Last = value;
    }
}
