using NotebookKit.Ops;

namespace NotebookKit;

/// <content>
/// Rounding, and division into whole steps. The operators + - * work on Int64 and UInt8 as on floats, both operands of one kind; what
/// does not fit wraps around, as in PyTorch.
/// </content>
public partial class Tensor
{
    /// <inheritdoc cref="Ops.Floor"/>
    public Tensor Floor() => WholeNumbers.Are(this) ? this : Elementwise.Unary<Floor>(this);

    /// <inheritdoc cref="Ops.Ceil"/>
    public Tensor Ceil() => WholeNumbers.Are(this) ? this : Elementwise.Unary<Ceil>(this);

    /// <inheritdoc cref="Ops.Round"/>
    public Tensor Round() => WholeNumbers.Are(this) ? this : Elementwise.Unary<Round>(this);

    /// <inheritdoc cref="Ops.Trunc"/>
    public Tensor Trunc() => WholeNumbers.Are(this) ? this : Elementwise.Unary<Trunc>(this);

    /// <summary>What stands behind the point, with the sign of x: x - trunc(x). dL/dx = dL/dy.</summary>
    public Tensor Frac() => this - Trunc();

    /// <inheritdoc cref="Ops.FloorDivide"/>
    public Tensor FloorDivide(Tensor divisor) => WholeNumbers.Are(this, divisor) ? WholeNumbers.FloorDivide(this, divisor) : Elementwise.Binary<FloorDivide>(this, divisor);

    /// <inheritdoc cref="Ops.FloorDivide"/>
    public Tensor FloorDivide(double divisor) => FloorDivide(Like(this, divisor));

    /// <inheritdoc cref="Ops.Remainder"/>
    public Tensor Remainder(Tensor divisor) => WholeNumbers.Are(this, divisor) ? WholeNumbers.Remainder(this, divisor) : Elementwise.Binary<Remainder>(this, divisor);

    /// <inheritdoc cref="Ops.Remainder"/>
    public Tensor Remainder(double divisor) => Remainder(Like(this, divisor));
}
