using NotebookKit.Charts.Drawing;
using NotebookKit.Charts.Plotly;

namespace NotebookKit.Charts;

/// <summary>A network of fully connected layers: neurons as circles, weights as lines, wide where strong, coloured by sign.</summary>
/// <param name="Sizes">How many neurons each layer has, the inputs first.</param>
public sealed record Network(IReadOnlyList<int> Sizes) : FigureContent
{
    /// <summary>For each pair of neighbouring layers the weights [outputs, inputs], as <c>Linear</c> holds them; null: all lines alike.</summary>
    public IReadOnlyList<NumberGrid>? Weights { get; init; }

    /// <summary>What stands below each layer; null: its size.</summary>
    public IReadOnlyList<string>? LayerNames { get; init; }

    /// <summary>Names beside the inputs.</summary>
    public IReadOnlyList<string>? InputNames { get; init; }

    /// <summary>Names beside the outputs.</summary>
    public IReadOnlyList<string>? OutputNames { get; init; }

    /// <summary>A layer with more neurons shows its first and last ones, and dots between.</summary>
    public int MostNeurons { get; init; } = 8;

    internal override string Kind => "Network";

    internal override void Draw(SvgCanvas canvas, Box box) => NetworkDrawing.Draw(this, canvas, box);

    internal override double NaturalHeight(double width) => Math.Clamp((Sizes.DefaultIfEmpty().Max(size => Math.Min(size, MostNeurons)) * 40) + 40, 140, 460);

    internal override IEnumerable<string> Describe()
    {
        if (Sizes.Count == 0)
        {
            yield return "no layers";
            yield break;
        }

        yield return $"{Sizes.Count} layer{(Sizes.Count == 1 ? "" : "s")} of {string.Join(", ", Sizes)} neurons from input to output";
        if (Weights is { Count: > 0 } weights)
        {
            double[] all = [.. weights.SelectMany(grid => grid.Span.ToArray()).Where(double.IsFinite)];
            if (all.Length > 0)
            {
                yield return $"{NumberText.Short(all.Length, 9)} weights from {NumberText.Short(all.Min())} to {NumberText.Short(all.Max())}, {NumberText.Short(100.0 * all.Count(w => w > 0) / all.Length)} % positive";
            }
        }
    }

    internal override void WritePlotly(PlotlyFigure figure, Box part) => NetworkDrawing.WritePlotly(this, figure, part);

    /// <summary>The weight between a neuron and one of the layer before; NaN where none is known.</summary>
    internal double WeightOf(int layer, int from, int to) =>
        Weights is { } weights && layer < weights.Count && to < weights[layer].Rows && from < weights[layer].Columns ? weights[layer][to, from] : double.NaN;

    /// <summary>The neurons of a layer that are drawn; -1 stands for the dots.</summary>
    internal int[] Shown(int layer)
    {
        int size = Math.Max(0, Sizes[layer]), most = Math.Max(3, MostNeurons);
        return size <= most ? [.. Enumerable.Range(0, size)] : [.. Enumerable.Range(0, most - 2), -1, size - 1];
    }
}
