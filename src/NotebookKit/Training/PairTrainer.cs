using NotebookKit.Layers;
using NotebookKit.Memory;
using NotebookKit.Optimizers;

namespace NotebookKit.Training;

/// <summary>Two examples that are known to be alike, or known not to be, whatever they are.</summary>
/// <param name="First">The number of the first example.</param>
/// <param name="Second">The number of the second.</param>
/// <param name="Similar">S_nm.</param>
public readonly record struct ExamplePair(int First, int Second, bool Similar)
{
    /// <summary>The pair in words.</summary>
    public override string ToString() => $"{First} and {Second} are {(Similar ? "alike" : "not alike")}";

    /// <summary>Draws pairs of examples and tells whether their labels agree: side information as an experiment needs it.</summary>
    /// <param name="labels">The class of each example, [N] of whole numbers.</param>
    /// <param name="count">How many pairs.</param>
    /// <param name="rng">Where the draws come from; the session's generator when null.</param>
    /// <exception cref="ArgumentException">There are fewer than two examples.</exception>
    public static IReadOnlyList<ExamplePair> Draw(Tensor labels, int count, Rng? rng = null)
    {
        ArgumentNullException.ThrowIfNull(labels);
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        long[] classes = labels.ToArray<long>();
        if (classes.Length < 2)
        {
            throw new ArgumentException($"ExamplePair.Draw: needs two examples at least, and got labels {labels.Shape}.", nameof(labels));
        }

        Rng source = rng ?? Rng.Current;
        ExamplePair[] pairs = new ExamplePair[count];
        for (int i = 0; i < count; i++)
        {
            int first = source.Next(classes.Length);
            int second = (first + 1 + source.Next(classes.Length - 1)) % classes.Length;
            pairs[i] = new ExamplePair(first, second, classes[first] == classes[second]);
        }

        return pairs;
    }
}

/// <summary>Semi-supervised training with side information: some examples have targets, of others it is only known which are alike.</summary>
/// <remarks>
/// J(W) = (1/2) [sum over labelled of (z - zhat)^2 + lambda sum over pairs of L(zhat_n, zhat_m, S_nm)], where L is <see cref="Losses.Loss.PairSimilarity"/>; each
/// step takes a batch of labelled examples, of similar and of dissimilar pairs in turn. Lecture S1 (semi-supervised learning of MLPs), whose slide has
/// a stray square around the whole.
/// </remarks>
[Display.TypeFormatterSource(typeof(Display.TextFormatterSource), PreferredMimeTypes = ["text/plain"])]
public sealed class PairTrainer
{
    private readonly Module model;
    private readonly Optimizer optimizer;

