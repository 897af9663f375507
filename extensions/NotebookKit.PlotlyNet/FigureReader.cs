using System.Text.Json;
using NotebookKit.Charts;

namespace NotebookKit.PlotlyNet;

/// <summary>Reads a plotly figure as a figure of the library: one plot, heat map or surface, or several side by side.</summary>
internal static class FigureReader
{
    private const double Near = 0.02;

    /// <summary>Reads it.</summary>
    public static Figure Read(JsonElement json)
    {
        JsonElement layout = json.Find("layout") ?? default;
        Part[] parts = [.. json.GetProperty("data").EnumerateArray().GroupBy(PlaceOf).Select(traces => new Part(traces.Key, [.. traces], layout))];
        if (parts.Length == 0 && (layout.Find("images") ?? layout.Find("shapes") ?? layout.Find("annotations")) is not null)
        {
            throw new NotSupportedException("ToFigure: the chart has no traces, only pictures or shapes on its layout; show the chart itself.");
        }

        return new Figure(parts.Length > 1 ? Beside(parts, layout) : parts is [var only] ? only.Read() : new Plot([]))
        {
            Title = layout.Title(),
            Width = layout.Find("width")?.GetDouble(),
            Height = layout.Find("height")?.GetDouble(),
        };
    }

    // Traces that share axes or a scene are one picture; what has neither is refused by its kind when it is read.
    private static (string X, string Y) PlaceOf(JsonElement trace)
    {
        string? scene = trace.Text("scene") ?? (trace.Text("type") == "surface" ? "scene" : null);
        return scene is null ? ("xaxis" + (trace.Text("xaxis") ?? "x")[1..], "yaxis" + (trace.Text("yaxis") ?? "y")[1..]) : (scene, scene);
    }

    private static Panels Beside(Part[] parts, JsonElement layout)
    {
        string kinds = string.Join(", ", parts.SelectMany(part => part.Traces).Select(trace => $"'{trace.Text("type") ?? "scatter"}'").Distinct());
        Part[] row = [.. parts.OrderBy(part => part.Across.From)];
        if ((layout.Find("grid") is { } grid && grid.Find("rows")?.GetDouble() > 1)
            || row.Any(part => Math.Abs(part.Up.From - row[0].Up.From) > Near || Math.Abs(part.Up.To - row[0].Up.To) > Near)
            || row.Zip(row[1..]).Any(pair => pair.First.Across.To > pair.Second.Across.From + Near))
        {
            throw new NotSupportedException($"ToFigure: the plots of {kinds} lie over or below each other, and those of a figure side by side; convert them one by one, or show the chart itself.");
        }

        return new Panels([.. row.Select(part => new Panel(TitleOf(part, layout), part.Read()))]);
    }

    // A picture's title is a text on the sheet that stands at its upper edge.
    private static string? TitleOf(Part part, JsonElement layout) => layout.Find("annotations") is { ValueKind: JsonValueKind.Array } notes
        ? notes.EnumerateArray()
            .Where(note => note.Text("xref") == "paper" && note.Text("yref") == "paper"
                && note.Find("x")?.GetDouble() is { } x && x >= part.Across.From - Near && x <= part.Across.To + Near
                && note.Find("y")?.GetDouble() is { } y && y >= part.Up.To - Near)
            .Select(note => note.Text("text"))
            .FirstOrDefault()
        : null;

    /// <summary>One picture of a figure: its traces, and the part of the sheet that it takes.</summary>
    private sealed class Part
    {
        private readonly (string X, string Y) names;
        private readonly JsonElement layout;

        public Part((string X, string Y) names, JsonElement[] traces, JsonElement layout)
        {
            (this.names, Traces, this.layout) = (names, traces, layout);
            JsonElement x = layout.Find(names.X) ?? default, y = layout.Find(names.Y) ?? default;
            if (IsScene)
            {
                JsonElement domain = x.Find("domain") ?? default;
                (Across, Up) = (Ends(domain, "x") ?? (0, 1), Ends(domain, "y") ?? (0, 1));
                return;
            }

            if (y.Find("overlaying") is not null || x.Find("overlaying") is not null)
            {
                throw new NotSupportedException($"ToFigure: a trace of the kind '{traces[0].Text("type") ?? "scatter"}' has a second scale laid over the first, and a plot of a figure one; draw it in a plot of its own, or show the chart itself.");
            }

            (Across, Up) = (Ends(x, "domain") ?? Column(), Ends(y, "domain") ?? (0, 1));
        }

        public JsonElement[] Traces { get; }

        public (double From, double To) Across { get; }

        public (double From, double To) Up { get; }

        private bool IsScene => names.X == names.Y;

        public FigureContent Read() => Traces switch
        {
            [var surface] when IsScene && surface.Text("type") == "surface" => GridReader.Surface(surface, layout.Find(names.X) ?? default),
            _ when IsScene => throw new NotSupportedException($"ToFigure: a figure has no scene with {string.Join(" and ", Traces.Select(trace => $"'{trace.Text("type")}'"))}; show the chart itself."),
            [var map] when map.Text("type") == "heatmap" => GridReader.HeatMap(map, layout, names.X, names.Y),
            _ => PlotReader.Read(Traces, layout, names.X, names.Y),
        };

        private static (double From, double To)? Ends(JsonElement json, string name) =>
            json.List(name) is { Count: 2 } list && PlotlyData.Numbers(list) is { } ends ? (ends[0], ends[1]) : null;

        // A grid of one row puts its axes, which have no place of their own, in columns by their numbers.
        private (double From, double To) Column()
        {
            double columns = layout.Find("grid") is { } grid ? grid.Find("columns")?.GetDouble() ?? 1 : 1;
            int number = int.TryParse(names.X["xaxis".Length..], out int given) ? given - 1 : 0;
            return columns > 1 && number < columns ? (number / columns, (number + 1) / columns) : (0, 1);
        }
    }
}
