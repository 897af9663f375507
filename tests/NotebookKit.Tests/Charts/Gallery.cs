using NotebookKit.Charts;

namespace NotebookKit.Tests.Charts;

/// <summary>One example of every chart, and a page with all of them to look at.</summary>
internal static class Gallery
{
    private static readonly double[] X = [.. Enumerable.Range(0, 60).Select(i => i / 10.0)];

    public static IReadOnlyList<(string Name, Figure Figure)> Figures { get; } =
    [
        ("line", Chart.Lines("Loss", new() { XLabel = "epoch", YLabel = "cross-entropy" }, ("train", [.. X.Select(x => 2.3 * Math.Exp(-x) + 0.1)]), ("test", [.. X.Select(x => 2.3 * Math.Exp(-x) + 0.2 + (0.01 * x * x))]))
            .Mark(y: 0.25, text: "target").Mark(x: 21, text: "stopped here")),
        ("log axes", Chart.Line([.. Enumerable.Range(0, 50).Select(i => Math.Pow(10, -4 + (i * 0.08)))], [.. Enumerable.Range(0, 50).Select(i => 3 * Math.Pow(10, 2 - (i * 0.1)))], "Error and step", new() { LogX = true, LogY = true, XLabel = "step h", YLabel = "error" })),
        ("scatter", Chart.Scatter(Noise(90, 1), Noise(90, 2), [.. Enumerable.Range(0, 90).Select(i => i % 3)], ["setosa", "versicolor", "virginica"], "Three classes").Note(0.4, -0.6, "an odd one")),
        ("bars", Chart.Bars(["airplane", "automobile", "bird", "cat", "deer"], [0.1, 0.05, 0.6, 0.2, 0.05], "What is it?", new() { YLabel = "probability" })),
        ("histogram", Chart.Histogram(Noise(2000, 3), null, "Weights")),
        ("band", Chart.Band(X, [.. X.Select(Math.Sin)], [.. X.Select(x => 0.1 + (0.05 * x))], "Mean of ten runs and one deviation", new() { XLabel = "time" })),
        ("area", Chart.Area(X, [.. X.Select(x => x * Math.Exp(-x))], "Density")),
        ("error bars", Chart.ErrorBars([1, 2, 4, 8, 16, 32], [0.71, 0.8, 0.86, 0.9, 0.91, 0.92], [0.05, 0.04, 0.03, 0.02, 0.02, 0.01], "Accuracy and data", new() { LogX = true, XLabel = "examples a class", YLabel = "accuracy" })),
        ("step", Chart.Step([0.1, 0.1, 0.05, 0.05, 0.025, 0.025, 0.0125], "Learning rate", new() { XLabel = "epoch" })),
        ("stem", Chart.Stem([.. Enumerable.Range(-10, 21).Select(i => (double)i)], [.. Enumerable.Range(-10, 21).Select(i => i == 0 ? 1 : Math.Sin(i * 0.6) / (i * 0.6))], "A low-pass filter")),
        ("box", Chart.Box("Test error of 50 runs", new() { YLabel = "error in %" }, ("SGD", Noise(50, 4, 3, 0.5)), ("momentum", Noise(50, 5, 2.4, 0.4)), ("Adam", [.. Noise(50, 6, 2.2, 0.3), 4.4, 4.1]))),
        ("violin", Chart.Violin(("tanh", Noise(300, 7)), ("ReLU", [.. Noise(300, 8).Select(v => Math.Max(0, v))]), ("two hills", [.. Noise(200, 9, -1.5, 0.4), .. Noise(200, 10, 1.2, 0.5)])) with { Title = "Activations" }),
        ("heat map", Chart.HeatMap(Table(8, 12, (r, c) => Math.Sin(r * 0.7) * Math.Cos(c * 0.5)), "Correlations")),
        ("confusion", Chart.Confusion(new[,] { { 96, 1, 3 }, { 2, 98, 0 }, { 5, 3, 92 } }, ["cat", "dog", "bird"], "Confusion")),
        ("contour", Chart.Contour(Rosenbrock, (-2, 2), (-1, 3), "log of Rosenbrock's valley", new() { XLabel = "x", YLabel = "y" })
            .With(new LineSeries([-1.5, -1.2, -0.8, -0.2, 0.4, 0.8, 1], [2.5, 1.6, 0.7, 0.1, 0.2, 0.6, 1]) { Dots = true, Color = Palette.At(1) })),
        ("contour lines", Chart.Contour((x, y) => (x * x) - (y * y), (-2, 2), (-2, 2), "A saddle", filled: false)),
        ("surface", Chart.Surface((x, y) => Math.Sin(x * 2) * Math.Exp(-0.3 * ((x * x) + (y * y))) + (0.1 * y), (-2.5, 2.5), (-2.5, 2.5), "A loss surface", "loss")),
        ("surface with a pole", Chart.Surface((x, y) => Math.Log(Math.Max(0, x + y)), (-1, 2), (-1, 2), "Where it exists", "ln(x + y)")),
        ("quiver", Chart.Field((x, y) => (-y, x), (-2, 2), (-2, 2), "A rotation")),
        ("gradients on contours", Chart.Contour((x, y) => (x * x) + (3 * y * y), (-2, 2), (-2, 2), "Against the gradient").With(Descent())),
        ("decision boundary", Chart.DecisionBoundary((x, y) => (x * x) + (y * y) < 1 ? 0 : x > 0.5 * y ? 1 : 2, (-3, 3), (-3, 3), Chart.Scatter(Noise(120, 11), Noise(120, 12), Classes(), ["inside", "right", "left"]), "What a classifier says")),
        ("images", Chart.Images(Pictures(6, 16), 16, 16, [new("3", Mark.Right), new("5 (3)", Mark.Wrong), "7", "1", "0", "9"], "Digits")),
        ("network", Chart.Network([Table(4, 3, (r, c) => Math.Sin((r * 3) + c)), Table(2, 4, (r, c) => Math.Cos((r * 5) + c))], "Iris in two", ["sepal", "petal", "colour"], ["yes", "no"])),
        ("large network", Chart.Network(784, 128, 64, 10) with { Title = "A perceptron for digits" }),
        ("graph", Chart.Graph(
            [new("x", "2.00", Accent: 0), new("w", "-1.50", Accent: 1), new("b", "0.50", Accent: 1), new("x · w", "-3.00", true), new("+", "-2.50", true), new("tanh", "-0.99", true), new("loss", "1.97", true)],
            [(0, 3), (1, 3), (3, 4), (2, 4), (4, 5, "z"), (5, 6), (0, 6, "target")], "Values on their way")),
        ("state machine", Chart.Graph(["start", "read", "think", "write"], [(0, 1), (1, 2, "token"), (2, 2, "again"), (2, 3), (3, 1, "next")], "A circle")),
        ("beside", Figure.Beside(Chart.Line([.. X.Select(Math.Tanh)], "tanh"), Chart.Contour((x, y) => x * y, (-1, 1), (-1, 1), "x y"))),
        ("empty", Chart.Line([], "Nothing yet")),
    ];

