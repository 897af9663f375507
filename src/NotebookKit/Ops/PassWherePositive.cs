using System.Numerics;
using NotebookKit.Kernels.Simd;

namespace NotebookKit.Ops;

/// <summary>z = x where y is above 0, else 0: the gate of the ReLU, which lets a gradient pass where the unit was active.</summary>
/// <remarks>Shapes that fit by repeating axes of size 1, elementwise. The gate y itself gets no gradient: its slope is 0 wherever it has one.</remarks>
public readonly struct PassWherePositive : IBinaryOp
{
    /// <inheritdoc/>
    public static Keeps Keeps => Keeps.Input;

    /// <inheritdoc/>
    public static IEnumerable<OpCase> Cases => OpCase.Binary((x, y) => Elementwise.Binary<PassWherePositive>(x, y), (x, y) => y > 0 ? x : 0).Select(c => c with { Kink = 0 });

    /// <inheritdoc/>
    public T Scalar<T>(T x, T y)
        where T : unmanaged, IFloatingPointIeee754<T> => y > T.Zero ? x : T.Zero;

    /// <inheritdoc/>
    public TVector Vector<TVector, T>(TVector x, TVector y)
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IFloatingPointIeee754<T> => TVector.WherePositive(y, x, TVector.Zero);

    /// <inheritdoc/>
    public Tensor BackwardLeft(in KeptBinary kept, Tensor gradient) => Elementwise.Binary<PassWherePositive>(gradient, kept.Right);

    /// <inheritdoc/>
    public Tensor BackwardRight(in KeptBinary kept, Tensor gradient) => gradient * 0;
}
