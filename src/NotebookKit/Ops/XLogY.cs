using System.Numerics;
using NotebookKit.Kernels.Simd;

namespace NotebookKit.Ops;

/// <summary>z = x ln y, and 0 wherever x is 0: the term of an entropy, where what never happens adds nothing.</summary>
/// <remarks>
/// Shapes that fit by repeating axes of size 1, elementwise. dL/dx = ln y dL/dz, dL/dy = x / y dL/dz; both 0 where x is 0 and y
/// is not above 0, so that the gradient of an entropy is finite also where a probability is 0. Lecture S4 (cross-entropy).
/// </remarks>
public readonly struct XLogY : IBinaryOp
{
    /// <inheritdoc/>
    public static Keeps Keeps => Keeps.Input;

    /// <inheritdoc/>
    public static IEnumerable<OpCase> Cases => OpCase.Binary((x, y) => x.XLogY(y), (x, y) => x * Math.Log(y), low: 0.1, high: 3);

    /// <inheritdoc/>
    public T Scalar<T>(T x, T y)
        where T : unmanaged, IFloatingPointIeee754<T> => x == T.Zero ? T.Zero : x * T.Log(y);

    /// <inheritdoc/>
    public TVector Vector<TVector, T>(TVector x, TVector y)
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        // Neither above nor below 0 is 0, or NaN, which stays NaN in x * 0.
        TVector product = x * TVector.Log(y);
        return TVector.WherePositive(TVector.Abs(x), product, x * TVector.Zero);
    }

    /// <inheritdoc/>
    public Tensor BackwardLeft(in KeptBinary kept, Tensor gradient) => (gradient * Counts(kept)).XLogY(kept.Right);

    /// <inheritdoc/>
    public Tensor BackwardRight(in KeptBinary kept, Tensor gradient) => gradient * kept.Left / (kept.Right + (1 - Counts(kept)));

    // 1, but 0 where x is 0 and y is not above 0.
    private static Tensor Counts(in KeptBinary kept) => (kept.Left.Abs() + kept.Right.Relu()).Sign().Detach();
}
