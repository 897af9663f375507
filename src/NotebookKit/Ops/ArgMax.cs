namespace NotebookKit.Ops;

/// <summary>Where the largest or smallest number stands, along an axis or among all. A place has no gradient.</summary>
/// <remarks>
/// [.., n, ..] of any kind of number becomes [.., ..] of Int64; without an axis one number that counts elements, last axis
/// fastest. The first of equals; NaN counts as largest, and as smallest, as in NumPy.
/// </remarks>
internal static class ArgMax
{
    /// <summary>The places of the largest.</summary>
    public static Tensor Apply(Tensor x, int? axis) => Of(nameof(ArgMax), x.Detach(), axis);

    /// <summary>The places of the smallest: of the largest where every number is mirrored, which keeps the order of equals.</summary>
    public static Tensor Smallest(Tensor x, int? axis) => Of("ArgMin", Mirrored(x.Detach()), axis);

    // A whole number is mirrored as -1 - x: -x would not fit for the lowest.
    private static Tensor Mirrored(Tensor x) => x.DType switch
    {
        DType.Int64 => Tensor.Full(new Shape([]), -1, DType.Int64, x.Device) - x,
        DType.UInt8 => Tensor.Full(new Shape([]), 255, DType.UInt8, x.Device) - x,
        DType.Bool => !x,
        _ => -x,
    };

    private static Tensor Of(string operation, Tensor x, int? axis)
    {
        int? along = axis is { } given ? x.Shape.NormalAxis(given) : null;
        (int outer, int middle, int inner) = AxisRuns.Around(x.Shape, along);
        if (middle == 0)
        {
            throw new ArgumentException(axis is null
                ? $"{operation}: the tensor {x.Shape} is empty, so nothing there is chosen."
                : $"{operation}: axis {axis} of {x.Shape} is empty, so nothing there is chosen.");
        }

        Tensor y = Tensor.Empty(AxisRuns.Without(x.Shape, along, keepDim: false), DType.Int64, x.Device);
        x.Device.ArgMax(x.Contiguous(), outer, middle, inner, y);
        return y;
    }
}
