using System.Text;
using System.Text.Json.Nodes;
using NotebookKit.Charts.Drawing;
using NotebookKit.Charts.Plotly;

namespace NotebookKit.Charts;

/// <summary>One picture of an animation.</summary>
/// <param name="Label">What is different in it, such as "epoch 3" or "rate 0.1".</param>
/// <param name="Figure">The picture.</param>
public sealed record AnimationFrame(string Label, Figure Figure);

/// <summary>Pictures drawn in advance, and a slider that goes through them.</summary>
/// <remarks>
/// The slider needs no network and no kernel, so it still works in an exported page, by mouse and by the arrow keys. Where
/// scripts do not run, the last picture stands there with a line that says so.
/// </remarks>
[Display.TypeFormatterSource(typeof(Display.AnimationFormatterSource), PreferredMimeTypes = ["text/html", "text/plain"])]
public sealed record Animation
{
    /// <summary>So many pictures at most; a page with more is too heavy to open.</summary>
    public const int MostFrames = 200;

    // Finds what it has not yet set up, as outputs of notebooks are put into the page one by one; no names, so that the same animation can stand twice in a page.
    private const string Script = """
        (function(){document.querySelectorAll('.nk-animation:not([data-ready])').forEach(function(root){
        root.setAttribute('data-ready','');var frames=root.querySelectorAll('.nk-frame'),slider=root.querySelector('input'),
        play=root.querySelector('button'),words=root.querySelector('output'),timer=0;
        function show(){for(var i=0;i<frames.length;i++)frames[i].hidden=i!=slider.value;var label=frames[slider.value].getAttribute('data-label');
        words.textContent=label;slider.setAttribute('aria-valuetext',label)}
        function stop(){clearInterval(timer);timer=0;play.textContent='Play'}
        slider.addEventListener('input',function(){stop();show()});
        play.addEventListener('click',function(){if(timer)return stop();if(+slider.value==frames.length-1)slider.value=0;show();play.textContent='Stop';
        timer=setInterval(function(){if(!root.isConnected||+slider.value>=frames.length-1)return stop();slider.value=+slider.value+1;show()},+root.getAttribute('data-pause'))});
        root.querySelector('.nk-controls').hidden=false;root.querySelector('.nk-still').hidden=true;show()})})()
        """;

    /// <summary>Pictures in their order.</summary>
    /// <exception cref="ArgumentException">There are more than <see cref="MostFrames"/>.</exception>
    public Animation(IReadOnlyList<AnimationFrame> frames)
    {
        Frames = frames.Count <= MostFrames
            ? [.. frames]
            : throw new ArgumentException($"Animation: {frames.Count} frames are more than a page can carry ({MostFrames}); take every {(frames.Count + MostFrames - 1) / MostFrames}th.", nameof(frames));
    }

    /// <summary>The pictures.</summary>
    public IReadOnlyList<AnimationFrame> Frames { get; }

    /// <summary>What the slider changes, such as "epoch".</summary>
    public string? Label { get; init; }

    /// <summary>How long a picture stays while it plays, in seconds.</summary>
    public double Pause { get; init; } = 0.5;

    /// <summary>What a reader who cannot see the pictures should know: how many there are, the first and the last.</summary>
    public string AltText => Frames.Count == 0
        ? "Animation without frames."
        : $"Animation of {Frames.Count} frame{(Frames.Count == 1 ? "" : "s")}. First, {Frames[0].Label}: {Frames[0].Figure.AltText} Last, {Frames[^1].Label}: {Frames[^1].Figure.AltText}";

    /// <summary>The pictures with their slider as a piece of a page that needs nothing else.</summary>
    public string ToHtml()
    {
        if (Frames.Count == 0)
        {
            return "<p>no data: the animation has no frames</p>";
        }

        int pause = (int)(1000 * Math.Clamp(double.IsNaN(Pause) ? 0.5 : Pause, 0.05, 60)), last = Frames.Count - 1;
        string what = SvgCanvas.Escape(Label ?? "frame"), end = SvgCanvas.Escape(Frames[last].Label);
        var html = new StringBuilder($"<div class=\"nk-animation nk-figure\" role=\"group\" aria-label=\"Animation\" data-pause=\"{pause}\" style=\"overflow-x:auto\">");
        for (int i = 0; i < Frames.Count; i++)
        {
            html.Append($"<div class=\"nk-frame\" data-label=\"{SvgCanvas.Escape(Frames[i].Label)}\"{(i == last ? "" : " hidden")}>{Frames[i].Figure.ToSvg()}</div>");
        }

        html.Append($"<div class=\"nk-controls\" hidden><button type=\"button\" style=\"min-width:4.5em\">Play</button> <label>{what} <input type=\"range\" min=\"0\" max=\"{last}\" step=\"1\" value=\"{last}\" style=\"width:min(360px,50%);vertical-align:middle\"></label> <output aria-live=\"polite\">{end}</output></div>");
        html.Append($"<p class=\"nk-still\" style=\"margin:.2em 0;opacity:.75\">The last of {Frames.Count} frames: {end}</p>");
        return html.Append($"<script>{Script.ReplaceLineEndings("")}</script></div>").ToString();
    }

    /// <summary>The last picture, for a page that stands still.</summary>
    public string ToSvg() => (Frames.Count == 0 ? Chart.Line([], "no frames") : Frames[^1].Figure with { Description = AltText }).ToSvg();

    /// <summary>All pictures as a plotly figure with frames and a slider.</summary>
    /// <remarks>plotly.js replaces trace by trace, so all pictures need to have the same layers.</remarks>
    public string ToPlotly()
    {
        var figures = Frames.Select(frame => PlotlyFigure.Write(frame.Figure)).ToArray();
        var whole = figures.Length == 0 ? PlotlyFigure.Write(Chart.Line([])) : (JsonObject)figures[^1].DeepClone();
        whole["frames"] = new JsonArray([.. figures.Select((figure, i) => (JsonNode?)new JsonObject { ["name"] = i.ToString(), ["data"] = figure["data"]!.DeepClone(), ["layout"] = figure["layout"]!.DeepClone() })]);
        whole["layout"]!["sliders"] = new JsonArray(new JsonObject
        {
            ["active"] = Math.Max(0, Frames.Count - 1),
            ["currentvalue"] = new JsonObject { ["prefix"] = PlotlyJson.Text(Label is null ? "" : Label + " ") },
            ["steps"] = new JsonArray([.. Frames.Select((frame, i) => (JsonNode?)new JsonObject
            {
                ["label"] = PlotlyJson.Text(frame.Label), ["method"] = "animate",
                ["args"] = new JsonArray(new JsonArray(i.ToString()), new JsonObject { ["mode"] = "immediate", ["frame"] = new JsonObject { ["duration"] = 0, ["redraw"] = true } }),
            })]),
        });
        return whole.ToJsonString();
    }

    /// <summary>The animation in words.</summary>
    public override string ToString() => AltText;
}
