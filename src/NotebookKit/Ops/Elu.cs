using System.Numerics;
using NotebookKit.Kernels.Simd;

namespace NotebookKit.Ops;

/// <summary>y = x where x is above 0, else a (e^x - 1), the exponential linear unit. dL/dx = dL/dy above 0, else (y + a) dL/dy.</summary>
/// <remarks>Any shape, elementwise; NaN stays NaN, -a for minus infinity. Clevert, Unterthiner and Hochreiter 2016; lectures S1 (a about 1), S2 L5.</remarks>
/// <param name="alpha">a, at least 0: what the unit falls to far below 0, with the opposite sign.</param>
public readonly struct Elu(double alpha) : IUnaryOp
{
    private readonly double alpha = alpha >= 0
        ? alpha
        : throw new ArgumentOutOfRangeException(nameof(alpha), alpha, "Elu: alpha is at least 0; the usual one is 1.");

    /// <inheritdoc/>
    public static Keeps Keeps => Keeps.Output;

    /// <inheritdoc/>
    public static IEnumerable<OpCase> Cases =>
        OpCase.Unary(x => x.Elu(), x => x > 0 ? x : Math.Exp(x) - 1, low: -4, kink: 0)
        .Concat(OpCase.Unary(x => x.Elu(0.7), x => x > 0 ? x : 0.7 * (Math.Exp(x) - 1), low: -4, kink: 0));

    /// <inheritdoc/>
    public T Scalar<T>(T x)
        where T : unmanaged, IFloatingPointIeee754<T> => Lane<T>.Sum(Vector<Lane<T>, T>(Lane<T>.Create(x)));

    /// <inheritdoc/>
    public TVector Vector<TVector, T>(TVector x)
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IFloatingPointIeee754<T> => TVector.WherePositive(x, x, Constant.Of<TVector, T>(alpha) * Exponential.MinusOne<TVector, T>(x));

    /// <inheritdoc/>
    public Tensor Backward(in KeptUnary kept, Tensor gradient) =>
        Elementwise.Binary<PassWherePositive>(gradient, kept.Output) + Elementwise.Binary<PassWhereNotPositive>(gradient * (kept.Output + alpha), kept.Output);
}
