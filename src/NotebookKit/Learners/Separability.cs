namespace NotebookKit.Learners;

/// <summary>Whether one line (a hyperplane) has all points of class 1 on its one side and all of class 0 on the other, with a proof of the answer.</summary>
/// <remarks>
/// Either there are weights with w z > 0 for every reflected point z, or there are shares lambda >= 0, not all 0, with sum
/// lambda z = 0: then any w would give sum lambda (w z) = 0, which cannot be if every w z is above 0 (Farkas 1902). With a
/// bias the second means that a mixture of points of class 1 is also a mixture of points of class 0. A linear programme
/// finds one of the two, and it is checked. Minsky and Papert 1969; lectures S1, S2 L1 to L3, S3.
/// </remarks>
public sealed class Separability
{
    private Separability(LabelledPoints points, bool bias, ThresholdUnit? unit, double[]? shares)
    {
        (Data, HasBias, Unit) = (points, bias, unit);
        Shares = unit is null ? shares : null;
    }

    /// <summary>Whether such a line exists.</summary>
    public bool IsSeparable => Unit is not null;

    /// <summary>The points.</summary>
    public LabelledPoints Data { get; }

    /// <summary>Whether the line may pass beside the origin.</summary>
    public bool HasBias { get; }

    /// <summary>Weights that separate; null where none do.</summary>
    public ThresholdUnit? Unit { get; }

    /// <summary>The proof that there are none: lambda for each point, adding up to 1; null where there are weights.</summary>
    public IReadOnlyList<double>? Shares { get; }

    /// <summary>How far sum lambda z is from 0, against the largest number in it; null where there are weights.</summary>
    public double? Residual
    {
        get
        {
            if (Shares is null)
            {
                return null;
            }

            double[][] z = Data.Reflected(HasBias);
            double[] sum = new double[z[0].Length];
            for (int i = 0; i < z.Length; i++)
            {
                Points.Add(sum, z[i], Shares[i]);
            }

            return sum.Max(Math.Abs) / Math.Max(1e-300, z.Max(row => row.Max(Math.Abs)));
        }
    }

    /// <summary>Decides.</summary>
    /// <param name="points">The points; one class alone is always separable when there is a bias.</param>
    /// <param name="bias">Whether the line may pass beside the origin.</param>
    public static Separability Of(LabelledPoints points, bool bias = true)
    {
        ArgumentNullException.ThrowIfNull(points);
        double[][] z = points.Reflected(bias);

        // Columns of one size make the pivots comparable; the shares are scaled back.
        double[] scale = [.. z.Select(row => Math.Max(1e-300, row.Max(Math.Abs)))];
        double[][] scaled = [.. z.Select((row, i) => (double[])[.. row.Select(value => value / scale[i])])];
        (double[] w, double[] shares) = SmallProgramme.SeparateOrMix(scaled);
        if (z.All(row => Points.Dot(w, row) > 0))
        {
            return new(points, bias, bias ? ThresholdUnit.FromAugmented(w) : new(w), null);
        }

        double[] lambda = [.. shares.Select((share, i) => share / scale[i])];
        double total = lambda.Sum();
        return new(points, bias, null, [.. lambda.Select(share => share / total)]);
    }

    /// <summary>The answer with its proof.</summary>
    public override string ToString() => Unit is { } unit
        ? $"separable: a unit that {unit}"
        : $"not separable: {Mixture(1)} is the same point as {Mixture(0)}";

    private string Mixture(int label)
    {
        double total = Enumerable.Range(0, Data.Count).Where(i => Data.Label(i) == label).Sum(i => Shares![i]);
        string[] parts = [.. Enumerable.Range(0, Data.Count).Where(i => Data.Label(i) == label && Shares![i] > 1e-9)
            .Select(i => $"{Points.Text(Shares![i] / total)} {Points.Text(Data.Point(i).ToArray())}")];
        return parts.Length == 0 ? "0" : string.Join(" + ", parts.Take(4)) + (parts.Length > 4 ? " + ..." : string.Empty);
    }
}
