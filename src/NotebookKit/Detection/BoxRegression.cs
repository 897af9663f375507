namespace NotebookKit.Detection;

/// <summary>Box regression after the fact: one linear model a class, from a region's features to the way to the object.</summary>
/// <remarks>Least squares with a penalty lambda |w|^2, solved exactly; the bias is not penalised. Girshick et al. 2014; lecture S2 L8 'Bounding Box Regression'.</remarks>
public sealed class BoxRegression
{
    private readonly Tensor?[] weights;
    private readonly BoxCode code;

    private BoxRegression(Tensor?[] weights, BoxCode code) => (this.weights, this.code) = (weights, code);

    /// <summary>Learns from regions that overlap an object.</summary>
    /// <param name="features">[K, d].</param>
    /// <param name="regions">The K regions.</param>
    /// <param name="objects">The object of each, with its class.</param>
    /// <param name="classes">How many classes; one without examples leaves regions as they are.</param>
    /// <param name="lambda">The penalty, above 0.</param>
    /// <param name="code">How the way is written; logarithmic when null.</param>
    /// <exception cref="ArgumentException">The numbers differ.</exception>
    public static BoxRegression Train(Tensor features, IReadOnlyList<Box> regions, IReadOnlyList<LabelledBox> objects, int classes, double lambda = 1, BoxCode? code = null)
    {
        ArgumentNullException.ThrowIfNull(features);
        ArgumentNullException.ThrowIfNull(regions);
        ArgumentNullException.ThrowIfNull(objects);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(lambda);
        if (features.Rank != 2 || features.Shape[0] != regions.Count || regions.Count != objects.Count)
        {
            throw new ArgumentException($"BoxRegression: features are [K, d] with a region and an object each, and these are {features.Shape} with {regions.Count} and {objects.Count}.", nameof(features));
        }

        BoxCode language = code ?? new BoxCode();
        Tensor rows = features.Detach().To(DType.Float64);
        return new([.. Enumerable.Range(0, classes).Select(one =>
        {
            int[] own = [.. Enumerable.Range(0, objects.Count).Where(i => objects[i].Class == one)];
            if (own.Length == 0)
            {
                return null;
            }

            Tensor x = WithOne(Detector.Rows(rows, own)), t = language.Encode([.. own.Select(i => regions[i])], [.. own.Select(i => objects[i].Box)]).To(DType.Float64);
            double[] penalties = [.. Enumerable.Repeat(lambda, x.Shape[1] - 1), 1e-9];
            return (x.Transpose(0, 1).MatMul(x) + Tensor.From(penalties).Diag()).Solve(x.Transpose(0, 1).MatMul(t)).Keep();
        })], language);
    }

    /// <summary>The boxes that regions become.</summary>
    /// <param name="features">[K, d].</param>
    /// <param name="found">The K regions with the classes they were given.</param>
    public IReadOnlyList<ScoredBox> Apply(Tensor features, IReadOnlyList<ScoredBox> found)
    {
        ArgumentNullException.ThrowIfNull(features);
        ArgumentNullException.ThrowIfNull(found);
        Tensor rows = WithOne(features.Detach().To(DType.Float64));
        return [.. found.Select((box, i) =>
        {
            if (box.Class >= weights.Length || weights[box.Class] is not { } own)
            {
                return box;
            }

            double[] way = rows[i..(i + 1)].MatMul(own).ToArray<double>();
            return box with { Box = code.Decode(box.Box, new BoxOffset(way[0], way[1], way[2], way[3])) };
        })];
    }

    /// <summary>How many classes it has learned, in a line.</summary>
    public override string ToString() =>
        $"box regression, learned for {weights.Count(own => own is not null)} of {weights.Length} classes";

    private static Tensor WithOne(Tensor rows) => Tensor.Concat([rows, Tensor.Ones([rows.Shape[0], 1], DType.Float64)], 1);
}
