using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using NotebookKit.Charts.Plotly;

namespace NotebookKit.Charts.Drawing;

/// <summary>Places and draws the neurons and weights of a network.</summary>
internal static class NetworkDrawing
{
    private const double FontSize = 11, MostRadius = 13;

    public static void Draw(Network network, SvgCanvas canvas, Box box)
    {
        if (network.Sizes.Count == 0)
        {
            canvas.Rect(box, "class=\"a\" stroke-dasharray=\"4 4\"");
            canvas.Text(box.CenterX, box.CenterY + 4, "no data", "m", Anchor.Middle);
            return;
        }

        double left = NameRoom(network.InputNames), right = NameRoom(network.OutputNames);
        var inside = box.Inset(left + 34, 4, right + 34, 24);
        var places = Places(network, inside, out double radius);
        DrawWeights(network, canvas, places, radius);
        for (int layer = 0; layer < places.Length; layer++)
        {
            foreach (var (neuron, x, y) in places[layer])
            {
                if (neuron < 0)
                {
                    canvas.Path(Markers.Path([x, x, x], [y - 7, y, y + 7], 0, 2), "class=\"p\" style=\"stroke:var(--muted)\" stroke=\"#57606a\" stroke-width=\"4\"");
                    continue;
                }

                string r = NumberText.Coordinate(radius), d = NumberText.Coordinate(2 * radius);
                canvas.Path($"M{NumberText.Coordinate(x - radius)} {NumberText.Coordinate(y)}a{r} {r} 0 1 0 {d} 0a{r} {r} 0 1 0 -{d} 0z", "class=\"n\"");
                var names = layer == 0 ? network.InputNames : layer == places.Length - 1 ? network.OutputNames : null;
                if (names is not null && neuron < names.Count)
                {
                    canvas.TextWithin(layer == 0 ? x - radius - 7 : x + radius + 7, y + 4, names[neuron], layer == 0 ? left : right, FontSize, "v", layer == 0 ? Anchor.End : Anchor.Start);
                }
            }

            double width = network.Sizes.Count < 2 ? box.Width : inside.Width / (network.Sizes.Count - 1);
            canvas.TextWithin(X(network, inside, layer), box.Bottom - 4, LayerName(network, layer), Math.Max(width - 6, 30), FontSize, "k", Anchor.Middle);
        }
    }

    public static void WritePlotly(Network network, PlotlyFigure figure, Box part)
    {
        var places = Places(network, new(0, 0, Math.Max(1, network.Sizes.Count - 1), 1), out _);
        var traces = figure.AddAxes(PlotlyFigure.Hidden(-0.3, Math.Max(1, network.Sizes.Count - 1) + 0.3), PlotlyFigure.Hidden(1.1, -0.15), part);
        foreach (var group in Weights(network, places).GroupBy(weight => (weight.Style, weight.Color)))
        {
            traces.Add("scatter", null, new JsonObject
            {
                ["mode"] = "lines",
                ["hoverinfo"] = "skip",
                ["x"] = PlotlyJson.Numbers(group.SelectMany(w => new[] { w.From.X, w.To.X, double.NaN })),
                ["y"] = PlotlyJson.Numbers(group.SelectMany(w => new[] { w.From.Y, w.To.Y, double.NaN })),
                ["line"] = new JsonObject { ["color"] = group.Key.Color, ["width"] = PlotlyJson.Number(group.Key.Style) },
            });
        }

        var neurons = places.SelectMany((layer, index) => layer.Where(p => p.Neuron >= 0).Select(p => (Layer: index, Place: p))).ToArray();
        traces.Add("scatter", null, new JsonObject
        {
            ["mode"] = "markers",
            ["hoverinfo"] = "text",
            ["x"] = PlotlyJson.Numbers(neurons.Select(n => n.Place.X)),
            ["y"] = PlotlyJson.Numbers(neurons.Select(n => n.Place.Y)),
            ["text"] = PlotlyJson.Texts(neurons.Select(n => $"{LayerName(network, n.Layer)}: {n.Place.Neuron}")),
            ["marker"] = new JsonObject { ["size"] = 18, ["color"] = Palette.At(0).Hex },
        });
    }

    private static string LayerName(Network network, int layer) =>
        network.LayerNames is { } names && layer < names.Count ? names[layer] : network.Sizes[layer].ToString("#,0", CultureInfo.InvariantCulture);

    private static double NameRoom(IReadOnlyList<string>? names) => names is null ? 0 : Math.Min(110, names.Select(name => TextSize.Width(name, FontSize)).DefaultIfEmpty().Max());

    private static double X(Network network, Box box, int layer) =>
        network.Sizes.Count == 1 ? box.CenterX : box.Left + (box.Width * layer / (network.Sizes.Count - 1));

    private static (int Neuron, double X, double Y)[][] Places(Network network, Box box, out double radius)
    {
        int most = Enumerable.Range(0, network.Sizes.Count).Select(layer => network.Shown(layer).Length).DefaultIfEmpty(1).Max();
        double row = box.Height / Math.Max(1, most);
        radius = Math.Clamp(row * 0.36, 2, MostRadius);
        return [.. Enumerable.Range(0, network.Sizes.Count).Select(layer =>
        {
            int[] shown = network.Shown(layer);
            return shown.Select((neuron, i) => (neuron, X(network, box, layer), box.CenterY + ((i - ((shown.Length - 1) / 2.0)) * Math.Min(row, 56)))).ToArray();
        })];
    }

    private static void DrawWeights(Network network, SvgCanvas canvas, (int Neuron, double X, double Y)[][] places, double radius)
    {
        // Weights of one look share a path; the weakest lie at the bottom.
        foreach (var group in Weights(network, places).GroupBy(weight => (weight.Style, weight.Color, weight.IsNegative)).OrderBy(group => group.Key.Style))
        {
            var path = new StringBuilder();
            foreach (var weight in group)
            {
                path.Append($"M{NumberText.Coordinate(weight.From.X + radius)} {NumberText.Coordinate(weight.From.Y)}L{NumberText.Coordinate(weight.To.X - radius)} {NumberText.Coordinate(weight.To.Y)}");
            }

            string dash = group.Key.IsNegative ? " stroke-dasharray=\"6 3\"" : "";
            canvas.Path(path.ToString(), $"fill=\"none\" stroke=\"{group.Key.Color}\" stroke-width=\"{NumberText.Coordinate(group.Key.Style)}\" stroke-opacity=\".75\"{dash}");
        }
    }

    private static IEnumerable<((double X, double Y) From, (double X, double Y) To, double Style, string Color, bool IsNegative)> Weights(Network network, (int Neuron, double X, double Y)[][] places)
    {
        for (int layer = 0; layer + 1 < places.Length; layer++)
        {
            double largest = network.Weights is { } all && layer < all.Count ? all[layer].Span.ToArray().Where(double.IsFinite).Select(Math.Abs).DefaultIfEmpty().Max() : 0;
            foreach (var from in places[layer].Where(place => place.Neuron >= 0))
            {
                foreach (var to in places[layer + 1].Where(place => place.Neuron >= 0))
                {
                    double weight = network.WeightOf(layer, from.Neuron, to.Neuron), size = largest > 0 ? Math.Abs(weight) / largest : 0;
                    yield return double.IsFinite(weight)
                        ? ((from.X, from.Y), (to.X, to.Y), Math.Max(0.2, Math.Round(4 * size, 1)), (weight < 0 ? Palette.At(0) : Palette.At(1)).Hex, weight < 0)
                        : ((from.X, from.Y), (to.X, to.Y), 0.9, "#8c959f", false);
                }
            }
        }
    }
}
