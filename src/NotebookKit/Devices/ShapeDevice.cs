using NotebookKit.Memory;

namespace NotebookKit.Devices;

/// <summary>No processor: every operation checks and finds its shapes as usual, and no number is kept or computed.</summary>
/// <remarks>
/// A network of a hundred million weights is built and sent an image through in milliseconds, to count its parameters, shapes and work. What
/// depends on numbers, as how many are not zero, cannot be known and says so.
/// </remarks>
internal sealed partial class ShapeDevice : Device
{
    /// <inheritdoc/>
    public override string Name => "shapes only";

    /// <inheritdoc/>
    internal override Storage Allocate(DType dtype, int count, bool lasting = false) => new ShapeStorage(dtype, count);

    /// <inheritdoc/>
    internal override Tensor NonZero(Tensor mask) =>
        throw new NotSupportedException("NonZero: how many numbers are not zero cannot be known on Device.ShapesOnly, which keeps shapes and no numbers.");

    /// <inheritdoc/>
    internal override void Fill(Tensor y, double value)
    {
    }

    /// <inheritdoc/>
    internal override void Gather(Tensor x, Tensor y)
    {
    }

    /// <inheritdoc/>
    internal override void Scatter(Tensor x, Tensor y)
    {
    }

    /// <inheritdoc/>
    internal override void Cast(Tensor x, Tensor y)
    {
    }

    /// <inheritdoc/>
    internal override void Unary<TFormula>(TFormula formula, Tensor x, Tensor y)
    {
    }

    /// <inheritdoc/>
    internal override void Binary<TFormula>(TFormula formula, Tensor x, Tensor y, Tensor z)
    {
    }

    /// <inheritdoc/>
    internal override void Sum(Tensor x, int outer, int middle, int inner, Tensor y)
    {
    }

    /// <inheritdoc/>
    internal override void ArgMax(Tensor x, int outer, int middle, int inner, Tensor y)
    {
    }

    /// <inheritdoc/>
    internal override void Pick(Tensor x, Tensor indices, int middle, int count, int inner, Tensor y)
    {
    }

    /// <inheritdoc/>
    internal override void AddPicked(Tensor x, Tensor indices, int middle, int count, int inner, Tensor y)
    {
    }

    /// <inheritdoc/>
    internal override void MatMul(Tensor a, Tensor b, Tensor c, bool accumulate)
    {
    }

    /// <inheritdoc/>
    internal override void Uniform(Tensor y, ulong seed, ulong firstBlock, double low, double high)
    {
    }

    /// <inheritdoc/>
    internal override void Normal(Tensor y, ulong seed, ulong firstBlock, double mean, double deviation)
    {
    }

    /// <inheritdoc/>
    internal override void Update<TRule, T>(TRule rule, Tensor weight, Tensor gradient, Tensor? first = null, Tensor? second = null, Tensor? third = null)
    {
    }
}
