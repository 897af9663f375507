using System.Numerics;
using NotebookKit.Kernels.Simd;

namespace NotebookKit.Ops;

/// <summary>y = s x where x is above 0, else s a (e^x - 1), with s = 1.0507... and a = 1.6732...: the ELU that keeps mean 0 and variance 1. dL/dx = s dL/dy above 0, else (y + s a) dL/dy.</summary>
/// <remarks>Any shape, elementwise; NaN stays NaN, -s a for minus infinity. The constants are the fixed point for weights of mean 0 and variance 1 / inputs. Klambauer et al. 2017; lecture S2 L5.</remarks>
public readonly struct Selu : IUnaryOp
{
    private const double Scale = 1.0507009873554805;
    private const double Alpha = 1.6732632423543772;

    /// <inheritdoc/>
    public static Keeps Keeps => Keeps.Output;

    /// <inheritdoc/>
    public static IEnumerable<OpCase> Cases => OpCase.Unary(x => x.Selu(), x => x > 0 ? Scale * x : Scale * Alpha * (Math.Exp(x) - 1), low: -4, kink: 0);

    /// <inheritdoc/>
    public T Scalar<T>(T x)
        where T : unmanaged, IFloatingPointIeee754<T> => Lane<T>.Sum(Vector<Lane<T>, T>(Lane<T>.Create(x)));

    /// <inheritdoc/>
    public TVector Vector<TVector, T>(TVector x)
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IFloatingPointIeee754<T> => Constant.Of<TVector, T>(Scale) * TVector.WherePositive(x, x, Constant.Of<TVector, T>(Alpha) * Exponential.MinusOne<TVector, T>(x));

    /// <inheritdoc/>
    public Tensor Backward(in KeptUnary kept, Tensor gradient) =>
        Elementwise.Binary<PassWherePositive>(Scale * gradient, kept.Output) + Elementwise.Binary<PassWhereNotPositive>(gradient * (kept.Output + (Scale * Alpha)), kept.Output);
}
