using System.Numerics;
using NotebookKit.Kernels.Simd;

namespace NotebookKit.Ops;

/// <summary>z = the smaller of x and y. The gradient goes to the smaller; half to each where they are equal, as in PyTorch.</summary>
/// <remarks>Shapes that fit by repeating axes of size 1, elementwise; NaN where either is NaN.</remarks>
public readonly struct Minimum : IBinaryOp
{
    /// <inheritdoc/>
    public static Keeps Keeps => Keeps.Input;

    /// <inheritdoc/>
    public static IEnumerable<OpCase> Cases => OpCase.Binary((x, y) => x.Minimum(y), Math.Min);

    /// <inheritdoc/>
    public T Scalar<T>(T x, T y)
        where T : unmanaged, IFloatingPointIeee754<T> => T.Min(x, y);

    /// <inheritdoc/>
    public TVector Vector<TVector, T>(TVector x, TVector y)
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IFloatingPointIeee754<T> => TVector.Min(x, y);

    /// <inheritdoc/>
    public Tensor BackwardLeft(in KeptBinary kept, Tensor gradient) => gradient * (0.5 + (0.5 * Elementwise.Binary<Compare>(kept.Right, kept.Left)));

    /// <inheritdoc/>
    public Tensor BackwardRight(in KeptBinary kept, Tensor gradient) => gradient * (0.5 - (0.5 * Elementwise.Binary<Compare>(kept.Right, kept.Left)));
}
