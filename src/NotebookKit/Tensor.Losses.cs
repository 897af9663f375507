using NotebookKit.Ops;

namespace NotebookKit;

/// <content>What losses are made of; the losses themselves are in <see cref="Losses.Loss"/>.</content>
public partial class Tensor
{
    /// <inheritdoc cref="Ops.XLogY"/>
    /// <param name="other">y; axes of size 1 repeat.</param>
    public Tensor XLogY(Tensor other) => Elementwise.Binary<XLogY>(this, other);
}
