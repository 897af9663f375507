using System.Numerics;
using NotebookKit.Kernels.Simd;

namespace NotebookKit.Ops;

/// <summary>z = x where low &lt;= y &lt;= high, else 0: the gate of a clamp, which lets a gradient pass also at its bounds.</summary>
/// <remarks>Shapes that fit by repeating axes of size 1, elementwise; passes where y is NaN. The gate y itself gets no gradient: its slope is 0 wherever it has one.</remarks>
/// <param name="low">The lower bound.</param>
/// <param name="high">The upper bound.</param>
public readonly struct PassWithin(double low, double high) : IBinaryOp
{
    /// <inheritdoc/>
    public static Keeps Keeps => Keeps.Input;

    /// <inheritdoc/>
    public static IEnumerable<OpCase> Cases => OpCase.Binary((x, y) => Elementwise.Binary(x, y, new PassWithin(-1, 9)), (x, y) => y > -1 ? x : 0).Select(c => c with { Kink = -1 })
        .Concat(OpCase.Binary((x, y) => Elementwise.Binary(x, y, new PassWithin(-9, 1)), (x, y) => y < 1 ? x : 0).Select(c => c with { Kink = 1 }));

    /// <inheritdoc/>
    public T Scalar<T>(T x, T y)
        where T : unmanaged, IFloatingPointIeee754<T> => y < Constant.Of<T>(low) || y > Constant.Of<T>(high) ? T.Zero : x;

    /// <inheritdoc/>
    public TVector Vector<TVector, T>(TVector x, TVector y)
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IFloatingPointIeee754<T> => TVector.WherePositive(Constant.Of<TVector, T>(low) - y, TVector.Zero, TVector.WherePositive(y - Constant.Of<TVector, T>(high), TVector.Zero, x));

    /// <inheritdoc/>
    public Tensor BackwardLeft(in KeptBinary kept, Tensor gradient) => Elementwise.Binary(gradient, kept.Right, this);

    /// <inheritdoc/>
    public Tensor BackwardRight(in KeptBinary kept, Tensor gradient) => gradient * 0;
}
