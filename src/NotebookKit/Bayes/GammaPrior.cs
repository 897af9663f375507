namespace NotebookKit.Bayes;

/// <summary>What is known of a precision before the data, Ga(a, b): mean a / b. a = 1, b = 0 knows nothing.</summary>
/// <param name="Shape">a.</param>
/// <param name="Rate">b.</param>
public readonly record struct GammaPrior(double Shape, double Rate)
{
    /// <summary>a = 1, b = 0: every precision is as likely as any other.</summary>
    public static GammaPrior Flat { get; } = new(1, 0);

    /// <summary>Ga(a, b).</summary>
    public override string ToString() => $"Ga({Shape:G3}, {Rate:G3})";

    /// <summary>(a - 1) ln x - b x, the logarithm of the density up to a constant.</summary>
    internal double LogDensity(double x) => ((Shape - 1) * Math.Log(x)) - (Rate * x);
}
