using NotebookKit.Ops;

namespace NotebookKit;

/// <content>Arithmetic as it is written; each operator is the op of the same name.</content>
public partial class Tensor
{
    /// <inheritdoc cref="Add"/>
    public static Tensor operator +(Tensor left, Tensor right) => WholeNumbers.Are(left, right) ? WholeNumbers.Add(left, right) : Elementwise.Binary<Add>(left, right);

    /// <inheritdoc cref="Add"/>
    public static Tensor operator +(Tensor left, double right) => left + Like(left, right);

    /// <inheritdoc cref="Add"/>
    public static Tensor operator +(double left, Tensor right) => Like(right, left) + right;

    /// <inheritdoc cref="Subtract"/>
    public static Tensor operator -(Tensor left, Tensor right) => WholeNumbers.Are(left, right) ? WholeNumbers.Subtract(left, right) : Elementwise.Binary<Subtract>(left, right);

    /// <inheritdoc cref="Subtract"/>
    public static Tensor operator -(Tensor left, double right) => left - Like(left, right);

    /// <inheritdoc cref="Subtract"/>
    public static Tensor operator -(double left, Tensor right) => Like(right, left) - right;

    /// <inheritdoc cref="Multiply"/>
    public static Tensor operator *(Tensor left, Tensor right) => WholeNumbers.Are(left, right) ? WholeNumbers.Multiply(left, right) : Elementwise.Binary<Multiply>(left, right);

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
    public static Tensor operator -(Tensor operand) => WholeNumbers.Are(operand) ? WholeNumbers.Negate(operand) : Elementwise.Unary<Negate>(operand);

    // A plain number takes the dtype of the tensor beside it where that can hold it, so that 2 * x stays Float32 or Int64.
    private static Tensor Like(Tensor tensor, double value)
    {
        ArgumentNullException.ThrowIfNull(tensor);
        return Full(new Shape([]), value, Kinds.Fits(tensor.DType, value) ? tensor.DType : DType.Float32, tensor.Device);
    }
}
