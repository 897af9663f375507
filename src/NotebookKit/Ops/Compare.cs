using System.Numerics;
using NotebookKit.Kernels.Simd;

namespace NotebookKit.Ops;

/// <summary>z = 1 where x is above y, -1 where it is below, 0 where they are equal.</summary>
/// <remarks>Shapes that fit by repeating axes of size 1, elementwise; 0 where either is NaN. No gradient: a step is flat wherever it has a slope.</remarks>
public readonly struct Compare : IBinaryOp
{
    /// <inheritdoc/>
    public static Keeps Keeps => Keeps.Nothing;

    /// <inheritdoc/>
    public static IEnumerable<OpCase> Cases => OpCase.Binary((x, y) => Elementwise.Binary<Compare>(x, y), (x, y) => Math.Sign(x - y));

    /// <inheritdoc/>
    public T Scalar<T>(T x, T y)
        where T : unmanaged, IFloatingPointIeee754<T> => x > y ? T.One : x < y ? -T.One : T.Zero;

    /// <inheritdoc/>
    public TVector Vector<TVector, T>(TVector x, TVector y)
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IFloatingPointIeee754<T> => TVector.WherePositive(x - y, TVector.One, TVector.WherePositive(y - x, -TVector.One, TVector.Zero));

    /// <inheritdoc/>
    public Tensor BackwardLeft(in KeptBinary kept, Tensor gradient) => gradient * 0;

    /// <inheritdoc/>
    public Tensor BackwardRight(in KeptBinary kept, Tensor gradient) => gradient * 0;
}
