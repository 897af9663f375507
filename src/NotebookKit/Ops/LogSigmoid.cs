using System.Numerics;
using NotebookKit.Kernels.Simd;

namespace NotebookKit.Ops;

/// <summary>y = ln(1 / (1 + e^-x)), the logarithm of the logistic function. dL/dx = sigmoid(-x) dL/dy.</summary>
/// <remarks>Any shape, elementwise; computed as min(0, x) - ln(1 + e^-|x|), which is finite for every finite x.</remarks>
public readonly struct LogSigmoid : IUnaryOp
{
    /// <inheritdoc/>
    public static Keeps Keeps => Keeps.Input;

    /// <inheritdoc/>
    public static IEnumerable<OpCase> Cases => OpCase.Unary(x => x.LogSigmoid(), x => -Math.Log(1 + Math.Exp(-x)), low: -6, high: 6);

    /// <inheritdoc/>
    public T Scalar<T>(T x)
        where T : unmanaged, IFloatingPointIeee754<T> => Lane<T>.Sum(Vector<Lane<T>, T>(Lane<T>.Create(x)));

    /// <inheritdoc/>
    public TVector Vector<TVector, T>(TVector x)
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IFloatingPointIeee754<T> => TVector.Min(x, TVector.Zero) - Logarithm.OfOnePlus<TVector, T>(TVector.Exp(-TVector.Abs(x)));

    /// <inheritdoc/>
    public Tensor Backward(in KeptUnary kept, Tensor gradient) => gradient * (-kept.Input).Sigmoid();
}
