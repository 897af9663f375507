namespace NotebookKit.Charts;

public static partial class Chart
{
    /// <summary>A network of fully connected layers: <c>Chart.Network(2, 3, 1)</c>.</summary>
    public static Figure Network(params int[] sizes) => new(new Network(sizes));

    /// <summary>A network with its weights [outputs, inputs] as lines: wide where strong, blue and dashed where negative.</summary>
    /// <param name="weights">One matrix for each pair of neighbouring layers.</param>
    /// <param name="title">Stands above the figure.</param>
    /// <param name="inputs">Names of the inputs.</param>
    /// <param name="outputs">Names of the outputs.</param>
    /// <exception cref="ArgumentException">A matrix takes another number of inputs than the one before gives.</exception>
    public static Figure Network(IReadOnlyList<NumberGrid> weights, string? title = null, IReadOnlyList<string>? inputs = null, IReadOnlyList<string>? outputs = null)
    {
        for (int i = 1; i < weights.Count; i++)
        {
            if (weights[i].Columns != weights[i - 1].Rows)
            {
                throw new ArgumentException($"Chart.Network: layer {i} gives {weights[i - 1].Rows} numbers but layer {i + 1} takes {weights[i].Columns}; weights are [outputs, inputs].", nameof(weights));
            }
        }

        int[] sizes = weights.Count == 0 ? [] : [weights[0].Columns, .. weights.Select(grid => grid.Rows)];
        return new(new Network(sizes) { Weights = weights, InputNames = inputs, OutputNames = outputs }) { Title = title };
    }

    /// <summary>A directed graph from left to right: <c>Chart.Graph(["x", "w", "x·w"], [(0, 2), (1, 2)])</c>.</summary>
    public static Figure Graph(IReadOnlyList<GraphNode> nodes, IReadOnlyList<GraphEdge> edges, string? title = null) => new(new Graph(nodes, edges)) { Title = title };

    /// <summary>A slider over pictures: <c>Chart.Animate(rates, rate => Chart.Line(Descend(rate)), label: "rate")</c>.</summary>
    /// <typeparam name="T">What differs between the pictures.</typeparam>
    /// <param name="values">The positions of the slider.</param>
    /// <param name="figure">The picture for each; give its axes fixed ranges, so that they stand still.</param>
    /// <param name="label">What the slider changes.</param>
    public static Animation Animate<T>(IEnumerable<T> values, Func<T, Figure> figure, string? label = null)
    {
        ArgumentNullException.ThrowIfNull(values);
        ArgumentNullException.ThrowIfNull(figure);
        return new([.. values.Take(Animation.MostFrames + 1).Select(value => new AnimationFrame(value?.ToString() ?? "", figure(value)))]) { Label = label };
    }

    /// <summary>A figure that changes in place: <c>using var live = Chart.Live(); … live.Show(Chart.Line(losses));</c>.</summary>
    /// <param name="pause">Seconds between two changes of the screen, at least.</param>
    public static LiveFigure Live(double pause = 0.25) => new(pause);

    /// <summary>Lines that grow in place: <c>using var live = Chart.LiveLines("Loss", "train", "test"); … live.Add(0.3, 0.4);</c>.</summary>
    /// <param name="title">Stands above the figure.</param>
    /// <param name="names">The names of the lines.</param>
    public static LiveLines LiveLines(string? title, params string[] names) => new(new LiveFigure(0.25), title, null, names);

    /// <summary>Lines that grow in place, with options.</summary>
    public static LiveLines LiveLines(string? title, PlotOptions options, params string[] names) => new(new LiveFigure(0.25), title, options, names);
}
