using NotebookKit.Ops;

namespace NotebookKit;

/// <content>The index of what makes one number of many: sums, moments, norms and distances. Axes are given as one number or as a list, <c>x.Sum([0, 2])</c>.</content>
public partial class Tensor
{
    /// <inheritdoc cref="SumAxes"/>
    /// <param name="axes">The axes to sum along, in any order.</param>
    /// <param name="keepDim">Leaves the axes in the shape, with size 1.</param>
    public Tensor Sum(ReadOnlySpan<int> axes, bool keepDim = false) => SumAxes.Apply(this, axes, keepDim);

    /// <summary>The mean along several axes, the sum divided by how many there are.</summary>
    /// <param name="axes">The axes, in any order.</param>
    /// <param name="keepDim">Leaves the axes in the shape, with size 1.</param>
    public Tensor Mean(ReadOnlySpan<int> axes, bool keepDim = false) => Sum(axes, keepDim) / new ReducedAxes(nameof(Mean), Shape, axes).Count;

    /// <inheritdoc cref="Ops.Variance"/>
    /// <param name="axes">The axes, in any order.</param>
    /// <param name="correction">What is taken off the count: 1 for a sample, 0 for a population.</param>
    /// <param name="keepDim">Leaves the axes in the shape, with size 1.</param>
    public Tensor Variance(ReadOnlySpan<int> axes, int correction = 1, bool keepDim = false) => Ops.Variance.Apply(this, axes, correction, keepDim);

    /// <inheritdoc cref="Ops.Variance"/>
    /// <param name="axis">The axis; all of them when null.</param>
    /// <param name="correction">What is taken off the count: 1 for a sample, 0 for a population.</param>
    /// <param name="keepDim">Leaves the axis in the shape, with size 1.</param>
    public Tensor Variance(int? axis = null, int correction = 1, bool keepDim = false) => Variance(ReducedAxes.Of(this, axis), correction, keepDim);

    /// <summary>The standard deviation, the root of the <see cref="Variance(int?, int, bool)"/>; its gradient is infinite or NaN where it is 0.</summary>
    /// <param name="axes">The axes, in any order.</param>
    /// <param name="correction">What is taken off the count: 1 for a sample, 0 for a population.</param>
    /// <param name="keepDim">Leaves the axes in the shape, with size 1.</param>
    public Tensor StandardDeviation(ReadOnlySpan<int> axes, int correction = 1, bool keepDim = false) => Variance(axes, correction, keepDim).Sqrt();

    /// <inheritdoc cref="StandardDeviation(ReadOnlySpan{int}, int, bool)"/>
    /// <param name="axis">The axis; all of them when null.</param>
    /// <param name="correction">What is taken off the count: 1 for a sample, 0 for a population.</param>
    /// <param name="keepDim">Leaves the axis in the shape, with size 1.</param>
    public Tensor StandardDeviation(int? axis = null, int correction = 1, bool keepDim = false) => Variance(axis, correction, keepDim).Sqrt();

    /// <inheritdoc cref="Ops.LogSumExp"/>
    /// <param name="axes">The axes, in any order.</param>
    /// <param name="keepDim">Leaves the axes in the shape, with size 1.</param>
    public Tensor LogSumExp(ReadOnlySpan<int> axes, bool keepDim = false) => Ops.LogSumExp.Apply(this, axes, keepDim);

    /// <inheritdoc cref="Ops.LogSumExp"/>
    /// <param name="axis">The axis; all of them when null.</param>
    /// <param name="keepDim">Leaves the axis in the shape, with size 1.</param>
    public Tensor LogSumExp(int? axis = null, bool keepDim = false) => LogSumExp(ReducedAxes.Of(this, axis), keepDim);

    /// <inheritdoc cref="Ops.Amax"/>
    /// <param name="axes">The axes, in any order.</param>
    /// <param name="keepDim">Leaves the axes in the shape, with size 1.</param>
    public Tensor Amax(ReadOnlySpan<int> axes, bool keepDim = false) => Ops.Amax.Apply(this, axes, keepDim, nameof(Amax));

    /// <inheritdoc cref="Ops.Amax"/>
    /// <param name="axis">The axis; all of them when null.</param>
    /// <param name="keepDim">Leaves the axis in the shape, with size 1.</param>
    public Tensor Amax(int? axis = null, bool keepDim = false) => Amax(ReducedAxes.Of(this, axis), keepDim);

    /// <summary>The smallest number along several axes; NaN counts as smallest. The gradient is shared evenly among equals, as in PyTorch's amin.</summary>
    /// <param name="axes">The axes, in any order.</param>
    /// <param name="keepDim">Leaves the axes in the shape, with size 1.</param>
    public Tensor Amin(ReadOnlySpan<int> axes, bool keepDim = false) => -Ops.Amax.Apply(-this, axes, keepDim, nameof(Amin));

