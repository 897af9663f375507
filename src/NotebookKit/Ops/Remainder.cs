using System.Numerics;
using NotebookKit.Kernels.Simd;

namespace NotebookKit.Ops;

/// <summary>What is left of x after whole steps of y, z = x - y floor(x / y), with the sign of y as in Python: -7 leaves 2 of 3.</summary>
/// <remarks>
/// Shapes that fit by repeating axes of size 1, elementwise; exact for floats, NaN for y = 0. dL/dx = dL/dz, dL/dy = -floor(x / y) dL/dz.
/// Int64 and UInt8 too, where a 0 among the divisors is refused.
/// </remarks>
public readonly struct Remainder : IBinaryOp
{
    /// <inheritdoc/>
    public static Keeps Keeps => Keeps.Input;

    /// <inheritdoc/>
    public static IEnumerable<OpCase> Cases => OpCase.Binary((x, y) => x.Remainder(y), (x, y) => x - (y * Math.Floor(x / y)), low: 0.5, high: 2)
        .Concat(OpCase.Binary((x, y) => (-x).Remainder(y), (x, y) => -x - (y * Math.Floor(-x / y)), low: 0.5, high: 2));

    /// <inheritdoc/>
    public T Scalar<T>(T x, T y)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        T rest = x % y;
        return rest != T.Zero && T.IsNegative(rest) != T.IsNegative(y) ? rest + y : rest;
    }

    /// <inheritdoc/>
    public TVector Vector<TVector, T>(TVector x, TVector y)
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IFloatingPointIeee754<T> => FloorDivide.Each<Remainder, TVector, T>(this, x, y);

    /// <inheritdoc/>
    public Tensor BackwardLeft(in KeptBinary kept, Tensor gradient) => gradient;

    /// <inheritdoc/>
    public Tensor BackwardRight(in KeptBinary kept, Tensor gradient) => -(gradient * kept.Left.FloorDivide(kept.Right));
}
