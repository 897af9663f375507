using NotebookKit.Layers;
using NotebookKit.Optimizers;

namespace NotebookKit.Sequences;

/// <summary>Translation without memory: every target word meets every source word in a grid, and convolutions over the grid read both at once.</summary>
/// <remarks>
/// The cell (t, s) of the grid holds target word t - 1 and source word s side by side. Convolutions of k x k see all source words around s but only
/// target words up to t - 1, so that no word knows what comes behind it; each adds to the grid it read. The largest over the source gives
/// the scores of target word t. Places that only fill up a source are 0 in every grid, as the margin is, and are left out of that largest one, so that
/// a source scores the same in any company. Elbayad, Besacier and Verbeek 2018 (there densely connected); lecture S1 (2-D convolutional sequence to sequence).
/// </remarks>
public sealed class PervasiveAttention : Module
{
    private readonly Embedding sourceWords;
    private readonly Embedding targetWords;
    private readonly Conv2d first;
    private readonly Conv2d[] layers;
    private readonly Linear scores;

    /// <summary>Makes an untrained translator.</summary>
    /// <param name="source">What it reads.</param>
    /// <param name="target">What it writes.</param>
    /// <param name="size">Maps of the grid.</param>
    /// <param name="depth">Convolutions over the grid.</param>
    /// <param name="kernel">k, odd.</param>
    /// <param name="embedding">Numbers of a word.</param>
    /// <param name="rng">Where the first weights come from; the session's generator when null.</param>
    /// <exception cref="ArgumentException">The kernel is even.</exception>
    public PervasiveAttention(Tokens source, Tokens target, int size = 48, int depth = 4, int kernel = 5, int embedding = 32, Rng? rng = null)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(target);
        if (kernel < 1 || kernel % 2 == 0)
        {
            throw new ArgumentException($"PervasiveAttention: the kernel is odd, so that it has a middle, and not {kernel}.", nameof(kernel));
        }

        (Source, Target, Kernel) = (source, target, kernel);
        sourceWords = new Embedding(source.Count, embedding, rng: rng);
        targetWords = new Embedding(target.Count, embedding, rng: rng);
        first = new Conv2d(2 * embedding, size, 1, rng: rng);

        // Rows of the kernel above the middle and the middle itself; the margin lies above only.
        int past = (kernel / 2) + 1, half = kernel / 2;
        layers = [.. Enumerable.Range(0, depth).Select(_ => new Conv2d(size, size, (past, kernel), padding: new Padding(past - 1, 0, half, half), rng: rng))];
        scores = new Linear(size, target.Count, rng: rng);
    }

    /// <summary>What it reads.</summary>
    public Tokens Source { get; }

    /// <summary>What it writes.</summary>
    public Tokens Target { get; }

    /// <summary>k.</summary>
    public int Kernel { get; }

    /// <summary>Scores of the first word for sources Int64 [N, S]: [N, 1, tokens].</summary>
    public override Tensor Forward(Tensor input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return Scores(input, Tensor.Full([input.Shape[0], 1], Tokens.End, DType.Int64));
    }

    /// <summary>Scores of every target word, each knowing the whole source and the target words before it.</summary>
    /// <param name="source">Int64 [N, S], filled up with <see cref="Tokens.Nothing"/>.</param>
    /// <param name="target">What it should write, Int64 [N, T].</param>
    /// <returns>[N, T, tokens].</returns>
    public Tensor Scores(Tensor source, Tensor target)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(target);
        (int count, int from, int to) = (source.Shape[0], source.Shape[1], target.Shape[1]);
        Tensor read = sourceWords.Forward(source).Unsqueeze(1), written = targetWords.Forward(SequenceLoss.Shifted(target)).Unsqueeze(2);
        int size = read.Shape[3];
        Tensor grid = Tensor.Concat([written.Expand([count, to, from, size]), read.Expand([count, to, from, size])], 3).Permute(0, 3, 1, 2);
        Tensor filler = source.EqualTo(Tokens.Nothing).Reshape(count, 1, 1, from);
        Tensor real = 1 - filler.To(grid.DType);
        Tensor x = first.Forward(grid) * real;
        foreach (Conv2d layer in layers)
        {
            x += layer.Forward(x.Relu()) * real;
        }

        Tensor most = x.MaskedFill(filler.Expand(x.Shape), double.NegativeInfinity).Max(3).Transpose(1, 2);
        return scores.Forward(most.Reshape(count * to, most.Shape[2])).Reshape(count, to, Target.Count);
    }

    /// <summary>Learns from pairs, drawn anew for every step.</summary>
    /// <param name="pairs">Sources with their targets.</param>
    /// <param name="optimizer">Of this model's parameters.</param>
    /// <param name="steps">Steps of the optimiser.</param>
    /// <param name="batchSize">Pairs of a step.</param>
    /// <param name="rng">Which pairs; the session's generator when null.</param>
    /// <param name="progress">Told each step's number, from 1, and its loss in nats a word.</param>
    /// <exception cref="InvalidOperationException">The loss is no longer a number.</exception>
    public void Learn(
        IReadOnlyList<(string Source, string Target)> pairs, Optimizer optimizer, int steps, int batchSize = 32, Rng? rng = null, Action<int, double>? progress = null)
    {
        ArgumentNullException.ThrowIfNull(pairs);
        SequenceTraining.Run(this, optimizer, steps, dice =>
        {
            (string Source, string Target)[] some = [.. Enumerable.Range(0, batchSize).Select(_ => pairs[dice.Next(pairs.Count)])];
            Tensor target = Target.Batch([.. some.Select(pair => pair.Target)]).Numbers;
            return SequenceLoss.CrossEntropy(Scores(Source.Batch([.. some.Select(pair => pair.Source)]).Numbers, target), target);
        }, rng, progress);
    }

    /// <summary>Translates texts side by side, taking the likeliest word at every step; the grid is computed anew for each word.</summary>
    /// <param name="texts">Sources, one at least.</param>
    /// <param name="longest">Words at most.</param>
    public IReadOnlyList<string> Translate(IReadOnlyList<string> texts, int longest = 50) => SequenceTraining.Judging(this, () =>
    {
        Tensor source = Source.Batch(texts).Numbers;
        List<int>[] written = [.. texts.Select(_ => new List<int>())];
        for (int step = 0; step < longest && !written.All(row => row.Contains(Tokens.End)); step++)
        {
            Cancellation.ThrowIfRequested();

            // The last column is only asked for, so that what stands there does not matter.
            Tensor sofar = Tensor.From([.. written.SelectMany(row => row.Append(Tokens.End)).Select(code => (long)code)], [texts.Count, step + 1]);
            long[] best = Scores(source, sofar)[.., ^1].ArgMax(1).ToArray<long>();
            for (int row = 0; row < best.Length; row++)
            {
                written[row].Add((int)best[row]);
            }
        }

        return (IReadOnlyList<string>)[.. written.Select(Target.Decode)];
    });
}
