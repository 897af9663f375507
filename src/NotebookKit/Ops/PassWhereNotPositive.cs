using System.Numerics;
using NotebookKit.Kernels.Simd;

namespace NotebookKit.Ops;

/// <summary>z = x where y is 0 or below, else 0: the other side of <see cref="PassWherePositive"/>.</summary>
/// <remarks>Shapes that fit by repeating axes of size 1, elementwise; passes where y is NaN. The gate y itself gets no gradient: its slope is 0 wherever it has one.</remarks>
public readonly struct PassWhereNotPositive : IBinaryOp
{
    /// <inheritdoc/>
    public static Keeps Keeps => Keeps.Input;

    /// <inheritdoc/>
    public static IEnumerable<OpCase> Cases => OpCase.Binary((x, y) => Elementwise.Binary<PassWhereNotPositive>(x, y), (x, y) => y > 0 ? 0 : x).Select(c => c with { Kink = 0 });

    /// <inheritdoc/>
    public T Scalar<T>(T x, T y)
        where T : unmanaged, IFloatingPointIeee754<T> => y > T.Zero ? T.Zero : x;

    /// <inheritdoc/>
    public TVector Vector<TVector, T>(TVector x, TVector y)
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IFloatingPointIeee754<T> => TVector.WherePositive(y, TVector.Zero, x);

    /// <inheritdoc/>
    public Tensor BackwardLeft(in KeptBinary kept, Tensor gradient) => Elementwise.Binary<PassWhereNotPositive>(gradient, kept.Right);

    /// <inheritdoc/>
    public Tensor BackwardRight(in KeptBinary kept, Tensor gradient) => gradient * 0;
}
