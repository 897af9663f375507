using System.Numerics;
using NotebookKit.Kernels.Simd;

namespace NotebookKit.Ops;

/// <summary>z = the larger of x and y. The gradient goes to the larger; half to each where they are equal, as in PyTorch.</summary>
/// <remarks>Shapes that fit by repeating axes of size 1, elementwise; NaN where either is NaN.</remarks>
public readonly struct Maximum : IBinaryOp
{
    /// <inheritdoc/>
    public static Keeps Keeps => Keeps.Input;

    /// <inheritdoc/>
    public static IEnumerable<OpCase> Cases => OpCase.Binary((x, y) => x.Maximum(y), Math.Max);

    /// <inheritdoc/>
    public T Scalar<T>(T x, T y)
        where T : unmanaged, IFloatingPointIeee754<T> => T.Max(x, y);

    /// <inheritdoc/>
    public TVector Vector<TVector, T>(TVector x, TVector y)
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IFloatingPointIeee754<T> => TVector.Max(x, y);

    /// <inheritdoc/>
    public Tensor BackwardLeft(in KeptBinary kept, Tensor gradient) => gradient * (0.5 + (0.5 * Elementwise.Binary<Compare>(kept.Left, kept.Right)));

    /// <inheritdoc/>
    public Tensor BackwardRight(in KeptBinary kept, Tensor gradient) => gradient * (0.5 - (0.5 * Elementwise.Binary<Compare>(kept.Left, kept.Right)));
}
