namespace NotebookKit.Ops;

/// <summary>y_nc = 1 where c is the label of n, else 0. Labels are no floats, so no gradient flows.</summary>
internal static class OneHot
{
    /// <summary>[N] labels become [N, classes].</summary>
    public static Tensor Apply(Tensor labels, int classes, DType dtype)
    {
        Check.Labels(nameof(OneHot), labels, labels.Count, classes);
        Tensor y = Tensor.Full(new Shape(labels.Count, classes), 0, DType.Float32, labels.Device);
        if (y.Count > 0)
        {
            Tensor ones = Tensor.Full(new Shape(labels.Count, 1), 1, DType.Float32, labels.Device);
            y.Device.AddPicked(ones, labels.Contiguous(), classes, count: 1, inner: 1, y);
        }

        return y.To(dtype);
    }
}
