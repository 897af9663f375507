using System.Numerics;
using NotebookKit.Kernels.Simd;

namespace NotebookKit.Ops;

/// <summary>y = 1 above 0, -1 below, 0 at 0. dL/dx = 0: a step is flat wherever it has a slope.</summary>
/// <remarks>Any shape, elementwise; NaN stays NaN.</remarks>
public readonly struct Sign : IUnaryOp
{
    /// <inheritdoc/>
    public static Keeps Keeps => Keeps.Nothing;

    /// <inheritdoc/>
    public static IEnumerable<OpCase> Cases => OpCase.Unary(x => x.Sign(), x => x > 0 ? 1 : x < 0 ? -1 : 0, kink: 0);

    /// <inheritdoc/>
    public T Scalar<T>(T x)
        where T : unmanaged, IFloatingPointIeee754<T> => x > T.Zero ? T.One : x < T.Zero ? -T.One : x;

    /// <inheritdoc/>
    public TVector Vector<TVector, T>(TVector x)
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IFloatingPointIeee754<T> => TVector.WherePositive(x, TVector.One, TVector.WherePositive(-x, -TVector.One, x));

    /// <inheritdoc/>
    public Tensor Backward(in KeptUnary kept, Tensor gradient) => gradient * 0;
}
