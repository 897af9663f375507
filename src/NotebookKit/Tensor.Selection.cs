namespace NotebookKit;

/// <content>Picking numbers by their place.</content>
public partial class Tensor
{
    /// <inheritdoc cref="Ops.Gather"/>
    /// <param name="axis">The axis along which the indices count.</param>
    /// <param name="indices">Int64 with the axes of this tensor; negative ones count from the end.</param>
    public Tensor Gather(int axis, Tensor indices) => Ops.Gather.Apply(this, axis, indices);

    /// <summary>The largest number along an axis; NaN counts as largest. Its gradient goes to the first of equals, as in PyTorch's max(dim).</summary>
    /// <param name="axis">The axis.</param>
    /// <param name="keepDim">Leaves the axis in the shape, with size 1.</param>
    /// <exception cref="ArgumentException">The axis is empty.</exception>
    public Tensor Max(int axis, bool keepDim = false) => Best(nameof(Max), axis, keepDim, smallest: false);

    /// <summary>The smallest number along an axis; NaN counts as smallest. Its gradient goes to the first of equals.</summary>
    /// <param name="axis">The axis.</param>
    /// <param name="keepDim">Leaves the axis in the shape, with size 1.</param>
    /// <exception cref="ArgumentException">The axis is empty.</exception>
    public Tensor Min(int axis, bool keepDim = false) => Best(nameof(Min), axis, keepDim, smallest: true);

    /// <summary>The largest of all numbers; NaN counts as largest. Its gradient goes to the first of equals.</summary>
    /// <exception cref="ArgumentException">There are none.</exception>
    public Tensor Max() => Flattened(nameof(Max)).Max(0);

    /// <summary>The smallest of all numbers; NaN counts as smallest. Its gradient goes to the first of equals.</summary>
    /// <exception cref="ArgumentException">There are none.</exception>
    public Tensor Min() => Flattened(nameof(Min)).Min(0);

    private Tensor Flattened(string operation) => Count > 0
        ? Flatten()
        : throw new ArgumentException($"{operation}: the tensor {Shape} is empty, so nothing there is chosen.");

    private Tensor Best(string operation, int axis, bool keepDim, bool smallest)
    {
        int along = Shape.NormalAxis(axis);
        if (Shape[along] == 0)
        {
            throw new ArgumentException($"{operation}: axis {axis} of {Shape} is empty, so nothing there is chosen.");
        }

        Tensor best = Gather(along, (smallest ? ArgMin(along) : ArgMax(along)).Unsqueeze(along));
        return keepDim ? best : best.Squeeze(along);
    }
}
