using NotebookKit.Kernels;
using NotebookKit.Ops;

namespace NotebookKit.Devices;

/// <content>What other devices choose, order, convolve, normalise and pool.</content>
internal sealed partial class ShapeDevice
{
    /// <inheritdoc/>
    internal override void Chance(Tensor y, ulong seed, ulong firstBlock, double probability)
    {
    }

    /// <inheritdoc/>
    internal override void Keep(Tensor x, Tensor kept, double scale, Tensor y)
    {
    }

    /// <inheritdoc/>
    internal override void Compare<TTest>(Tensor x, Tensor y, Tensor z)
    {
    }

    /// <inheritdoc/>
    internal override void Whole<TFormula>(Tensor x, Tensor y, Tensor z)
    {
    }

    /// <inheritdoc/>
    internal override void Where(Tensor condition, Tensor x, Tensor y, Tensor z)
    {
    }

    /// <inheritdoc/>
    internal override void SelectRows(Tensor x, Tensor places, int outer, int middle, int inner, Tensor y)
    {
    }

    /// <inheritdoc/>
    internal override void AddRows(Tensor x, Tensor places, int outer, int middle, int inner, Tensor y)
    {
    }

    /// <inheritdoc/>
    internal override void PutRows(Tensor x, Tensor places, int inner, Tensor y)
    {
    }

    /// <inheritdoc/>
    internal override void CumSum(Tensor x, int outer, int middle, int inner, Tensor y)
    {
    }

    /// <inheritdoc/>
    internal override void Recurrence(Tensor a, Tensor b, int outer, int middle, int inner, Tensor y)
    {
    }

    /// <inheritdoc/>
    internal override void BestSoFar(Tensor x, int outer, int middle, int inner, bool smallest, Tensor places)
    {
    }

    /// <inheritdoc/>
    internal override void SortPlaces(Tensor x, int outer, int middle, int inner, bool descending, Tensor places)
    {
    }

    /// <inheritdoc/>
    internal override void SearchSorted(Tensor sorted, Tensor values, bool right, Tensor places)
    {
    }

    /// <inheritdoc/>
    internal override void Convolve(in ConvolutionGeometry g, Tensor x, Tensor filters, Tensor? bias, Tensor y)
    {
    }

    /// <inheritdoc/>
    internal override void ConvolveTransposed(in ConvolutionGeometry g, Tensor y, Tensor filters, Tensor? bias, Tensor x)
    {
    }

    /// <inheritdoc/>
    internal override void ConvolutionWeights(in ConvolutionGeometry g, Tensor x, Tensor y, Tensor filters)
    {
    }

    /// <inheritdoc/>
    internal override void Softmax(Tensor x, Tensor y, bool logarithm)
    {
    }

    /// <inheritdoc/>
    internal override void CrossEntropy(Tensor logits, Tensor labels, Tensor probabilities, Tensor losses)
    {
    }

    /// <inheritdoc/>
    internal override void CrossEntropyGradient(Tensor probabilities, Tensor labels, double scale, Tensor gradient)
    {
    }

    /// <inheritdoc/>
    internal override void ChannelNorm(Tensor x, in Ops.ChannelNorm.Setting setting, Tensor? weight, Tensor? bias, Tensor mean, Tensor variance, Tensor y)
    {
    }

    /// <inheritdoc/>
    internal override void ChannelNormGradient(Tensor x, Tensor g, in Ops.ChannelNorm.Setting setting, Tensor? weight, Tensor mean, Tensor variance, Tensor gradient, Tensor? weightGradient, Tensor? biasGradient)
    {
    }

    /// <inheritdoc/>
    internal override void LayerNorm(Tensor x, in LayerNorm.Setting setting, Tensor? weight, Tensor? bias, Tensor mean, Tensor variance, Tensor y)
    {
    }

    /// <inheritdoc/>
    internal override void LayerNormGradient(Tensor x, Tensor g, in LayerNorm.Setting setting, Tensor? weight, Tensor mean, Tensor variance, Tensor gradient, Tensor? weightGradient, Tensor? biasGradient)
    {
    }

    /// <inheritdoc/>
    internal override void Resample(Tensor x, Taps rows, Taps columns, Tensor y)
    {
    }

    /// <inheritdoc/>
    internal override void MaxPool(Tensor x, Taps rows, Taps columns, Tensor y)
    {
    }

    /// <inheritdoc/>
    internal override void MaxPoolGradient(Tensor x, Tensor y, Tensor slopes, Taps rows, Taps columns, Tensor gradient)
    {
    }

    /// <inheritdoc/>
    internal override void MaxPositions(Tensor x, Taps rows, Taps columns, Tensor positions)
    {
    }

    /// <inheritdoc/>
    internal override void Unfold(Tensor x, in WindowGrid grid, Tensor y)
    {
    }

    /// <inheritdoc/>
    internal override void Fold(Tensor x, in WindowGrid grid, Tensor y)
    {
    }

    /// <inheritdoc/>
    internal override void SparseProduct(Tensor x, Tensor weights, Tensor? bias, Connections connections, bool transposed, Tensor y)
    {
    }

    /// <inheritdoc/>
    internal override void SparseWeights(Tensor left, Tensor right, Connections connections, Tensor y)
    {
    }
}
