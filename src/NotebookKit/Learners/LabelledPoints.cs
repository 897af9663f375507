using NotebookKit.Charts;
using NotebookKit.Data;

namespace NotebookKit.Learners;

/// <summary>Input-output pairs of a yes-or-no question: X+ = {x : d = 1} and X- = {x : d = 0}.</summary>
/// <remarks>
/// A finite set of pairs defines a function just as a table does; an open set asks the learner to generalise, so a part
/// is kept aside for scoring. Lecture S2 L2.
/// </remarks>
public sealed class LabelledPoints
{
    private readonly double[][] rows;
    private readonly int[] labels;

    /// <summary>Takes points and what they are.</summary>
    /// <param name="inputs">[N, d].</param>
    /// <param name="labels">[N], each 1 or 0; 1 and -1 mean the same.</param>
    /// <exception cref="ArgumentException">The numbers of points and labels differ, or a label is something else.</exception>
    public LabelledPoints(Tensor inputs, Tensor labels)
        : this(Points.Rows(nameof(LabelledPoints), inputs), Whole(labels))
    {
    }

    /// <summary>Takes points and what they are: <c>new LabelledPoints(new double[,] { { 1, 2 }, { -1, 2 } }, [1, 0])</c>.</summary>
    /// <param name="inputs">A row a point.</param>
    /// <param name="labels">1 or 0 each; 1 and -1 mean the same.</param>
    /// <exception cref="ArgumentException">The numbers of points and labels differ, or a label is something else.</exception>
    public LabelledPoints(double[,] inputs, int[] labels)
        : this(Points.Rows(nameof(LabelledPoints), Tensor.From(inputs)), labels)
    {
    }

    private LabelledPoints(double[][] rows, int[] labels)
    {
        ArgumentNullException.ThrowIfNull(labels);
        if (rows.Length != labels.Length)
        {
            throw new ArgumentException($"LabelledPoints: {rows.Length} points have {labels.Length} labels; each point needs one.", nameof(labels));
        }

        int odd = Array.FindIndex(labels, label => label is not (0 or 1 or -1));
        if (odd >= 0 || (labels.Contains(0) && labels.Contains(-1)))
        {
            throw new ArgumentException($"LabelledPoints: labels are 1 and 0, or 1 and -1, {(odd < 0 ? "and these mix 0 with -1" : $"and label {odd} is {labels[odd]}")}; for more classes take one against the rest.", nameof(labels));
        }

        this.rows = rows;
        this.labels = [.. labels.Select(label => label == 1 ? 1 : 0)];
        Inputs = Tensor.From(rows).Keep();
        Labels = Tensor.From([.. this.labels.Select(label => (long)label)]).Keep();
    }

    /// <summary>The points, [N, d] of Float64.</summary>
    public Tensor Inputs { get; }

    /// <summary>1 or 0 for each point, [N] of Int64.</summary>
    public Tensor Labels { get; }

    /// <summary>How many points.</summary>
    public int Count => rows.Length;

    /// <summary>How many numbers a point has.</summary>
    public int Dimension => rows[0].Length;

    /// <summary>How many points are labelled 1.</summary>
    public int PositiveCount => labels.Sum();

    /// <summary>Whether both answers occur.</summary>
    public bool HasBothClasses => PositiveCount > 0 && PositiveCount < Count;

    /// <summary>One class of a data set against all others.</summary>
    /// <param name="set">Any classes; pictures become rows.</param>
    /// <param name="positive">The class that is labelled 1.</param>
    public static LabelledPoints OneAgainstRest(Dataset set, int positive)
    {
        ArgumentNullException.ThrowIfNull(set);
        return new(set.Inputs.To(DType.Float64).Reshape(set.Count, -1), set.Labels.EqualTo(positive).To(DType.Int64));
    }

    /// <summary>A point.</summary>
    public ReadOnlySpan<double> Point(int index) => rows[index];

    /// <summary>What a point is, 1 or 0.</summary>
    public int Label(int index) => labels[index];

    /// <summary>Cuts into a part to learn from and a part to score with, in random order.</summary>
    /// <param name="testShare">How much is kept aside, between 0 and 1; each part holds at least one point.</param>
    /// <param name="rng">Where the order comes from; the session's generator when null.</param>
    /// <exception cref="ArgumentException">The share is out of range, or there is only one point.</exception>
    public (LabelledPoints Train, LabelledPoints Test) Split(double testShare = 0.25, Rng? rng = null)
    {
        if (testShare is not (> 0 and < 1) || Count < 2)
        {
            throw new ArgumentException($"Split: cuts at least two points by a share between 0 and 1, and got {Count} and {testShare}.", nameof(testShare));
        }

        int[] order = (rng ?? Rng.Current).Permutation(Count);
        int test = Math.Clamp((int)Math.Round(testShare * Count), 1, Count - 1);
        return (Take(order.AsSpan(test)), Take(order.AsSpan(0, test)));
    }

    /// <summary>Some of the points, in the order given.</summary>
    public LabelledPoints Take(ReadOnlySpan<int> examples)
    {
        int[] chosen = examples.ToArray();
        return new([.. chosen.Select(i => rows[i])], [.. chosen.Select(i => labels[i])]);
    }

    /// <summary>The points in a plane, 0 and 1 in their colours.</summary>
    /// <exception cref="InvalidOperationException">They have not two coordinates.</exception>
    public Figure Draw(string? title = null)
    {
        if (Dimension != 2)
        {
            throw new InvalidOperationException($"Draw: shows points of two coordinates, and these have {Dimension}; project them first.");
        }

        return Chart.Scatter(Numbers.From(rows.Select(row => row[0])), Numbers.From(rows.Select(row => row[1])), labels, ["0", "1"], title, new() { XLabel = "x1", YLabel = "x2" });
    }

    /// <summary>How many of each, in a line.</summary>
    public override string ToString() => $"{Count:N0} points of {Dimension} numbers, {PositiveCount:N0} labelled 1 and {Count - PositiveCount:N0} labelled 0";

    /// <summary>The points with those of class 0 turned round, so that all shall lie on the positive side; with a leading 1 (or -1) if wanted.</summary>
    internal double[][] Reflected(bool augmented) =>
        [.. rows.Select((row, i) => (double[])[.. (augmented ? (double[])[1, .. row] : row).Select(value => labels[i] == 1 ? value : -value)])];

    /// <summary>The room the points take in the plane, with a margin; as wide as high, so that what is square looks square.</summary>
    internal ((double From, double To) X, (double From, double To) Y) Frame()
    {
        (double Low, double High) Along(int axis) => (rows.Min(row => row[axis]), rows.Max(row => row[axis]));
        var (x, y) = (Along(0), Along(1));
        double half = 0.65 * Math.Max(x.High - x.Low, y.High - y.Low) is var reach && reach > 0 ? reach : 1;
        (double From, double To) Around((double Low, double High) ends) => (((ends.Low + ends.High) / 2) - half, ((ends.Low + ends.High) / 2) + half);
        return (Around(x), Around(y));
    }

    private static int[] Whole(Tensor labels)
    {
        ArgumentNullException.ThrowIfNull(labels);
        if (labels.Rank != 1)
        {
            throw new ArgumentException($"LabelledPoints: labels are a tensor [N], and these are {labels.Shape}.", nameof(labels));
        }

        // Anything that is not a whole number must not be rounded into one.
        return [.. labels.Detach().To(DType.Float64).ToArray<double>().Select(label => label is 0 or 1 or -1 ? (int)label : int.MinValue)];
    }
}
