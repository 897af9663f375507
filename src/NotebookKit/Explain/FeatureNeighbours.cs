using NotebookKit.Charts;
using NotebookKit.Data;
using NotebookKit.Decomposition;

namespace NotebookKit.Explain;

/// <summary>The nearest others of every example, in whatever space its numbers are: pixels, or the features of a layer.</summary>
/// <remarks>
/// Euclidean distance; of equally far ones the earlier comes first. "Select an input image, and find the closest n image in this space (if they are similar the
/// network grasped something important)": lecture S2 L12 (displaying the decision space), which takes the last layer before the scores, 1,024 numbers say.
/// </remarks>
[Display.TypeFormatterSource(typeof(Display.TextFormatterSource), PreferredMimeTypes = ["text/plain"])]
public sealed class FeatureNeighbours
{
    private readonly NearestPoints near;

    private FeatureNeighbours(NearestPoints near, int dimensions) => (this.near, Dimensions) = (near, dimensions);

    /// <summary>How many neighbours of each example.</summary>
    public int K => near.K;

    /// <summary>Numbers of an example.</summary>
    public int Dimensions { get; }

    /// <summary>How many examples.</summary>
    public int Count => near.Others.Length / K;

    /// <summary>Finds the neighbours of every example among all others.</summary>
    /// <param name="examples">[N, ...]: pictures, maps or rows of features; taken as rows of numbers.</param>
    /// <param name="k">How many, from 1 to N - 1.</param>
    /// <exception cref="ArgumentException">There are fewer than three examples, a number is not finite, or k is out of range.</exception>
    public static FeatureNeighbours Of(Tensor examples, int k = 5)
    {
        ArgumentNullException.ThrowIfNull(examples);
        if (examples.Rank < 2 || examples.Count == 0)
        {
            throw new ArgumentException($"FeatureNeighbours: takes examples [N, ...], and got {examples.Shape}.", nameof(examples));
        }

        Tensor rows = (examples.DType.IsFloat() ? examples.Detach() : examples.To(DType.Float32)).Reshape(examples.Shape[0], -1);
        MapQuality.Check(nameof(FeatureNeighbours), rows);
        return k >= 1 && k < rows.Shape[0] ? new(NearestPoints.Of(rows, k), rows.Shape[1])
            : throw new ArgumentException($"FeatureNeighbours: k is at least 1 and below the number of examples, {rows.Shape[0]}, and it is {k}.", nameof(k));
    }

    /// <summary>The neighbours of an example, the nearest first.</summary>
    public IReadOnlyList<(int Example, double Distance)> Of(int example) => example >= 0 && example < Count
        ? [.. Enumerable.Range(example * K, K).Select(at => (near.Others[at], Math.Sqrt(near.Squared[at])))]
        : throw new ArgumentOutOfRangeException(nameof(example), example, $"FeatureNeighbours: examples are 0 to {Count - 1}.");

    /// <summary>The share of all neighbours that are of their example's class, 0 to 1.</summary>
    /// <param name="labels">[N] class numbers from 0, Int64.</param>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public double Purity(Tensor labels)
    {
        ArgumentNullException.ThrowIfNull(labels);
        Ops.Check.Labels("FeatureNeighbours.Purity", labels, Count, int.MaxValue);
        long[] classes = labels.ToArray<long>();
        return Enumerable.Range(0, near.Others.Length).Average(at => classes[near.Others[at]] == classes[at / K] ? 1.0 : 0.0);
    }

    /// <summary>Some examples, each followed by its neighbours in a row; neighbours of another class are framed.</summary>
    /// <param name="set">The examples as pictures, with their classes.</param>
    /// <param name="queries">Which to show.</param>
    /// <param name="title">Stands above.</param>
    /// <param name="width">Pixels of a picture on the page.</param>
    /// <exception cref="ArgumentException">The set has another number of examples.</exception>
    public Figure Draw(Dataset set, IReadOnlyList<int> queries, string title = "Nearest neighbours", double width = 56)
    {
        ArgumentNullException.ThrowIfNull(set);
        ArgumentNullException.ThrowIfNull(queries);
        if (set.Count != Count || !set.IsClassification)
        {
            throw new ArgumentException($"FeatureNeighbours: there are {Count} examples, and the set has {set.Count}{(set.IsClassification ? string.Empty : " without classes")}.", nameof(set));
        }

        (int Query, int Shown)[] all = [.. queries.SelectMany(query => Of(query).Select(other => (query, other.Example)).Prepend((query, query)))];
        Tensor pictures = Tensor.Stack([.. all.Select(one => set.Inputs[one.Shown])]);
        byte[] pixels = PicturePixels.Bytes(pictures, out int channels);
        Caption[] captions = [.. all.Select(one => one.Query == one.Shown ? new Caption($"{set.ClassNames[set.LabelOf(one.Query)]}:")
            : new Caption(set.ClassNames[set.LabelOf(one.Shown)], set.LabelOf(one.Shown) == set.LabelOf(one.Query) ? Mark.Plain : Mark.Wrong))];
        return new(new ImageGrid(pixels, pictures.Shape[2], pictures.Shape[3], channels) { Captions = captions, Columns = K + 1, DisplayWidth = width }) { Title = title };
    }

    /// <summary>The sizes, in a line.</summary>
    public override string ToString() => $"the {K} nearest of {Count:N0} examples with {Dimensions:N0} numbers each";
}
