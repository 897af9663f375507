using NotebookKit.Charts;
using NotebookKit.Data;
using NotebookKit.Gradients;
using NotebookKit.Layers;

namespace NotebookKit.Explain;

/// <summary>Inputs by how certain a classifier is of them: the typical ones of each class, and those that it can hardly decide.</summary>
/// <remarks>Uncertainty is the entropy of the probabilities, H = -sum of p ln p: 0 where one class has all, ln C where all have the same. Shannon 1948; lecture S2 L12 (finding activations).</remarks>
[Display.TypeFormatterSource(typeof(Display.TextFormatterSource), PreferredMimeTypes = ["text/plain"])]
public sealed class CertaintyRanking
{
    private readonly double[][] probabilities;

    private CertaintyRanking(double[][] probabilities)
    {
        this.probabilities = probabilities;
        Entropies = [.. probabilities.Select(row => -row.Sum(p => p > 0 ? p * Math.Log(p) : 0))];
    }

    /// <summary>The entropy of each input's probabilities, in nats.</summary>
    public IReadOnlyList<double> Entropies { get; }

    /// <summary>From scores before the softmax.</summary>
    /// <param name="scores">[N, classes].</param>
    /// <exception cref="ArgumentException">These are no scores of two classes or more, or one is not finite.</exception>
    public static CertaintyRanking OfScores(Tensor scores)
    {
        ArgumentNullException.ThrowIfNull(scores);
        if (scores.Rank != 2 || scores.Shape[0] < 1 || scores.Shape[1] < 2 || !scores.DType.IsFloat())
        {
            throw new ArgumentException($"CertaintyRanking: takes scores [N, classes] of floats, of two classes or more, and got {scores.Shape} of {scores.DType}.", nameof(scores));
        }

        double[][] rows = scores.Detach().To(DType.Float64).Softmax(1).ToJagged<double>();
        int odd = Array.FindIndex(rows, row => !row.All(double.IsFinite));
        return odd < 0 ? new(rows) : throw new ArgumentException($"CertaintyRanking: the scores of input {odd} are not all finite.", nameof(scores));
    }

    /// <summary>Asks a classifier, batch by batch; it is put into the manner of use meanwhile and keeps its state.</summary>
    /// <param name="model">Gives a score for each class.</param>
    /// <param name="inputs">[N, ...].</param>
    /// <param name="batchSize">Inputs at a time.</param>
    public static CertaintyRanking Of(Module model, Tensor inputs, int batchSize = 256)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(inputs);
        ArgumentOutOfRangeException.ThrowIfLessThan(batchSize, 1);
        using ModelAtRest rest = new(model, freeze: false);
        using IDisposable off = Gradient.Off();
        List<Tensor> scores = [];
        for (int from = 0; from < inputs.Shape[0]; from += batchSize)
        {
            Cancellation.ThrowIfRequested();
            scores.Add(model.Forward(inputs[from..Math.Min(inputs.Shape[0], from + batchSize)]));
        }

        return OfScores(Tensor.Concat(scores, 0));
    }

    /// <summary>The k inputs of largest entropy, the most uncertain first; of equal ones the earlier.</summary>
    public IReadOnlyList<int> MostUncertain(int k) => [.. Order(k).OrderByDescending(i => Entropies[i]).ThenBy(i => i).Take(k)];

    /// <summary>The k inputs with the largest probability of a class, the most typical first; of equal ones the earlier.</summary>
    /// <param name="classNumber">The class, from 0.</param>
    /// <param name="k">How many.</param>
    public IReadOnlyList<int> MostTypical(int classNumber, int k) => classNumber >= 0 && classNumber < probabilities[0].Length
        ? [.. Order(k).OrderByDescending(i => probabilities[i][classNumber]).ThenBy(i => i).Take(k)]
        : throw new ArgumentOutOfRangeException(nameof(classNumber), classNumber, $"CertaintyRanking: classes are 0 to {probabilities[0].Length - 1}.");

    /// <summary>The probabilities of an input, by class.</summary>
    public IReadOnlyList<double> Probabilities(int input) => probabilities[input];

    /// <summary>Some inputs with the two likeliest classes of each; framed where the first is not the true one.</summary>
    /// <param name="set">The set whose inputs were asked about: pictures [N, 1 or 3, H, W].</param>
    /// <param name="chosen">Which to show, as <see cref="MostUncertain"/> gives them.</param>
    /// <param name="title">Stands above.</param>
    /// <param name="width">Pixels of a picture on the page.</param>
    public Figure Draw(Dataset set, IReadOnlyList<int> chosen, string title = "The most uncertain ones", double width = 84)
    {
        ArgumentNullException.ThrowIfNull(set);
        ArgumentNullException.ThrowIfNull(chosen);
        Tensor pictures = Tensor.Stack([.. chosen.Select(i => set.Inputs[i])]);
        byte[] pixels = PicturePixels.Bytes(pictures, out int channels);
        Caption Words(int i)
        {
            int[] order = [.. Enumerable.Range(0, probabilities[i].Length).OrderByDescending(c => probabilities[i][c])];
            string Name(int c) => c < set.ClassNames.Count ? set.ClassNames[c] : $"class {c}";
            return new($"{Name(order[0])} or {Name(order[1])}?", set.IsClassification && order[0] != set.LabelOf(i) ? Mark.Wrong : Mark.Plain);
        }

        return new(new ImageGrid(pixels, pictures.Shape[2], pictures.Shape[3], channels) { Captions = [.. chosen.Select(Words)], Columns = 6, DisplayWidth = width }) { Title = title };
    }

    /// <summary>Mean and largest entropy, in a line.</summary>
    public override string ToString() => FormattableString.Invariant($"{Entropies.Count:N0} inputs, {probabilities[0].Length} classes: entropy {Entropies.Average():F3} in the mean, {Entropies.Max():F3} at most of ln {probabilities[0].Length} = {Math.Log(probabilities[0].Length):F3}");

    private IEnumerable<int> Order(int k) => k >= 1 && k <= Entropies.Count ? Enumerable.Range(0, Entropies.Count)
        : throw new ArgumentOutOfRangeException(nameof(k), k, $"CertaintyRanking: k is between 1 and the number of inputs, {Entropies.Count}.");
}
