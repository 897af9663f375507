namespace NotebookKit;

/// <content>Picking numbers by their place.</content>
public partial class Tensor
{
    /// <inheritdoc cref="Ops.Gather"/>
    /// <param name="axis">The axis along which the indices count.</param>
    /// <param name="indices">Int64, of this shape but along the axis.</param>
    public Tensor Gather(int axis, Tensor indices) => Ops.Gather.Apply(this, axis, indices);

    /// <summary>The largest number along an axis; NaN counts as largest. Its gradient goes to the first of equals, as in PyTorch's max(dim).</summary>
    /// <param name="axis">The axis.</param>
    /// <param name="keepDim">Leaves the axis in the shape, with size 1.</param>
    /// <exception cref="ArgumentException">The axis is empty.</exception>
    public Tensor Max(int axis, bool keepDim = false) => Best(nameof(Max), this, axis, keepDim);

    /// <summary>The smallest number along an axis; NaN counts as smallest. Its gradient goes to the first of equals.</summary>
    /// <param name="axis">The axis.</param>
    /// <param name="keepDim">Leaves the axis in the shape, with size 1.</param>
    /// <exception cref="ArgumentException">The axis is empty.</exception>
    public Tensor Min(int axis, bool keepDim = false) => Best(nameof(Min), -Detach(), axis, keepDim);

    // The numbers of this tensor where another of the same shape is largest.
    private Tensor Best(string operation, Tensor ranking, int axis, bool keepDim)
    {
        int along = Shape.NormalAxis(axis);
        if (Shape[along] == 0)
        {
            throw new ArgumentException($"{operation}: axis {axis} of {Shape} is empty, so nothing there is chosen.");
        }

        Tensor best = Gather(along, ranking.ArgMax(along).Unsqueeze(along));
        return keepDim ? best : best.Squeeze(along);
    }
}