    /// <inheritdoc cref="Amin(ReadOnlySpan{int}, bool)"/>
    /// <param name="axis">The axis; all of them when null.</param>
    /// <param name="keepDim">Leaves the axis in the shape, with size 1.</param>
    public Tensor Amin(int? axis = null, bool keepDim = false) => Amin(ReducedAxes.Of(this, axis), keepDim);

    /// <inheritdoc cref="Ops.Norm"/>
    /// <param name="p">0, 1, 2, an infinity, or any other number.</param>
    /// <param name="axes">The axes, in any order.</param>
    /// <param name="keepDim">Leaves the axes in the shape, with size 1.</param>
    public Tensor Norm(double p, ReadOnlySpan<int> axes, bool keepDim = false) => Ops.Norm.Apply(this, p, axes, keepDim);

    /// <inheritdoc cref="Ops.Norm"/>
    /// <param name="p">0, 1, 2, an infinity, or any other number.</param>
    /// <param name="axis">The axis; all of them when null.</param>
    /// <param name="keepDim">Leaves the axis in the shape, with size 1.</param>
    public Tensor Norm(double p = 2, int? axis = null, bool keepDim = false) => Norm(p, ReducedAxes.Of(this, axis), keepDim);

    /// <summary>Vectors of length 1 in the same direction: x / max(|x|_p, epsilon), along one axis.</summary>
    /// <param name="p">Which length; see <see cref="Norm(double, int?, bool)"/>.</param>
    /// <param name="axis">The axis along which the vectors lie.</param>
    /// <param name="epsilon">The smallest length that is divided by, so that a zero vector stays zero.</param>
    public Tensor Normalize(double p = 2, int axis = -1, double epsilon = 1e-12) => this / Norm(p, axis, keepDim: true).Clamp(epsilon, double.PositiveInfinity);

    /// <summary>The cosine of the angle between two vectors, x y / (|x| |y|), along one axis: 1 in one direction, 0 at right angles, -1 opposite.</summary>
    /// <param name="other">The other vectors; axes of size 1 repeat.</param>
    /// <param name="axis">The axis along which the vectors lie.</param>
    /// <param name="epsilon">The smallest length that is divided by; a zero vector has the cosine 0.</param>
    public Tensor CosineSimilarity(Tensor other, int axis = -1, double epsilon = 1e-8)
    {
        ArgumentNullException.ThrowIfNull(other);
        Check.SameFloats(nameof(CosineSimilarity), this, other);
        _ = Broadcasting.Join(nameof(CosineSimilarity), Shape, other.Shape);
        return (Normalize(2, axis, epsilon) * other.Normalize(2, axis, epsilon)).Sum(axis);
    }

    /// <inheritdoc cref="Distances"/>
    /// <param name="other">[.., n, d].</param>
    /// <param name="p">1 for the sum of the differences, 2 for Euclid's distance, or any other p of a norm.</param>
    public Tensor CDist(Tensor other, double p = 2) => Distances.Apply(this, other, p);

    /// <summary>How the columns of a table vary together: c_ij = sum over n of (x_ni - m_i) (x_nj - m_j) / (N - correction).</summary>
    /// <remarks>[N, d] gives [d, d]: rows are observations, as in every table here; NumPy's cov and torch.cov take the transpose.</remarks>
    /// <param name="correction">What is taken off the count: 1 for a sample, 0 for a population.</param>
    /// <exception cref="ArgumentException">This is no matrix, or it has not more rows than the correction.</exception>
    public Tensor Covariance(int correction = 1)
    {
        Check.Floats(nameof(Covariance), this);
        if (Rank != 2 || Shape[0] <= correction)
        {
            throw new ArgumentException($"Covariance: takes observations as rows, [N, d] with N above the correction {correction}, and got {Shape}.");
        }

        Tensor rough = this - Detach().Mean(0, keepDim: true);
        Tensor centred = rough - rough.Mean(0, keepDim: true);
        return centred.Transpose().MatMul(centred) / (Shape[0] - correction);
    }

    /// <summary>The <see cref="Covariance"/> measured in standard deviations, from -1 to 1; NaN for a column that does not vary.</summary>
    /// <exception cref="ArgumentException">This is no matrix, or it has fewer than two rows.</exception>
    public Tensor Correlation()
    {
        Tensor covariance = Covariance();
        Tensor deviation = Ops.Diagonal.Apply(covariance).Sqrt();
        return covariance / (deviation.Unsqueeze(1) * deviation.Unsqueeze(0));
    }
}