    /// <summary>Makes a trainer.</summary>
    public PairTrainer(Module model, Optimizer optimizer)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(optimizer);
        (this.model, this.optimizer) = (model, optimizer);
    }

    /// <summary>How much the pairs count.</summary>
    public double Lambda { get; init; } = 1;

    /// <summary>M: from which squared distance on two outputs are far enough apart.</summary>
    public double Margin { get; init; } = 1;

    /// <summary>What is made small for labelled examples, from outputs and targets: half the squared error, as the lecture has it.</summary>
    public Func<Tensor, Tensor, Tensor> Loss { get; init; } = (outputs, targets) => Losses.Loss.MeanSquaredError(outputs, targets) / 2;

    /// <summary>Trains for some turns of labelled, similar and dissimilar; a kind of which there are none is left out.</summary>
    /// <param name="inputs">All examples, [N, ...].</param>
    /// <param name="labelled">The numbers of the examples that have targets.</param>
    /// <param name="targets">A target each, [labelled, outputs].</param>
    /// <param name="pairs">What is known of pairs of examples.</param>
    /// <param name="turns">How many turns.</param>
    /// <param name="batchSize">Examples or pairs a step.</param>
    /// <param name="rng">Where the batches come from; the session's generator when null.</param>
    /// <exception cref="ArgumentException">There is not a target a labelled example, or a number names no example.</exception>
    public PairHistory Fit(
        Tensor inputs, IReadOnlyList<int> labelled, Tensor targets, IReadOnlyList<ExamplePair> pairs, int turns = 100, int batchSize = 32, Rng? rng = null)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        ArgumentNullException.ThrowIfNull(labelled);
        ArgumentNullException.ThrowIfNull(targets);
        ArgumentNullException.ThrowIfNull(pairs);
        ArgumentOutOfRangeException.ThrowIfNegative(turns);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(batchSize);
        int count = inputs.Rank == 0 ? 0 : inputs.Shape[0];
        if (targets.Rank == 0 || targets.Shape[0] != labelled.Count || labelled.Concat(pairs.SelectMany(pair => new[] { pair.First, pair.Second })).Any(i => (uint)i >= (uint)count))
        {
            throw new ArgumentException($"PairTrainer: {labelled.Count} labelled examples need as many targets, and got {targets.Shape}; all numbers name examples of {inputs.Shape}.");
        }

        Rng source = rng ?? Rng.Current;
        ExamplePair[] similar = [.. pairs.Where(pair => pair.Similar)];
        ExamplePair[] dissimilar = [.. pairs.Where(pair => !pair.Similar)];
        List<double>[] losses = [[], [], []];
        model.IsTraining = true;
        for (int turn = 0; turn < turns; turn++)
        {
            if (labelled.Count > 0)
            {
                int[] chosen = Batch(labelled.Count, batchSize, source);
                losses[0].Add(Step(() => Loss(model.Forward(Rows(inputs, chosen.Select(i => labelled[i]))), Rows(targets, chosen))));
            }

            Take(similar, losses[1]);
            Take(dissimilar, losses[2]);
        }

        return new PairHistory(losses[0], losses[1], losses[2]);

        void Take(ExamplePair[] kind, List<double> log)
        {
            if (kind.Length > 0)
            {
                ExamplePair[] chosen = [.. Batch(kind.Length, batchSize, source).Select(i => kind[i])];
                log.Add(Step(() => PairLoss(inputs, chosen)));
            }
        }
    }

    /// <summary>What it trains with what, in a line.</summary>
    public override string ToString() => $"trains {model.GetType().Name} from labels and pairs (lambda {Lambda:G3}, margin {Margin:G3}) with {optimizer}";

    // Both examples of each pair in one batch, so that they meet the same network.
    private Tensor PairLoss(Tensor inputs, ExamplePair[] pairs)
    {
        Tensor outputs = model.Forward(Rows(inputs, pairs.Select(pair => pair.First).Concat(pairs.Select(pair => pair.Second)))).Reshape(2 * pairs.Length, -1);
        Tensor similar = Tensor.From([.. pairs.Select(pair => pair.Similar ? 1f : 0f)]);
        return Losses.Loss.PairSimilarity(outputs[..pairs.Length], outputs[pairs.Length..], similar, Margin) * (Lambda / 2);
    }

    private double Step(Func<Tensor> loss)
    {
        using BufferScope scope = new();
        optimizer.ZeroGrad();
        Tensor value = loss();
        value.Backward();
        optimizer.Step();
        double number = value.Item();
        return double.IsFinite(number) ? number : throw new InvalidOperationException($"Fit: the loss became {number}; try a smaller LearningRate (it is {optimizer.LearningRate}).");
    }

    private static int[] Batch(int count, int size, Rng rng) => size >= count ? [.. Enumerable.Range(0, count)] : [.. Enumerable.Range(0, size).Select(_ => rng.Next(count))];

    private static Tensor Rows(Tensor tensor, IEnumerable<int> rows) => tensor.IndexSelect(0, Tensor.From([.. rows.Select(row => (long)row)]));
}

/// <summary>The losses of each kind of step; a kind that was left out has none.</summary>
/// <param name="Labelled">Of labelled examples.</param>
/// <param name="Similar">Of pairs that are alike.</param>
/// <param name="Dissimilar">Of pairs that are not.</param>
public sealed record PairHistory(IReadOnlyList<double> Labelled, IReadOnlyList<double> Similar, IReadOnlyList<double> Dissimilar)
{
    /// <summary>The last loss of each kind.</summary>
    public override string ToString() => $"losses at the end: labelled {Last(Labelled)}, similar {Last(Similar)}, dissimilar {Last(Dissimilar)}";

    private static string Last(IReadOnlyList<double> losses) => losses.Count == 0 ? "-" : $"{losses[^1]:G3}";
}
