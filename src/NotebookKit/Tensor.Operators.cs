using NotebookKit.Ops;

namespace NotebookKit;

/// <content>Arithmetic as it is written; each operator is the op of the same name.</content>
public partial class Tensor
{
    /// <inheritdoc cref="Add"/>
    public static Tensor operator +(Tensor left, Tensor right) => Elementwise.Binary<Add>(left, right);

    /// <inheritdoc cref="Add"/>
    public static Tensor operator +(Tensor left, double right) => left + Like(left, right);

    /// <inheritdoc cref="Add"/>
    public static Tensor operator +(double left, Tensor right) => Like(right, left) + right;

    /// <inheritdoc cref="Subtract"/>
    public static Tensor operator -(Tensor left, Tensor right) => Elementwise.Binary<Subtract>(left, right);

    /// <inheritdoc cref="Subtract"/>
    public static Tensor operator -(Tensor left, double right) => left - Like(left, right);

    /// <inheritdoc cref="Subtract"/>
    public static Tensor operator -(double left, Tensor right) => Like(right, left) - right;

    /// <inheritdoc cref="Multiply"/>
    public static Tensor operator *(Tensor left, Tensor right) => Elementwise.Binary<Multiply>(left, right);

    /// <inheritdoc cref="Multiply"/>
    public static Tensor operator *(Tensor left, double right) => left * Like(left, right);

    /// <inheritdoc cref="Multiply"/>
    public static Tensor operator *(double left, Tensor right) => Like(right, left) * right;

    /// <inheritdoc cref="Divide"/>
    public static Tensor operator /(Tensor left, Tensor right) => Elementwise.Binary<Divide>(left, right);

    /// <inheritdoc cref="Divide"/>
    public static Tensor operator /(Tensor left, double right) => left / Like(left, right);

    /// <inheritdoc cref="Divide"/>
    public static Tensor operator /(double left, Tensor right) => Like(right, left) / right;

    /// <inheritdoc cref="Negate"/>
    public static Tensor operator -(Tensor operand) => Elementwise.Unary<Negate>(operand);

    // A plain number takes the dtype of the tensor beside it, so that 2 * x stays Float32.
    private static Tensor Like(Tensor tensor, double value)
    {
        ArgumentNullException.ThrowIfNull(tensor);
        return Full(new Shape([]), value, tensor.DType.IsFloat() ? tensor.DType : DType.Float32, tensor.Device);
    }
}
