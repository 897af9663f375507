using NotebookKit.Ops;

namespace NotebookKit.Losses;

/// <content>How far numbers are from what they should be.</content>
public static partial class Metric
{
    /// <summary>The share of the targets' variance that the outputs explain, 1 - sum (t - y)^2 / sum (t - mean t)^2; 1 is perfect, 0 no better than the mean.</summary>
    /// <remarks>Targets [N, outputs] give the mean over the columns, as in scikit-learn. A column that never changes counts 1 where it is met exactly, else 0.</remarks>
    /// <param name="outputs">[N] or [N, outputs].</param>
    /// <param name="targets">The same shape.</param>
    /// <exception cref="ArgumentException">The shapes differ, or there are no numbers.</exception>
    public static double R2(Tensor outputs, Tensor targets)
    {
        (double[] y, double[] t) = Numbers(nameof(R2), outputs, targets);
        int columns = t.Length / targets.Shape[0];
        return Enumerable.Range(0, columns).Average(column =>
        {
            int[] places = [.. Enumerable.Range(0, targets.Shape[0]).Select(row => (row * columns) + column)];
            double mean = places.Average(i => t[i]);
            double left = places.Sum(i => (t[i] - y[i]) * (t[i] - y[i]));
            double all = places.Sum(i => (t[i] - mean) * (t[i] - mean));
            return all > 0 ? 1 - (left / all) : left == 0 ? 1 : 0;
        });
    }

    /// <summary>The mean of |t - y|.</summary>
    /// <param name="outputs">Any shape.</param>
    /// <param name="targets">The same shape.</param>
    /// <exception cref="ArgumentException">The shapes differ, or there are no numbers.</exception>
    public static double MeanAbsoluteError(Tensor outputs, Tensor targets)
    {
        (double[] y, double[] t) = Numbers(nameof(MeanAbsoluteError), outputs, targets);
        return y.Zip(t, (a, b) => Math.Abs(a - b)).Average();
    }

    /// <summary>The root of the mean of (t - y)^2: an error in the units of the targets.</summary>
    /// <param name="outputs">Any shape.</param>
    /// <param name="targets">The same shape.</param>
    /// <exception cref="ArgumentException">The shapes differ, or there are no numbers.</exception>
    public static double RootMeanSquaredError(Tensor outputs, Tensor targets)
    {
        (double[] y, double[] t) = Numbers(nameof(RootMeanSquaredError), outputs, targets);
        return Math.Sqrt(y.Zip(t, (a, b) => (a - b) * (a - b)).Average());
    }

    private static (double[] Outputs, double[] Targets) Numbers(string operation, Tensor outputs, Tensor targets)
    {
        ArgumentNullException.ThrowIfNull(outputs);
        ArgumentNullException.ThrowIfNull(targets);
        Check.Floats(operation, outputs);
        if (outputs.Shape != targets.Shape || outputs.Count == 0 || outputs.Rank == 0)
        {
            throw new ArgumentException($"{operation}: outputs and targets have one shape with at least one row, and these are {outputs.Shape} and {targets.Shape}; Reshape or Squeeze one of them.");
        }

        return (outputs.To(DType.Float64).ToArray<double>(), targets.To(DType.Float64).ToArray<double>());
    }
}
