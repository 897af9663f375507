using MathNet.Numerics.LinearAlgebra;
using MathNet.Numerics.LinearAlgebra.Double;

namespace NotebookKit.Data;

/// <summary>Whitening: over the training set each feature has mean 0 and variance 1, and no two are correlated.</summary>
/// <remarks>
/// Each feature is divided by its deviation first, so that units do not matter. With the covariance C = U L U' (1/n) of
/// these z, y = z U L^(-1/2) U'. The last turn back by U' leaves each feature as near to itself as can be (ZCA, Bell and
/// Sejnowski 1997); without it the features are the principal components. Lecture S1.
/// </remarks>
public sealed class Whitener : InputScaler
{
    private readonly Tensor mean;
    private readonly Tensor forward;
    private readonly Tensor back;

    /// <summary>Makes a scaler of known statistics.</summary>
    /// <param name="mean">[features].</param>
    /// <param name="forward">[features, features]: y = (x - mean) forward.</param>
    /// <param name="back">[features, features], the inverse.</param>
    /// <exception cref="ArgumentException">The shapes do not fit.</exception>
    public Whitener(Tensor mean, Tensor forward, Tensor back)
    {
        ArgumentNullException.ThrowIfNull(mean);
        this.mean = Statistic(nameof(Whitener), mean, new Shape(mean.Count));
        this.forward = Statistic(nameof(Whitener), forward, new Shape(mean.Count, mean.Count));
        this.back = Statistic(nameof(Whitener), back, new Shape(mean.Count, mean.Count));
    }

    /// <inheritdoc/>
    public override int Features => mean.Count;

    /// <inheritdoc/>
    protected override IReadOnlyDictionary<string, Tensor> Stored => new Dictionary<string, Tensor>
    {
        ["Whitener.mean"] = mean,
        ["Whitener.forward"] = forward,
        ["Whitener.back"] = back,
    };

    /// <summary>Measures a training set.</summary>
    /// <param name="train">[N, features] of floats.</param>
    /// <param name="epsilon">Added to each variance along a principal component, where 1 is that of a feature: keeps directions without variance from being blown up.</param>
    /// <param name="turnBack">Whether features stay as near to themselves as can be; else they become principal components.</param>
    /// <exception cref="ArgumentException">It is no table or empty, a number is missing, or some direction has no variance and epsilon is 0.</exception>
    public static Whitener Fit(Tensor train, double epsilon = 0, bool turnBack = true)
    {
        double[][] features = FeaturesOf(nameof(Whitener), train);
        if (train.Rank != 2 || !(epsilon >= 0))
        {
            throw new ArgumentException($"Whitener.Fit: takes a table [N, features] and an epsilon of 0 or more, and got {train.Shape} and {epsilon}; Flatten(1) makes a row of each example.");
        }

        double[] means = Array.ConvertAll(features, MeanOf);
        double[] deviations = Array.ConvertAll(features, values => DeviationOf(values) is var size && size > 0 ? size : 1);
        Matrix<double> standard = DenseMatrix.Build.DenseOfColumns(features.Select((values, i) => values.Select(value => (value - means[i]) / deviations[i])));
        var parts = (standard.TransposeThisAndMultiply(standard) / train.Shape[0]).Evd(Symmetricity.Symmetric);
        double[] variances = [.. parts.EigenValues.Select(value => value.Real + epsilon)];
        if (variances.Min() <= 1e-12 * variances.Max())
        {
            throw new ArgumentException(
                $"Whitener.Fit: the features of {train.Shape} depend on each other (the smallest variance of a direction is {variances.Min():E1}); drop some, or give an epsilon above 0.");
        }

        Matrix<double> turn = turnBack ? parts.EigenVectors.Transpose() : DenseMatrix.CreateIdentity(variances.Length);
        Matrix<double> forward = Diagonal(deviations, size => 1 / size) * parts.EigenVectors * Diagonal(variances, variance => 1 / Math.Sqrt(variance)) * turn;
        Matrix<double> back = turn.Transpose() * Diagonal(variances, Math.Sqrt) * parts.EigenVectors.Transpose() * Diagonal(deviations, size => size);
        return new Whitener(Tensor.From(means), Tensor.From(forward.ToArray()), Tensor.From(back.ToArray()));

        static Matrix<double> Diagonal(double[] numbers, Func<double, double> entry) => DenseMatrix.OfDiagonalArray(Array.ConvertAll(numbers, number => entry(number)));
    }

    /// <inheritdoc/>
    public override Tensor Apply(Tensor inputs)
    {
        CheckTable(nameof(Apply), inputs);
        return (inputs - Along(inputs, mean)).MatMul(forward.To(inputs.DType));
    }

    /// <inheritdoc/>
    public override Tensor Invert(Tensor scaled)
    {
        CheckTable(nameof(Invert), scaled);
        return scaled.MatMul(back.To(scaled.DType)) + Along(scaled, mean);
    }

    private void CheckTable(string operation, Tensor inputs)
    {
        CheckFeatures(operation, inputs);
        if (inputs.Rank != 2)
        {
            throw new ArgumentException($"Whitener.{operation}: takes a table [N, {Features}], and got {inputs.Shape}.");
        }
    }
}
