namespace NotebookKit;

/// <content>Picking numbers by their place.</content>
public partial class Tensor
{
    /// <inheritdoc cref="Ops.Gather"/>
    /// <param name="axis">The axis along which the indices count.</param>
    /// <param name="indices">Int64, of this shape but along the axis.</param>
    public Tensor Gather(int axis, Tensor indices) => Ops.Gather.Apply(this, axis, indices);

    /// <summary>The largest number along an axis; its gradient goes to the first of equals, as in PyTorch's max(dim).</summary>
    public Tensor Max(int axis, bool keepDim = false)
    {
        Tensor best = Gather(axis, ArgMax(axis).Unsqueeze(Shape.NormalAxis(axis)));
        return keepDim ? best : best.Squeeze(axis);
    }

    /// <summary>The smallest number along an axis; its gradient goes to the first of equals.</summary>
    public Tensor Min(int axis, bool keepDim = false) => -(-this).Max(axis, keepDim);
}
