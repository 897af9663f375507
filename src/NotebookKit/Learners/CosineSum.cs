namespace NotebookKit.Learners;

/// <summary>A function of two numbers in [0, 1] as a cosine series, and that series as a network of steep sigmoids.</summary>
/// <remarks>
/// F(x, y) ~ sum a_pq cos(p pi x) cos(q pi y). Each product is a sum, cos a cos b = 1/2 (cos(a + b) + cos(a - b)), so F is a sum
/// of cosines of one weighted sum each, and each such cosine is a <see cref="StepSum"/> of neurons: a network with one hidden
/// layer. Lecture S1, "Universal approximation of MLP-1..3".
/// </remarks>
public sealed class CosineSum
{
    private readonly double[,] coefficients;

    /// <summary>Finds the coefficients by the midpoint rule, which is exact for cosines below its own frequency.</summary>
    /// <param name="function">F.</param>
    /// <param name="terms">Frequencies 0 to terms - 1 along each axis.</param>
    /// <param name="samples">Places along each axis; more than terms.</param>
    /// <exception cref="ArgumentException">There are not more samples than terms.</exception>
    public CosineSum(Func<double, double, double> function, int terms, int samples = 64)
    {
        ArgumentNullException.ThrowIfNull(function);
        if (terms < 1 || samples <= terms)
        {
            throw new ArgumentException($"CosineSum: needs at least one term and more samples than terms, and got {terms} and {samples}.", nameof(samples));
        }

        double[] at = [.. Enumerable.Range(0, samples).Select(i => (i + 0.5) / samples)];
        coefficients = new double[terms, terms];
        for (int p = 0; p < terms; p++)
        {
            for (int q = 0; q < terms; q++)
            {
                double sum = 0;
                foreach (double x in at)
                {
                    foreach (double y in at)
                    {
                        sum += function(x, y) * Math.Cos(p * Math.PI * x) * Math.Cos(q * Math.PI * y);
                    }
                }

                coefficients[p, q] = sum / (samples * samples) * (p == 0 ? 1 : 2) * (q == 0 ? 1 : 2);
            }
        }
    }

    /// <summary>Frequencies along each axis.</summary>
    public int Terms => coefficients.GetLength(0);

    /// <summary>a_pq.</summary>
    public double Coefficient(int p, int q) => coefficients[p, q];

    /// <summary>1/2 (cos(a + b) + cos(a - b)), which is cos a cos b.</summary>
    public static double ProductAsSum(double a, double b) => 0.5 * (Math.Cos(a + b) + Math.Cos(a - b));

    /// <summary>The truncated series.</summary>
    public double At(double x, double y) => Sum(x, y, Math.Cos);

    /// <summary>The series with every cosine replaced by N steep sigmoids over the whole range of its weighted sum.</summary>
    /// <param name="steps">N for each cosine.</param>
    /// <param name="steepness">See <see cref="StepSum"/>.</param>
    public Func<double, double, double> BySteps(int steps, double steepness = 8)
    {
        double range = 2 * Math.PI * Math.Max(1, Terms - 1);
        StepSum cosine = new(Math.Cos, -range, range, steps, steepness);
        return (x, y) => Sum(x, y, cosine.At);
    }

    /// <summary>Its size.</summary>
    public override string ToString() => $"a series of {Terms} x {Terms} cosines";

    private double Sum(double x, double y, Func<double, double> cosine)
    {
        double sum = 0;
        for (int p = 0; p < Terms; p++)
        {
            for (int q = 0; q < Terms; q++)
            {
                (double a, double b) = (p * Math.PI * x, q * Math.PI * y);
                sum += coefficients[p, q] * 0.5 * (cosine(a + b) + cosine(a - b));
            }
        }

        return sum;
    }
}
