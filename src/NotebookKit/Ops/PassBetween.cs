using System.Numerics;
using NotebookKit.Kernels.Simd;

namespace NotebookKit.Ops;

/// <summary>z = x where low &lt; y &lt; high, else 0: the gate of a unit that saturates, which has no slope at its bounds.</summary>
/// <remarks>Shapes that fit by repeating axes of size 1, elementwise; blocks where y is NaN. The gate y itself gets no gradient: its slope is 0 wherever it has one.</remarks>
/// <param name="low">The lower bound.</param>
/// <param name="high">The upper bound.</param>
public readonly struct PassBetween(double low, double high) : IBinaryOp
{
    /// <inheritdoc/>
    public static Keeps Keeps => Keeps.Input;

    /// <inheritdoc/>
    public static IEnumerable<OpCase> Cases => OpCase.Binary((x, y) => Elementwise.Binary(x, y, new PassBetween(-1, 9)), (x, y) => y > -1 ? x : 0).Select(c => c with { Kink = -1 })
        .Concat(OpCase.Binary((x, y) => Elementwise.Binary(x, y, new PassBetween(-9, 1)), (x, y) => y < 1 ? x : 0).Select(c => c with { Kink = 1 }));

    /// <inheritdoc/>
    public T Scalar<T>(T x, T y)
        where T : unmanaged, IFloatingPointIeee754<T> => y > Constant.Of<T>(low) && y < Constant.Of<T>(high) ? x : T.Zero;

    /// <inheritdoc/>
    public TVector Vector<TVector, T>(TVector x, TVector y)
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IFloatingPointIeee754<T> => TVector.WherePositive(TVector.Min(y - Constant.Of<TVector, T>(low), Constant.Of<TVector, T>(high) - y), x, TVector.Zero);

    /// <inheritdoc/>
    public Tensor BackwardLeft(in KeptBinary kept, Tensor gradient) => Elementwise.Binary(gradient, kept.Right, this);

    /// <inheritdoc/>
    public Tensor BackwardRight(in KeptBinary kept, Tensor gradient) => gradient * 0;
}
