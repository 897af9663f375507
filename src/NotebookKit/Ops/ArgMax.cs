namespace NotebookKit.Ops;

/// <summary>Where the largest number along an axis stands. A place has no gradient.</summary>
/// <remarks>[.., n, ..] of floats becomes [.., ..] of Int64; the first of equals; NaN counts as largest, as in NumPy.</remarks>
internal static class ArgMax
{
    /// <summary>The places of the largest.</summary>
    public static Tensor Apply(Tensor x, int axis)
    {
        Check.Floats(nameof(ArgMax), x);
        int along = x.Shape.NormalAxis(axis);
        if (x.Shape[along] == 0)
        {
            throw new ArgumentException($"ArgMax: axis {axis} of {x.Shape} is empty, so nothing there is largest.");
        }

        (int outer, int middle, int inner) = AxisRuns.Around(x.Shape, along);
        Tensor y = Tensor.Empty(AxisRuns.Without(x.Shape, along, keepDim: false), DType.Int64, x.Device);
        x.Device.ArgMax(x.Contiguous(), outer, middle, inner, y);
        return y;
    }
}
