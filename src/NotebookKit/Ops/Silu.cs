using System.Numerics;
using NotebookKit.Kernels.Simd;

namespace NotebookKit.Ops;

/// <summary>y = x sigmoid(x), also called swish. dL/dx = s (1 + x (1 - s)) dL/dy with s = sigmoid(x).</summary>
/// <remarks>Any shape, elementwise; 0 for minus infinity, NaN stays NaN. Elfwing, Uchibe and Doya 2018; Ramachandran, Zoph and Le 2017.</remarks>
public readonly struct Silu : IUnaryOp
{
    /// <inheritdoc/>
    public static Keeps Keeps => Keeps.Input;

    /// <inheritdoc/>
    public static IEnumerable<OpCase> Cases => OpCase.Unary(x => x.Silu(), x => x / (1 + Math.Exp(-x)), low: -6, high: 6);

    /// <inheritdoc/>
    public T Scalar<T>(T x)
        where T : unmanaged, IFloatingPointIeee754<T> => Lane<T>.Sum(Vector<Lane<T>, T>(Lane<T>.Create(x)));

    /// <inheritdoc/>
    public TVector Vector<TVector, T>(TVector x)
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IFloatingPointIeee754<T> => TVector.Max(x, Constant.Of<TVector, T>(-800)) * default(Sigmoid).Vector<TVector, T>(x);

    /// <inheritdoc/>
    public Tensor Backward(in KeptUnary kept, Tensor gradient) => Slope(kept.Input, gradient);

    private static Tensor Slope(Tensor x, Tensor gradient)
    {
        Tensor s = x.Sigmoid();
        return gradient * (s * (1 + (x * (1 - s))));
    }
}
