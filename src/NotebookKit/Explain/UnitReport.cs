using NotebookKit.Charts;
using NotebookKit.Layers;

namespace NotebookKit.Explain;

/// <summary>How often the units of a layer are active: a unit is a map of a convolution, or one number of a dense layer; it is active where it is above zero.</summary>
/// <param name="Layer">The layer's name.</param>
/// <param name="Places">Numbers that a unit gives for a picture: H W of a map, 1 of a dense layer.</param>
/// <param name="ActiveShares">For each unit the share of all its numbers that are above zero, 0 to 1.</param>
/// <param name="PictureShares">For each unit the share of pictures in which it is above zero somewhere.</param>
[Display.TypeFormatterSource(typeof(Display.TextFormatterSource), PreferredMimeTypes = ["text/plain"])]
public sealed record LayerUnits(string Layer, int Places, IReadOnlyList<double> ActiveShares, IReadOnlyList<double> PictureShares)
{
    /// <summary>Units that are never active: no picture, no place. No gradient passes their ReLU, so they do not learn either.</summary>
    public IReadOnlyList<int> Dead => Units(share => share == 0);

    /// <summary>Units that are active at every place of every picture: their ReLU does nothing, and the unit is linear.</summary>
    public IReadOnlyList<int> AlwaysOn => Units(share => share == 1);

    /// <summary>The mean over the units.</summary>
    public double MeanShare => ActiveShares.Average();

    /// <summary>The counts, in a line.</summary>
    public override string ToString() => FormattableString.Invariant($"{Layer}: {ActiveShares.Count} units, {Dead.Count} dead, {AlwaysOn.Count} always on, active {MeanShare:P1} of the time");

    private int[] Units(Func<double, bool> when) => [.. Enumerable.Range(0, ActiveShares.Count).Where(unit => when(ActiveShares[unit]))];
}

/// <summary>Which units of a network are never or always active over a set of inputs.</summary>
/// <remarks>"If a neuron is never/always active, it is not good" (lecture S2 L12, visualizing activations). It is a statement about the network and the inputs together: ask with many of them.</remarks>
/// <param name="Layers">From the first to the last.</param>
/// <param name="Inputs">How many inputs were looked at.</param>
[Display.TypeFormatterSource(typeof(Display.TextFormatterSource), PreferredMimeTypes = ["text/plain"])]
public sealed record UnitReport(IReadOnlyList<LayerUnits> Layers, int Inputs)
{
    /// <summary>What is said of a layer.</summary>
    /// <exception cref="KeyNotFoundException">The report has no layer of that name.</exception>
    public LayerUnits this[string layer] => Layers.FirstOrDefault(units => units.Layer == layer)
        ?? throw new KeyNotFoundException($"UnitReport: there is no layer '{layer}'; there are {string.Join(", ", Layers.Select(units => units.Layer))}.");

    /// <summary>Looks at inputs, batch by batch; the model is put into the manner of use meanwhile and keeps its state.</summary>
    /// <param name="model">The network.</param>
    /// <param name="inputs">[N, ...], a batch of all inputs.</param>
    /// <param name="layers">Layers with outputs [N, units] or [N, maps, H, W]; when null all <see cref="ReLU"/> layers, and blocks that compute between their layers and give nothing negative.</param>
    /// <param name="batchSize">Inputs at a time.</param>
    /// <param name="progress">Told after each batch how many inputs are done.</param>
    /// <exception cref="ArgumentException">There are no inputs or no such layers, a layer has other outputs, or one gives a number that is not finite.</exception>
    public static UnitReport Of(Block model, Tensor inputs, IReadOnlyList<string>? layers = null, int batchSize = 64, Action<int>? progress = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(inputs);
        ArgumentOutOfRangeException.ThrowIfLessThan(batchSize, 1);
        if (inputs.Rank < 2 || inputs.Shape[0] == 0)
        {
            throw new ArgumentException($"UnitReport: takes inputs [N, ...], one at least, and got {inputs.Shape}.", nameof(inputs));
        }

        string[] names = [.. layers ?? Rectified(Recording.Of(model, inputs[..1]))];
        if (names.Length == 0)
        {
            throw new ArgumentException($"UnitReport: {model.GetType().Name} has no ReLU layer; name the layers to look at.", nameof(layers));
        }

        Dictionary<string, Counts> counts = [];
        int count = inputs.Shape[0];
        for (int from = 0; from < count; from += batchSize)
        {
            Cancellation.ThrowIfRequested();
            using Memory.BufferScope scope = new();
            int to = Math.Min(count, from + batchSize);
            foreach (LayerOutput output in Recording.Of(model, inputs[from..to], names))
            {
                if (!counts.TryGetValue(output.Name, out Counts? own))
                {
                    counts[output.Name] = own = new();
                }

                own.Add(output);
            }

            progress?.Invoke(to);
        }

        return new([.. counts.Select(named => named.Value.Result(named.Key, count))], count);
    }

    /// <summary>For each layer the units from the least to the most active, on one scale: dead units lie at 0, those that are always on at 100 %.</summary>
    /// <param name="title">Stands above.</param>
    public Figure Draw(string title = "How often units are active")
    {
        PlotOptions options = new() { XLabel = "units of the layer, the least active first (%)", YLabel = "active (% of places and inputs)", YRange = (0, 100), XRange = (0, 100) };
        return options.Figure(title, null, [.. Layers.Select(layer => new LineSeries(Ranks(layer.ActiveShares.Count), Ranked(layer)) { Name = layer.Layer })]);
    }

    /// <summary>A line for each layer.</summary>
    public override string ToString() => $"over {Inputs:N0} inputs\n{string.Join("\n", Layers)}";

    private static Numbers Ranked(LayerUnits layer) => Numbers.From(layer.ActiveShares.Order().Select(share => 100 * share));

    private static Numbers Ranks(int count) => Numbers.From(Enumerable.Range(0, count).Select(i => 100 * (i + 0.5) / count));

    private static IEnumerable<string> Rectified(Recording recording) => recording
        .Where(output => output.Layer is ReLU || (output.Layer is Block and not Sequential && output.Values.Min().Item() >= 0))
        .Select(output => output.Name);

    private sealed class Counts
    {
        private double[] active = [], pictures = [];
        private int places;

        public void Add(LayerOutput output)
        {
            Shape shape = output.Values.Shape;
            if (shape.Rank is not (2 or 4) || !double.IsFinite(output.Values.Sum().Item()))
            {
                throw new ArgumentException(shape.Rank is 2 or 4 ? $"UnitReport: layer {output.Name} gives a number that is not finite." : $"UnitReport: takes layers that give [N, units] or [N, maps, H, W], and {output.Name} gives {shape}.");
            }

            (int n, int units) = (shape[0], shape[1]);
            places = output.Values.Count / (n * units);
            active = active.Length == 0 ? new double[units] : active;
            pictures = pictures.Length == 0 ? new double[units] : pictures;
            double[] counts = (output.Values.Reshape(n, units, places) > 0).To(DType.Float32).Sum(2).To(DType.Float64).ToArray<double>();
            for (int i = 0; i < counts.Length; i++)
            {
                active[i % units] += counts[i];
                pictures[i % units] += counts[i] > 0 ? 1 : 0;
            }
        }

        public LayerUnits Result(string layer, int inputs) =>
            new(layer, places, [.. active.Select(count => count / ((double)inputs * places))], [.. pictures.Select(count => count / inputs)]);
    }
}