    public static Animation Animation { get; } = Chart.Animate(
        [0.05, 0.2, 0.5, 0.9],
        rate => Chart.Line([.. Enumerable.Range(0, 20).Select(i => Math.Pow(1 - (2 * rate), i))], $"Descent with rate {rate}", new() { YRange = (-1, 1) }), "rate");

    public static string Page() =>
        "<!DOCTYPE html><html lang=\"en\"><meta charset=\"utf-8\"><title>Charts</title><style>body{font-family:sans-serif;margin:16px;display:flex;flex-wrap:wrap;gap:16px;align-items:flex-start}"
        + "@media(prefers-color-scheme:dark){body{background:#121212;color:#ddd}}</style>"
        + string.Concat(Figures.Select(example => $"<div>{example.Figure.ToSvg()}</div>")) + $"<div>{Animation.ToHtml()}</div></html>";

    public static double[] Noise(int count, int seed, double mean = 0, double deviation = 1)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ => mean + (deviation * Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble())))];
    }

    private static double Rosenbrock(double x, double y) => Math.Log10(1 + Math.Pow(1 - x, 2) + (100 * Math.Pow(y - (x * x), 2)));

    private static double[,] Table(int rows, int columns, Func<int, int, double> at)
    {
        var table = new double[rows, columns];
        for (int i = 0; i < table.Length; i++)
        {
            table[i / columns, i % columns] = at(i / columns, i % columns);
        }

        return table;
    }

    private static QuiverSeries Descent()
    {
        var places = Enumerable.Range(0, 63).Select(i => (X: -1.8 + (0.45 * (i % 9)), Y: -1.7 + (0.55 * (i / 9)))).ToArray();
        return new(
            Numbers.From(places.Select(p => p.X)), Numbers.From(places.Select(p => p.Y)), Numbers.From(places.Select(p => -2 * p.X)), Numbers.From(places.Select(p => -6 * p.Y)))
        { Color = Palette.At(1) };
    }

    private static int[] Classes()
    {
        double[] x = Noise(120, 11), y = Noise(120, 12);
        return [.. x.Select((a, i) => (a * a) + (y[i] * y[i]) < 1 ? 0 : a > 0.5 * y[i] ? 1 : 2)];
    }

    private static byte[] Pictures(int count, int side) =>
        [.. Enumerable.Range(0, count * side * side).Select(i => (byte)(127 + (120 * Math.Sin(i % side * (0.2 + (i / (side * side) * 0.1))) * Math.Cos(i / side % side * 0.4))))];
}
