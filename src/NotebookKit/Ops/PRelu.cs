using System.Numerics;
using NotebookKit.Kernels.Simd;

namespace NotebookKit.Ops;

/// <summary>z = x where x is above 0, else a x, with a slope a that is learned. dL/dx = dL/dz above 0, else a dL/dz; dL/da = x dL/dz where x is not above 0, else 0.</summary>
/// <remarks>Shapes that fit by repeating axes of size 1: one slope for all, or one a channel. NaN stays NaN; at 0 the slope is a, as in PyTorch. He et al. 2015; lecture S2 L5.</remarks>
public readonly struct PRelu : IBinaryOp
{
    /// <inheritdoc/>
    public static Keeps Keeps => Keeps.Input;

    /// <inheritdoc/>
    public static IEnumerable<OpCase> Cases => OpCase.Binary((x, a) => x.PRelu(a), (x, a) => x > 0 ? x : a * x).Select(c => c with { Kink = 0 });

    /// <inheritdoc/>
    public T Scalar<T>(T x, T y)
        where T : unmanaged, IFloatingPointIeee754<T> => x > T.Zero ? x : y * x;

    /// <inheritdoc/>
    public TVector Vector<TVector, T>(TVector x, TVector y)
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IFloatingPointIeee754<T> => TVector.WherePositive(x, x, y * x);

    /// <inheritdoc/>
    public Tensor BackwardLeft(in KeptBinary kept, Tensor gradient) =>
        Elementwise.Binary<PassWherePositive>(gradient, kept.Left) + Elementwise.Binary<PassWhereNotPositive>(gradient * kept.Right, kept.Left);

    /// <inheritdoc/>
    public Tensor BackwardRight(in KeptBinary kept, Tensor gradient) => Elementwise.Binary<PassWhereNotPositive>(gradient * kept.Left, kept.Left);
}
