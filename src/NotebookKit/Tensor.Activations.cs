using NotebookKit.Ops;

namespace NotebookKit;

/// <content>The index of the activation functions and their kin: each is one line that names the op which holds the whole truth about it.</content>
public partial class Tensor
{
    /// <inheritdoc cref="Ops.Abs"/>
    public Tensor Abs() => Elementwise.Unary<Abs>(this);

    /// <inheritdoc cref="Ops.Sign"/>
    public Tensor Sign() => Elementwise.Unary<Sign>(this);

    /// <inheritdoc cref="Ops.Step"/>
    public Tensor Step() => Elementwise.Unary<Step>(this);

    /// <inheritdoc cref="Ops.Square"/>
    public Tensor Square() => Elementwise.Unary<Square>(this);

    /// <inheritdoc cref="Ops.Reciprocal"/>
    public Tensor Reciprocal() => Elementwise.Unary<Reciprocal>(this);

    /// <inheritdoc cref="Ops.Sin"/>
    public Tensor Sin() => Elementwise.Unary<Sin>(this);

    /// <inheritdoc cref="Ops.Cos"/>
    public Tensor Cos() => Elementwise.Unary<Cos>(this);

    /// <inheritdoc cref="Ops.Expm1"/>
    public Tensor Expm1() => Elementwise.Unary<Expm1>(this);

    /// <inheritdoc cref="Ops.Log1p"/>
    public Tensor Log1p() => Elementwise.Unary<Log1p>(this);

    /// <inheritdoc cref="Ops.Softplus"/>
    public Tensor Softplus() => Elementwise.Unary<Softplus>(this);

    /// <inheritdoc cref="Ops.LogSigmoid"/>
    public Tensor LogSigmoid() => Elementwise.Unary<LogSigmoid>(this);

    /// <inheritdoc cref="Ops.Silu"/>
    public Tensor Silu() => Elementwise.Unary<Silu>(this);

    /// <inheritdoc cref="Ops.Gelu"/>
    public Tensor Gelu() => Elementwise.Unary<Gelu>(this);

    /// <inheritdoc cref="Ops.NormalCdf"/>
    public Tensor NormalCdf() => Elementwise.Unary<NormalCdf>(this);

    /// <inheritdoc cref="Ops.Softsign"/>
    public Tensor Softsign() => Elementwise.Unary<Softsign>(this);

    /// <inheritdoc cref="Ops.Pow"/>
    /// <param name="exponent">The power, the same for every element.</param>
    public Tensor Pow(double exponent) => Elementwise.Unary(this, new Pow(exponent));

    /// <inheritdoc cref="Ops.LeakyRelu"/>
    /// <param name="slope">a, the slope below 0, between 0 and 1.</param>
    public Tensor LeakyRelu(double slope = 0.1) => Elementwise.Unary(this, new LeakyRelu(slope));

    /// <inheritdoc cref="Ops.Elu"/>
    /// <param name="alpha">a, at least 0.</param>
    public Tensor Elu(double alpha = 1) => Elementwise.Unary(this, new Elu(alpha));

    /// <inheritdoc cref="Ops.Selu"/>
    public Tensor Selu() => Elementwise.Unary<Selu>(this);

    /// <inheritdoc cref="Ops.Relu6"/>
    /// <param name="cap">The largest result.</param>
    public Tensor Relu6(double cap = 6) => Elementwise.Unary(this, new Relu6(cap));

    /// <inheritdoc cref="Ops.HardTanh"/>
    /// <param name="low">The lowest result.</param>
    /// <param name="high">The highest result.</param>
    public Tensor HardTanh(double low = -1, double high = 1) => Elementwise.Unary(this, new HardTanh(low, high));

    /// <inheritdoc cref="Ops.HardSigmoid"/>
    /// <param name="slope">a, the slope in the middle, above 0.</param>
    public Tensor HardSigmoid(double slope = 1.0 / 6) => Elementwise.Unary(this, new HardSigmoid(slope));

    /// <inheritdoc cref="Ops.LecunTanh"/>
    public Tensor LecunTanh() => Elementwise.Unary<LecunTanh>(this);

    /// <inheritdoc cref="Ops.Clamp"/>
    /// <param name="low">The lowest result.</param>
    /// <param name="high">The highest result.</param>
    public Tensor Clamp(double low, double high) => Elementwise.Unary(this, new Clamp(low, high));

    /// <inheritdoc cref="Ops.PRelu"/>
    /// <param name="slope">a, learned; one number, or a shape that repeats to that of this tensor.</param>
    public Tensor PRelu(Tensor slope) => Elementwise.Binary<PRelu>(this, slope);

    /// <inheritdoc cref="Ops.Maximum"/>
    /// <param name="other">The other operand; axes of size 1 repeat.</param>
    public Tensor Maximum(Tensor other) => Elementwise.Binary<Maximum>(this, other);

    /// <inheritdoc cref="Ops.Minimum"/>
    /// <param name="other">The other operand; axes of size 1 repeat.</param>
    public Tensor Minimum(Tensor other) => Elementwise.Binary<Minimum>(this, other);
}
