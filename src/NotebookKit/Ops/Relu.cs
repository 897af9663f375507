using System.Numerics;
using NotebookKit.Kernels.Simd;

namespace NotebookKit.Ops;

/// <summary>y = max(0, x), the rectified linear unit. dL/dx = dL/dy where x is above 0, else 0.</summary>
/// <remarks>Any shape, elementwise; NaN stays NaN. At 0 the slope is 0, as in PyTorch. Nair and Hinton 2010; lectures S1, S2 L5.</remarks>
public readonly struct Relu : IUnaryOp
{
    /// <inheritdoc/>
    public static Keeps Keeps => Keeps.Output;

    /// <inheritdoc/>
    public static IEnumerable<OpCase> Cases => OpCase.Unary(x => x.Relu(), x => Math.Max(0, x), kink: 0);

    /// <inheritdoc/>
    public T Scalar<T>(T x)
        where T : unmanaged, IFloatingPointIeee754<T> => x < T.Zero ? T.Zero : x;

    /// <inheritdoc/>
    public TVector Vector<TVector, T>(TVector x)
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IFloatingPointIeee754<T> => TVector.ZeroWhereNegative(x);

    /// <inheritdoc/>
    public Tensor Backward(in KeptUnary kept, Tensor gradient) => Elementwise.Over<PassWherePositive>(gradient, kept.Output);
}
