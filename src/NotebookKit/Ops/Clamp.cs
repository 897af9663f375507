using System.Numerics;
using NotebookKit.Kernels.Simd;

namespace NotebookKit.Ops;

/// <summary>y = x kept between low and high. dL/dx = dL/dy where low &lt;= x &lt;= high, else 0.</summary>
/// <remarks>Any shape, elementwise; NaN stays NaN. At the bounds the slope is 1, as in PyTorch; infinite bounds are none.</remarks>
/// <param name="low">The lowest y.</param>
/// <param name="high">The highest y.</param>
public readonly struct Clamp(double low, double high) : IUnaryOp
{
    private readonly double low = low <= high
        ? low
        : throw new ArgumentOutOfRangeException(nameof(low), low, $"Clamp: low is at most high, which is {high}.");

    /// <inheritdoc/>
    public static Keeps Keeps => Keeps.Input;

    /// <inheritdoc/>
    public static IEnumerable<OpCase> Cases =>
        OpCase.Unary(x => x.Clamp(-1, 9), x => Math.Max(-1, x), kink: -1)
        .Concat(OpCase.Unary(x => x.Clamp(-9, 0.5), x => Math.Min(0.5, x), kink: 0.5));

    /// <inheritdoc/>
    public T Scalar<T>(T x)
        where T : unmanaged, IFloatingPointIeee754<T> => T.Min(T.Max(x, Constant.Of<T>(low)), Constant.Of<T>(high));

    /// <inheritdoc/>
    public TVector Vector<TVector, T>(TVector x)
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IFloatingPointIeee754<T> => TVector.Min(TVector.Max(x, Constant.Of<TVector, T>(low)), Constant.Of<TVector, T>(high));

    /// <inheritdoc/>
    public Tensor Backward(in KeptUnary kept, Tensor gradient) => Elementwise.Binary(gradient, kept.Input, new PassWithin(low, high));
}
