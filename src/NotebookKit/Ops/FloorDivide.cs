using System.Numerics;
using NotebookKit.Kernels;
using NotebookKit.Kernels.Simd;

namespace NotebookKit.Ops;

/// <summary>How many whole steps of y lie in x, z = floor(x / y), as // in Python: -7 holds -3 steps of 3.</summary>
/// <remarks>
/// Shapes that fit by repeating axes of size 1, elementwise; floats are divided exactly before they are rounded down, and x / 0 is
/// infinite. dL/dx = dL/dy = 0: a step is flat wherever it has a slope. Int64 and UInt8 too, where a 0 among the divisors is refused.
/// </remarks>
public readonly struct FloorDivide : IBinaryOp
{
    /// <inheritdoc/>
    public static Keeps Keeps => Keeps.Nothing;

    /// <inheritdoc/>
    public static IEnumerable<OpCase> Cases => OpCase.Binary((x, y) => x.FloorDivide(y), (x, y) => Math.Floor(x / y), low: 0.5, high: 2)
        .Concat(OpCase.Binary((x, y) => (-x).FloorDivide(y), (x, y) => Math.Floor(-x / y), low: 0.5, high: 2));

    /// <inheritdoc/>
    public T Scalar<T>(T x, T y)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (y == T.Zero)
        {
            return x / y;
        }

        // x / y may be rounded up to a whole number that it does not reach; what % leaves is exact.
        T rest = x % y;
        T steps = T.Round((x - rest) / y);
        return rest != T.Zero && T.IsNegative(rest) != T.IsNegative(y) ? steps - T.One : steps;
    }

    /// <inheritdoc/>
    public TVector Vector<TVector, T>(TVector x, TVector y)
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IFloatingPointIeee754<T> => Each<FloorDivide, TVector, T>(this, x, y);

    /// <inheritdoc/>
    public Tensor BackwardLeft(in KeptBinary kept, Tensor gradient) => gradient * 0;

    /// <inheritdoc/>
    public Tensor BackwardRight(in KeptBinary kept, Tensor gradient) => gradient * 0;

    /// <summary>One number after the other: no processor has an exact % for vectors.</summary>
    internal static unsafe TVector Each<TFormula, TVector, T>(TFormula formula, TVector x, TVector y)
        where TFormula : struct, IBinaryFormula
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        T* left = stackalloc T[TVector.Count];
        T* right = stackalloc T[TVector.Count];
        TVector.Store(x, left);
        TVector.Store(y, right);
        for (int i = 0; i < TVector.Count; i++)
        {
            left[i] = formula.Scalar(left[i], right[i]);
        }

        return TVector.Load(left);
    }
}
