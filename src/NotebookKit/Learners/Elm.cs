using MathNet.Numerics.LinearAlgebra;

namespace NotebookKit.Learners;

/// <summary>The extreme learning machine: the hidden weights stay as chance made them, only the output weights are found, by one equation.</summary>
/// <remarks>
/// h_i(x) = g(w_i x + w_0), z = sum v_i h_i, and v minimises 1/2 sum (z - target)^2 + lambda/2 v'v, so that
/// (H'H + lambda I) v = H' target. Huang, Zhu and Siew 2006; lecture S1, "Variations".
/// </remarks>
public sealed record Elm
{
    /// <summary>K: how many hidden neurons.</summary>
    public int Hidden { get; init; } = 50;

    /// <summary>lambda: what large output weights cost.</summary>
    public double Ridge { get; init; } = 1e-6;

    /// <summary>Hidden weights and biases are normal with this deviation; larger makes steeper neurons. Inputs should be of size about 1.</summary>
    public double Deviation { get; init; } = 3;

    /// <summary>g; null for the sigmoid.</summary>
    public Func<Tensor, Tensor>? Activation { get; init; }

    /// <summary>Where the hidden weights come from; the session's generator when null.</summary>
    public Rng? Rng { get; init; }

    /// <summary>Solves for the output weights.</summary>
    /// <param name="inputs">[N, d].</param>
    /// <param name="targets">[N] or [N, k].</param>
    /// <exception cref="ArgumentException">The lengths differ, or an option is out of range.</exception>
    public ElmModel Train(Tensor inputs, Tensor targets)
    {
        double[][] rows = Points.Rows(nameof(Elm), inputs);
        ArgumentNullException.ThrowIfNull(targets);
        if (Hidden < 1 || !(Ridge >= 0) || !(Deviation > 0))
        {
            throw new ArgumentException($"Elm: Hidden and Deviation are above 0 and Ridge is not below, and these are {Hidden}, {Deviation} and {Ridge}.");
        }

        if (targets.Rank is not (1 or 2) || targets.Shape[0] != rows.Length)
        {
            throw new ArgumentException($"Elm: {rows.Length} points need as many targets, [N] or [N, k], and these are {targets.Shape}.", nameof(targets));
        }

        Tensor weights = Tensor.Normal([Hidden, rows[0].Length], 0, Deviation, Rng, DType.Float64), biases = Tensor.Normal([Hidden], 0, Deviation, Rng, DType.Float64);
        NeuronLayer hidden = new(weights, biases, Activation ?? (u => u.Sigmoid()));
        using (Gradients.Gradient.Off())
        {
            Tensor h = hidden.Forward(Tensor.From(rows));
            return new ElmModel(hidden, RidgeWeights(h, targets.Detach().To(DType.Float64).Reshape(rows.Length, -1), Ridge), targets.Rank == 1);
        }
    }

    /// <summary>v of (H'H + lambda I) v = H' target: linear least squares with a price on large weights.</summary>
    /// <param name="features">H, [N, K].</param>
    /// <param name="targets">[N, k].</param>
    /// <param name="lambda">The price; with 0 the features must not depend on each other.</param>
    /// <returns>[K, k], in double precision.</returns>
    /// <exception cref="ArgumentException">The numbers of rows differ.</exception>
    /// <exception cref="InvalidOperationException">The features depend on each other and the price is too small to decide between them.</exception>
    public static Tensor RidgeWeights(Tensor features, Tensor targets, double lambda)
    {
        ArgumentNullException.ThrowIfNull(features);
        ArgumentNullException.ThrowIfNull(targets);
        if (features.Rank != 2 || targets.Rank != 2 || features.Shape[0] != targets.Shape[0] || !(lambda >= 0))
        {
            throw new ArgumentException($"RidgeWeights: takes [N, K], [N, k] and a lambda of 0 or above, and got {features.Shape}, {targets.Shape} and {lambda}.", nameof(targets));
        }

        Matrix<double> h = features.Detach().To(DType.Float64).ToMathNet<double>(), z = targets.Detach().To(DType.Float64).ToMathNet<double>();
        Matrix<double> normal = h.TransposeThisAndMultiply(h) + (lambda * Matrix<double>.Build.DenseIdentity(h.ColumnCount));
        try
        {
            return Tensor.From(normal.Cholesky().Solve(h.TransposeThisAndMultiply(z)));
        }
        catch (ArgumentException e)
        {
            throw new InvalidOperationException($"RidgeWeights: the {h.ColumnCount} features depend on each other; take a lambda above {lambda}, or fewer features.", e);
        }
    }
}

/// <summary>A trained extreme learning machine.</summary>
public sealed class ElmModel
{
    private readonly bool isFlat;

    internal ElmModel(NeuronLayer hidden, Tensor outputWeights, bool isFlat) => (Hidden, OutputWeights, this.isFlat) = (hidden, outputWeights.Keep(), isFlat);

    /// <summary>The hidden layer, as chance made it.</summary>
    public NeuronLayer Hidden { get; }

    /// <summary>v, [K, k].</summary>
    public Tensor OutputWeights { get; }

    /// <summary>The answers: [N] where the targets were [N], else [N, k]; in double precision.</summary>
    public Tensor Predict(Tensor inputs)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        using (Gradients.Gradient.Off())
        {
            Tensor z = Hidden.Forward(inputs.To(DType.Float64)).MatMul(OutputWeights);
            return isFlat ? z.Reshape(-1) : z;
        }
    }

    /// <summary>Its size.</summary>
    public override string ToString() => $"extreme learning machine {Hidden.Inputs}-{Hidden.Neurons}-{OutputWeights.Shape[1]}, {OutputWeights.Count:N0} weights learned of {Hidden.ParameterCount + OutputWeights.Count:N0}";
}
