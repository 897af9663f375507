using NotebookKit.Kernels;
using NotebookKit.Layers;
using NotebookKit.Optimizers;

namespace NotebookKit.Sparse;

/// <summary>Sparse evolutionary training (SET): after each epoch the weakest connections of every sparse layer go, and as many begin anew elsewhere.</summary>
/// <remarks>
/// In each <see cref="SparseLinear"/> layer a fraction zeta of the smallest positive and of the largest negative weights is
/// removed; after all epochs but the last, as many connections are added at random where none was. The number of connections
/// stays what it was. The optimiser's memory of a moved connection begins empty. Mocanu et al. 2018; lecture S0, algorithm 1.
/// <code>
/// for (int epoch = 1; epoch &lt;= epochs; epoch++)
/// {
///     trainer.Fit(train);
///     evolution.EndEpoch(last: epoch == epochs);
/// }
/// </code>
/// </remarks>
public sealed class SparseEvolution
{
    private readonly Optimizer? optimizer;

    /// <summary>Finds the sparse layers of a model.</summary>
    /// <param name="model">The model.</param>
    /// <param name="optimizer">Who trains it, so that its memory moves with the connections.</param>
    /// <exception cref="ArgumentException">The model has no sparse layer.</exception>
    public SparseEvolution(Module model, Optimizer? optimizer = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        this.optimizer = optimizer;
        Layers = [.. Within(model).OfType<SparseLinear>()];
        if (Layers.Count == 0)
        {
            throw new ArgumentException($"SparseEvolution: {model} has no SparseLinear layer whose connections could move.", nameof(model));
        }
    }

    /// <summary>Zeta, the share of the connections that moves after an epoch; the paper's 0.3.</summary>
    public double Zeta { get; init; } = 0.3;

    /// <summary>How far new weights spread around 0, as a share of the spread with which the layer's first weights began.</summary>
    /// <remarks>
    /// 1, as new as the first ones: the lecture adds new weights at random. With 0 new connections begin without effect, those to
    /// useless inputs stay near 0 and go again after the next epoch. Measured on digits with 2,000 columns of noise over three to
    /// five seeds, against fixed connections: -0.7 to 0.7 points with 1; with 0 mostly above 0, from -0.3 to 6 points by setting and seed.
    /// </remarks>
    public double NewSpread { get; init; } = 1;

    /// <summary>The sparse layers.</summary>
    public IReadOnlyList<SparseLinear> Layers { get; }

    /// <summary>The numbers of the weights nearest to zero: a fraction of the positive ones (zeros among them) and of the negative ones, rounded down.</summary>
    /// <param name="weights">The weights.</param>
    /// <param name="zeta">The fraction, 0 to 1.</param>
    public static int[] Weakest(IReadOnlyList<double> weights, double zeta)
    {
        ArgumentNullException.ThrowIfNull(weights);
        if (!(zeta is >= 0 and <= 1))
        {
            throw new ArgumentOutOfRangeException(nameof(zeta), zeta, "SparseEvolution: zeta is a share, 0 to 1.");
        }

        int[] all = [.. Enumerable.Range(0, weights.Count)];
        int[] positive = [.. all.Where(k => weights[k] >= 0).OrderBy(k => weights[k])];
        int[] negative = [.. all.Where(k => weights[k] < 0).OrderByDescending(k => weights[k])];
        return positive.Length + negative.Length == weights.Count
            ? [.. positive.Take((int)(zeta * positive.Length)), .. negative.Take((int)(zeta * negative.Length))]
            : throw new InvalidOperationException("SparseEvolution: some weights are no longer numbers; try a smaller learning rate.");
    }

    /// <summary>Removes the weakest connections of each layer and, but after the last epoch, adds as many at random.</summary>
    /// <remarks>A layer with fewer free places than that moves as many as there are. After the last epoch the layers have parameters of fewer numbers: training on takes a new optimiser.</remarks>
    /// <param name="last">Whether this was the last epoch.</param>
    /// <param name="rng">Where new connections and their weights come from; the session's generator when null.</param>
    /// <returns>What happened in each layer.</returns>
    public IReadOnlyList<Rewiring> EndEpoch(bool last = false, Rng? rng = null) => [.. Layers.Select(layer => Move(layer, last, rng ?? Rng.Current))];

    /// <summary>The share that moves, and the layers, in a line.</summary>
    public override string ToString() => $"SET with zeta {Zeta} on {Layers.Count} sparse layers of {Layers.Sum(layer => (long)layer.Connections.Count):N0} connections";

    private Rewiring Move(SparseLinear layer, bool last, Rng rng)
    {
        Connections before = layer.Connections;
        double[] weights = layer.Weight.Detach().ToArray<double>();
        int[] weakest = Weakest(weights, Zeta);
        long free = ((long)before.Inputs * before.Outputs) - before.Count;
        if (!last && weakest.Length > free)
        {
            weakest = [.. weakest.OrderBy(k => Math.Abs(weights[k])).Take((int)free)];
        }

        (int Input, int Output)[] pairs = [.. before.Pairs];
        HashSet<int> gone = [.. weakest];
        (int Input, int Output)[] added = last ? [] : [.. RandomPlaces.Free(before, weakest.Length, rng.NextKey())];
        Connections after = new(before.Inputs, before.Outputs, pairs.Where((_, k) => !gone.Contains(k)).Concat(added));
        Draws draws = new(rng.NextKey(), 0);
        double[] fresh = new double[added.Length];
        for (int i = 0; i < fresh.Length; i++)
        {
            fresh[i] = NewSpread * layer.Bound * ((2 * draws.Unit()) - 1);
        }

        Parameter parameter = layer.Weight;
        int[] from = layer.Rewire(after, fresh);
        if (optimizer is not null && !last)
        {
            OptimizerMemory.Move(optimizer, parameter, from);
        }

        return new Rewiring(before, after, [.. weakest.Select(k => new RemovedConnection(pairs[k].Input, pairs[k].Output, weights[k]))], added);
    }

    private static IEnumerable<Module> Within(Module module) => [module, .. module.Children().SelectMany(child => Within(child.Child))];
}

/// <summary>A connection that was removed, and the weight it had.</summary>
/// <param name="Input">Where it came from.</param>
/// <param name="Output">Where it went.</param>
/// <param name="Weight">Its weight.</param>
public readonly record struct RemovedConnection(int Input, int Output, double Weight);

/// <summary>How the connections of a layer changed after an epoch.</summary>
/// <param name="Before">The connections before.</param>
/// <param name="After">The connections after.</param>
/// <param name="Removed">Those that went.</param>
/// <param name="Added">Those that came.</param>
[Display.TypeFormatterSource(typeof(Display.TextFormatterSource), PreferredMimeTypes = ["text/plain"])]
public sealed record Rewiring(Connections Before, Connections After, IReadOnlyList<RemovedConnection> Removed, IReadOnlyList<(int Input, int Output)> Added)
{
    /// <summary>The counts in a line.</summary>
    public override string ToString() => $"{Removed.Count:N0} connections removed, {Added.Count:N0} added: {After}";
}
