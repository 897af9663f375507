namespace NotebookKit.Ops;

/// <summary>Signals [N, C, L] seen as images of one row, and back; views wherever the numbers lie in either order.</summary>
internal static class SignalView
{
    /// <summary>[N, C, L] as [N, C, 1, L].</summary>
    public static Tensor AsImages(Tensor x) => x.IsContiguous
        ? x.Reshape(x.Shape[0], x.Shape[1], 1, x.Shape[2])
        : x.Permute(0, 2, 1).Reshape(x.Shape[0], 1, x.Shape[2], x.Shape[1]).Permute(0, 3, 1, 2);

    /// <summary>[N, C, 1, L], channels last, as [N, C, L].</summary>
    public static Tensor OfImages(Tensor x) =>
        x.Permute(0, 2, 3, 1).Reshape(x.Shape[0], x.Shape[3], x.Shape[1]).Permute(0, 2, 1);
}
