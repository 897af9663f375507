using NotebookKit.Layers;

namespace NotebookKit.Charts;

/// <content>Charts of models and of functions of tensors.</content>
public static partial class Chart
{
    private const int Places = 121;

    /// <summary>What a model says everywhere, under the points it was taught: <c>Chart.DecisionBoundary(model.Predict, points, labels)</c>.</summary>
    /// <param name="model">[N, 2] to [N, classes] with the highest for the answer, or to [N] or [N, 1] with class 1 at or above the threshold.</param>
    /// <param name="points">[N, 2]: the points; their range, and a little more, is what is shown.</param>
    /// <param name="labels">The class of each point, counted from 0; below 0 counts as class 0, so that -1 and 1 will do.</param>
    /// <param name="names">Names of the classes; null: their numbers.</param>
    /// <param name="title">Stands above the figure.</param>
    /// <param name="threshold">Between the two classes of a single output; null: 0.5 where all outputs are shares from 0 to 1, else 0.</param>
    /// <param name="options">Labels and sizes.</param>
    /// <exception cref="ArgumentException">The shapes do not fit.</exception>
    public static Figure DecisionBoundary(
        Func<Tensor, Tensor> model, Tensor points, int[] labels, IReadOnlyList<string>? names = null, string? title = null, double? threshold = null, PlotOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(points);
        ArgumentNullException.ThrowIfNull(labels);
        if (points.Rank != 2 || points.Shape[1] != 2 || points.Shape[0] != labels.Length)
        {
            throw new ArgumentException($"Chart.DecisionBoundary: {labels.Length} labels need points of the shape [{labels.Length}, 2], but got {points.Shape}.", nameof(points));
        }

        double[] flat = points.ToArray<double>();
        double[] x = [.. flat.Where((_, i) => i % 2 == 0)], y = [.. flat.Where((_, i) => i % 2 == 1)];
        var (rangeX, rangeY) = (Around(x), Around(y));
        double[] scores = Everywhere(model, rangeX, rangeY, points.DType, "Chart.DecisionBoundary", out int outputs);
        double limit = threshold ?? (scores.All(score => score is >= 0 and <= 1) ? 0.5 : 0);
        int[,] classes = new int[Places, Places];
        for (int i = 0; i < Places * Places; i++)
        {
            var one = scores.AsSpan(i * outputs, outputs);
            classes[i / Places, i % Places] = outputs == 1 ? (one[0] >= limit ? 1 : 0) : System.Numerics.Tensors.TensorPrimitives.IndexOfMax<double>(one);
        }

        var dots = Scatter(x, y, [.. labels.Select(label => Math.Max(0, label))], names);
        // The points take the colours of the regions, also where a class has no point.
        var layers = ((Plot)dots.Content).Series.Zip(labels.Select(label => Math.Max(0, label)).Distinct().Order(), (series, label) => series with { Color = Palette.At(label) });
        return Regions(new RegionSeries(rangeX, rangeY, classes), new Figure(new Plot([.. layers])), title, options);
    }

    /// <summary>The height of a function of tensors, [N, 2] to [N] or [N, 1], over a rectangle: <c>Chart.Contour(model.Predict, (-2, 2), (-2, 2))</c>.</summary>
    public static Figure Contour(Func<Tensor, Tensor> f, (double From, double To) x, (double From, double To) y, string? title = null, PlotOptions? options = null, bool filled = true)
    {
        ArgumentNullException.ThrowIfNull(f);
        double[] heights = Everywhere(f, x, y, DType.Float32, "Chart.Contour", out int outputs);
        return outputs == 1
            ? Contour(Grid.Even(x, Places, "Chart.Contour", "x"), Grid.Even(y, Places, "Chart.Contour", "y"), NumberGrid.Of(heights, Places, Places), title, options, filled)
            : throw new ArgumentException($"Chart.Contour: the function gives {outputs} numbers a point; choose one of them, as in input => f(input)[.., 0].", nameof(f));
    }

    /// <summary>Draws the fully connected layers of a model with their weights: <c>Chart.Network(model)</c>.</summary>
    /// <exception cref="ArgumentException">The model has no Linear layer.</exception>
    public static Figure Network(Module model, string? title = null, IReadOnlyList<string>? inputs = null, IReadOnlyList<string>? outputs = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        NumberGrid[] weights = [.. Within(model).OfType<Linear>().Select(layer => (NumberGrid)layer.Weight)];
        return weights.Length > 0
            ? Network(weights, title, inputs, outputs)
            : throw new ArgumentException($"Chart.Network: {model} has no Linear layer to draw.", nameof(model));
    }

    private static IEnumerable<Module> Within(Module module) => [module, .. module.Children().SelectMany(child => Within(child.Child))];

    private static (double From, double To) Around(double[] values)
    {
        double low = values.Where(double.IsFinite).DefaultIfEmpty(0).Min(), high = values.Where(double.IsFinite).DefaultIfEmpty(1).Max();
        double room = high > low ? 0.12 * (high - low) : 1;
        return (low - room, high + room);
    }

    // All places in one batch, the lowest row first.
    private static double[] Everywhere(Func<Tensor, Tensor> f, (double From, double To) x, (double From, double To) y, DType dtype, string chart, out int outputs)
    {
        Numbers xs = Grid.Even(x, Places, chart, "x"), ys = Grid.Even(y, Places, chart, "y");
        double[] places = [.. ys.SelectMany(b => xs.SelectMany(a => new[] { a, b }))];
        Tensor result;
        using (Gradients.Gradient.Off())
        {
            result = f(Tensor.From(places, new Shape(Places * Places, 2)).To(dtype.IsFloat() ? dtype : DType.Float32));
        }

        outputs = result.Count / (Places * Places);
        return outputs > 0 && result.Count == outputs * Places * Places && result.Shape[0] == Places * Places
            ? result.ToArray<double>()
            : throw new ArgumentException($"{chart}: the function was given [{Places * Places}, 2] and must give one row a point, but gave {result.Shape}.", nameof(f));
    }
}
