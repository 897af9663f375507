using System.Numerics;
using NotebookKit.Kernels.Simd;

namespace NotebookKit.Ops;

/// <summary>y = ln(1 + x). dL/dx = (dL/dy) / (1 + x).</summary>
/// <remarks>Any shape, elementwise; keeps all its digits next to 0, where 1 + x would round them away. Minus infinity at -1, NaN below.</remarks>
public readonly struct Log1p : IUnaryOp
{
    /// <inheritdoc/>
    public static Keeps Keeps => Keeps.Input;

    /// <inheritdoc/>
    public static IEnumerable<OpCase> Cases => OpCase.Unary(x => x.Log1p(), x => 2 * Math.Atanh(x / (2 + x)), low: -0.8, high: 4);

    /// <inheritdoc/>
    public T Scalar<T>(T x)
        where T : unmanaged, IFloatingPointIeee754<T> => Lane<T>.Sum(Vector<Lane<T>, T>(Lane<T>.Create(x)));

    /// <inheritdoc/>
    public TVector Vector<TVector, T>(TVector x)
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IFloatingPointIeee754<T> => Logarithm.OfOnePlus<TVector, T>(x);

    /// <inheritdoc/>
    public Tensor Backward(in KeptUnary kept, Tensor gradient) => gradient / (1 + kept.Input);
}
