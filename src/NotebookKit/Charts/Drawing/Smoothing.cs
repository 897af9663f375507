namespace NotebookKit.Charts.Drawing;

/// <summary>Takes the noise out of a curve.</summary>
internal static class Smoothing
{
    /// <summary>sₜ = β sₜ₋₁ + (1 − β) yₜ over 1 − βᵗ, the bias correction of Adam; values that are not finite stay gaps.</summary>
    public static double[] Exponential(ReadOnlySpan<double> y, double beta)
    {
        var smooth = new double[y.Length];
        double average = 0, weight = 0;
        for (int i = 0; i < y.Length; i++)
        {
            if (!double.IsFinite(y[i]))
            {
                smooth[i] = double.NaN;
                continue;
            }

            average = (beta * average) + ((1 - beta) * y[i]);
            weight = (beta * weight) + (1 - beta);
            smooth[i] = average / weight;
        }

        return smooth;
    }
}
