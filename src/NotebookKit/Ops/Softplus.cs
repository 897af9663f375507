using System.Numerics;
using NotebookKit.Kernels.Simd;

namespace NotebookKit.Ops;

/// <summary>y = ln(1 + e^x), a smooth ReLU. dL/dx = sigmoid(x) dL/dy.</summary>
/// <remarks>Any shape, elementwise; computed as max(0, x) + ln(1 + e^-|x|), which neither overflows nor needs a threshold. Dugas et al. 2001; lecture S2 L5.</remarks>
public readonly struct Softplus : IUnaryOp
{
    /// <inheritdoc/>
    public static Keeps Keeps => Keeps.Input;

    /// <inheritdoc/>
    public static IEnumerable<OpCase> Cases => OpCase.Unary(x => x.Softplus(), x => Math.Log(1 + Math.Exp(x)), low: -6, high: 6);

    /// <inheritdoc/>
    public T Scalar<T>(T x)
        where T : unmanaged, IFloatingPointIeee754<T> => Lane<T>.Sum(Vector<Lane<T>, T>(Lane<T>.Create(x)));

    /// <inheritdoc/>
    public TVector Vector<TVector, T>(TVector x)
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IFloatingPointIeee754<T> => TVector.Max(x, TVector.Zero) + Logarithm.OfOnePlus<TVector, T>(TVector.Exp(-TVector.Abs(x)));

    /// <inheritdoc/>
    public Tensor Backward(in KeptUnary kept, Tensor gradient) => gradient * kept.Input.Sigmoid();
}
