using System.Numerics;
using NotebookKit.Kernels.Simd;

namespace NotebookKit.Ops;

/// <summary>x without what stands behind the point: the nearest whole number towards 0. dL/dx = 0: a step is flat wherever it has a slope.</summary>
/// <remarks>Any shape, elementwise. Whole numbers stay as they are.</remarks>
public readonly struct Trunc : IUnaryOp
{
    /// <inheritdoc/>
    public static Keeps Keeps => Keeps.Nothing;

    /// <inheritdoc/>
    public static IEnumerable<OpCase> Cases => OpCase.Unary(x => x.Trunc(), Math.Truncate, low: 0.05, high: 1.95, kink: 1);

    /// <inheritdoc/>
    public T Scalar<T>(T x)
        where T : unmanaged, IFloatingPointIeee754<T> => T.Truncate(x);

    /// <inheritdoc/>
    public TVector Vector<TVector, T>(TVector x)
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IFloatingPointIeee754<T> =>
        TVector.WherePositive(x, default(Floor).Vector<TVector, T>(x), default(Ceil).Vector<TVector, T>(x));

    /// <inheritdoc/>
    public Tensor Backward(in KeptUnary kept, Tensor gradient) => gradient * 0;
}
