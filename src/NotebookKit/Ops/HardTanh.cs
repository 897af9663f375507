using System.Numerics;
using NotebookKit.Kernels.Simd;

namespace NotebookKit.Ops;

/// <summary>y = min(max(low, x), high), the hyperbolic tangent made of three straight lines. dL/dx = dL/dy between the bounds, else 0.</summary>
/// <remarks>Any shape, elementwise; NaN stays NaN. At the bounds the slope is 0, as in PyTorch. Lecture S2 L1.</remarks>
/// <param name="low">The lowest y.</param>
/// <param name="high">The highest y.</param>
public readonly struct HardTanh(double low, double high) : IUnaryOp
{
    private readonly double low = low < high
        ? low
        : throw new ArgumentOutOfRangeException(nameof(low), low, $"HardTanh: low lies below high, which is {high}.");

    /// <inheritdoc/>
    public static Keeps Keeps => Keeps.Input;

    /// <inheritdoc/>
    public static IEnumerable<OpCase> Cases =>
        OpCase.Unary(x => x.HardTanh(-1, 9), x => Math.Max(-1, x), kink: -1)
        .Concat(OpCase.Unary(x => x.HardTanh(-9, 0.5), x => Math.Min(0.5, x), kink: 0.5));

    /// <inheritdoc/>
    public T Scalar<T>(T x)
        where T : unmanaged, IFloatingPointIeee754<T> => T.Min(T.Max(x, Constant.Of<T>(low)), Constant.Of<T>(high));

    /// <inheritdoc/>
    public TVector Vector<TVector, T>(TVector x)
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IFloatingPointIeee754<T> => TVector.Min(TVector.Max(x, Constant.Of<TVector, T>(low)), Constant.Of<TVector, T>(high));

    /// <inheritdoc/>
    public Tensor Backward(in KeptUnary kept, Tensor gradient) => Elementwise.Binary(gradient, kept.Input, new PassBetween(low, high));
}
