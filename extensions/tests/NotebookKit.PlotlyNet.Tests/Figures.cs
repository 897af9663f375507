using NotebookKit.Charts;
using Chart = NotebookKit.Charts.Chart;

namespace NotebookKit.PlotlyNet.Tests;

/// <summary>A figure of each kind that the library draws.</summary>
internal static class Figures
{
    private static readonly double[] Sine = [.. Enumerable.Range(0, 40).Select(i => Math.Sin(i / 5.0))];

    /// <summary>The figures by name.</summary>
    public static IReadOnlyDictionary<string, Figure> All { get; } = new Dictionary<string, Figure>
    {
        ["line"] = Chart.Line(Sine, "A sine", new() { XLabel = "step", YLabel = "value" }),
        ["line with a gap"] = Chart.Line([1, double.NaN, 3], "gap"),
        ["lines"] = Chart.Lines("two", new() { LogY = true, YLabel = "loss" }, ("train", new double[] { 1, 0.1, 0.01 }), ("test", new double[] { 1, 0.3, 0.2 })),
        ["scatter"] = Chart.Scatter(Sine, Sine.Select(y => y * y).ToArray()),
        ["classes"] = Chart.Scatter(new double[] { 0, 1, 2 }, new double[] { 3, 4, 5 }, [0, 1, 0], ["a", "b"]),
        ["histogram"] = Chart.Histogram(Sine, 8),
        ["bars"] = Chart.Bars(["cat", "dog & bird", "<b>"], new double[] { 3, 5, 1 }, "animals"),
        ["box"] = Chart.Box(("a", Sine), ("b", new double[] { 1, 2, 3, 10 })),
        ["violin"] = Chart.Violin(("a", Sine)),
        ["band"] = Chart.Band(Sine, Sine.Select(_ => 0.1).ToArray()),
        ["area"] = Chart.Area(new double[] { 0, 1, 2 }, new double[] { 0, 1, 0 }),
        ["errors"] = Chart.ErrorBars(new double[] { 0, 1 }, new double[] { 2, 3 }, new double[] { 0.1, 0.2 }),
        ["stem"] = Chart.Stem(Sine),
        ["step"] = Chart.Step(Sine),
        ["heat map"] = Chart.HeatMap(new double[,] { { 1, 2, 3 }, { 4, double.NaN, 6 } }, "heat", ["top", "bottom"], ["l", "m", "r"]),
        ["confusion"] = Chart.Confusion(new double[,] { { 9, 1 }, { 2, 8 } }, ["yes", "no"]),
        ["images"] = Chart.Images(Enumerable.Range(0, 32).Select(i => (byte)(8 * i)).ToArray(), 4, 4),
        ["contour"] = Chart.Contour((x, y) => (x * x) + y, (-1, 1), (-1, 1)),
        ["surface"] = Chart.Surface((x, y) => x * y, (-1, 1), (-1, 1), "saddle"),
        ["quiver"] = Chart.Quiver(new double[] { 0, 1 }, new double[] { 0, 1 }, new double[] { 1, 0 }, new double[] { 0, 1 }),
        ["network"] = Chart.Network(2, 3, 1),
        ["marked"] = Chart.Line(Sine).Mark(y: 0.5, "threshold").Note(3, 0.2, "here"),
        ["lines of a contour"] = Chart.Contour((x, y) => x - y, (-1, 1), (0, 2)).With(new ScatterSeries([0, 0.5], [1, 1.5])),
        ["grids beside"] = Figure.Beside(
            Chart.Contour((x, y) => (x * x) + y, (-1, 1), (-1, 1), "from above"), Chart.Surface((x, y) => x * y, (-1, 1), (-1, 1), "from the side"), Chart.HeatMap(new double[,] { { 1, -2 }, { 3, 4 } }, "in squares")),
        ["beside"] = Figure.Beside(Chart.Line(Sine, "left"), Chart.Bars(["a", "b"], new double[] { 3, 5 })),
    };
}
