using System.Numerics;
using NotebookKit.Kernels.Simd;

namespace NotebookKit.Ops;

/// <summary>y = x^p for a plain number p. dL/dx = p x^(p - 1) dL/dy.</summary>
/// <remarks>
/// Any shape, elementwise. Whole powers up to 2^20 are repeated products and take any x; other powers are e^(p ln x), NaN below 0.
/// x^0 is 1 with slope 0 for every number x.
/// </remarks>
/// <param name="exponent">p.</param>
public readonly struct Pow(double exponent) : IUnaryOp
{
    // Beyond this many products the other way is as good.
    private bool IsWhole => exponent == Math.Truncate(exponent) && Math.Abs(exponent) <= 1 << 20;

    /// <inheritdoc/>
    public static Keeps Keeps => Keeps.Input;

    /// <inheritdoc/>
    public static IEnumerable<OpCase> Cases =>
        OpCase.Unary(x => x.Pow(3), x => x * x * x)
        .Concat(OpCase.Unary(x => x.Pow(0), x => 1))
        .Concat(OpCase.Unary(x => x.Pow(1), x => x))
        .Concat(OpCase.Unary(x => x.Pow(-2), x => 1 / (x * x), low: 0.5))
        .Concat(OpCase.Unary(x => x.Pow(0.5), Math.Sqrt, low: 0.5))
        .Concat(OpCase.Unary(x => x.Pow(-2.5), x => 1 / (x * x * Math.Sqrt(x)), low: 0.5));

    /// <inheritdoc/>
    public T Scalar<T>(T x)
        where T : unmanaged, IFloatingPointIeee754<T> => Lane<T>.Sum(Vector<Lane<T>, T>(Lane<T>.Create(x)));

    /// <inheritdoc/>
    public TVector Vector<TVector, T>(TVector x)
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IFloatingPointIeee754<T> => IsWhole ? Product<TVector, T>(x) : TVector.Exp(Constant.Of<TVector, T>(exponent) * TVector.Log(x));

    /// <inheritdoc/>
    public Tensor Backward(in KeptUnary kept, Tensor gradient) => exponent == 0 ? gradient * 0 : gradient * (exponent * kept.Input.Pow(exponent - 1));

    // x^13 = x^8 x^4 x: each bit of the exponent stands for a square of the square before.
    private TVector Product<TVector, T>(TVector x)
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        TVector product = TVector.One;
        TVector square = x;
        for (int bits = (int)Math.Abs(exponent); bits > 0; bits >>= 1)
        {
            product = (bits & 1) == 1 ? product * square : product;
            square *= square;
        }

        return exponent < 0 ? TVector.One / product : product;
    }
}
