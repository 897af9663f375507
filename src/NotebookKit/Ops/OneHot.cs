namespace NotebookKit.Ops;

/// <summary>y_nc = 1 where c is the label of n, else 0. Labels are no floats, so no gradient flows.</summary>
internal static class OneHot
{
    /// <summary>[N] labels become [N, classes].</summary>
    public static Tensor Apply(Tensor labels, int classes, DType dtype)
    {
        Check.Labels(nameof(OneHot), labels, labels.Count, classes);
        Tensor y = Tensor.Zeros(new Shape(labels.Count, classes), dtype);
        ReadOnlySpan<long> places = labels.Contiguous().Elements<long>();
        Tensor ones = Tensor.Ones(new Shape(1), dtype);
        for (int row = 0; row < places.Length; row++)
        {
            y.Device.Scatter(ones, new Tensor(y.Storage, new Shape(1), [1], (row * classes) + (int)places[row], y.Device));
        }

        return y;
    }
}
