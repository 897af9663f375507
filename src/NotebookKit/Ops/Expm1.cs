using System.Numerics;
using NotebookKit.Kernels.Simd;

namespace NotebookKit.Ops;

/// <summary>y = e^x - 1. dL/dx = e^x dL/dy.</summary>
/// <remarks>Any shape, elementwise; keeps all its digits next to 0, where e^x - 1 would cancel. -1 for minus infinity.</remarks>
public readonly struct Expm1 : IUnaryOp
{
    /// <inheritdoc/>
    public static Keeps Keeps => Keeps.Input;

    /// <inheritdoc/>
    public static IEnumerable<OpCase> Cases => OpCase.Unary(x => x.Expm1(), x => 2 * Math.Exp(x / 2) * Math.Sinh(x / 2));

    /// <inheritdoc/>
    public T Scalar<T>(T x)
        where T : unmanaged, IFloatingPointIeee754<T> => Lane<T>.Sum(Vector<Lane<T>, T>(Lane<T>.Create(x)));

    /// <inheritdoc/>
    public TVector Vector<TVector, T>(TVector x)
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IFloatingPointIeee754<T> => Exponential.MinusOne<TVector, T>(x);

    /// <inheritdoc/>
    public Tensor Backward(in KeptUnary kept, Tensor gradient) => gradient * kept.Input.Exp();
}
