using System.Numerics;
using NotebookKit.Kernels.Simd;

namespace NotebookKit.Ops;

/// <summary>y = min(max(0, a x + 1/2), 1), the logistic function made of three straight lines. dL/dx = a dL/dy where y is between 0 and 1, else 0.</summary>
/// <remarks>Any shape, elementwise; NaN stays NaN. PyTorch takes a = 1/6; a = 1/4 is the tangent at 0. Lecture S2 L1.</remarks>
/// <param name="slope">a, above 0.</param>
public readonly struct HardSigmoid(double slope) : IUnaryOp
{
    private readonly double slope = slope > 0
        ? slope
        : throw new ArgumentOutOfRangeException(nameof(slope), slope, "HardSigmoid: the slope lies above 0; PyTorch takes 1/6.");

    /// <inheritdoc/>
    public static Keeps Keeps => Keeps.Output;

    /// <inheritdoc/>
    public static IEnumerable<OpCase> Cases =>
        OpCase.Unary(x => x.HardSigmoid(), x => Math.Max(0, (x + 3) / 6), low: -5, kink: -3)
        .Concat(OpCase.Unary(x => x.HardSigmoid(0.25), x => Math.Min(1, (x / 4) + 0.5), low: -1, high: 4, kink: 2));

    /// <inheritdoc/>
    public T Scalar<T>(T x)
        where T : unmanaged, IFloatingPointIeee754<T> => T.Min(T.Max((x * Constant.Of<T>(slope)) + Constant.Of<T>(0.5), T.Zero), T.One);

    /// <inheritdoc/>
    public TVector Vector<TVector, T>(TVector x)
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IFloatingPointIeee754<T> => TVector.Min(TVector.Max((x * Constant.Of<TVector, T>(slope)) + Constant.Of<TVector, T>(0.5), TVector.Zero), TVector.One);

    /// <inheritdoc/>
    public Tensor Backward(in KeptUnary kept, Tensor gradient) => Elementwise.Binary(slope * gradient, kept.Output, new PassBetween(0, 1));
}
