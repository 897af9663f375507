using System.Numerics;
using NotebookKit.Kernels.Simd;

namespace NotebookKit.Ops;

/// <summary>y = x where x is above 0, else a x: a ReLU that never goes quite silent. dL/dx = dL/dy above 0, else a dL/dy.</summary>
/// <remarks>Any shape, elementwise; NaN stays NaN. At 0 the slope is a, as in PyTorch. Maas et al. 2013; lectures S1 (a about 0.1), S2 L5.</remarks>
/// <param name="slope">a, between 0 and 1.</param>
public readonly struct LeakyRelu(double slope) : IUnaryOp
{
    private readonly double slope = slope is > 0 and < 1
        ? slope
        : throw new ArgumentOutOfRangeException(nameof(slope), slope, "LeakyRelu: the slope below 0 lies between 0 and 1; the lecture takes 0.1.");

    /// <inheritdoc/>
    public static Keeps Keeps => Keeps.Input;

    /// <inheritdoc/>
    public static IEnumerable<OpCase> Cases => OpCase.Unary(x => x.LeakyRelu(0.1), x => Math.Max(x, 0.1 * x), kink: 0);

    /// <inheritdoc/>
    public T Scalar<T>(T x)
        where T : unmanaged, IFloatingPointIeee754<T> => x > T.Zero ? x : Constant.Of<T>(slope) * x;

    /// <inheritdoc/>
    public TVector Vector<TVector, T>(TVector x)
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IFloatingPointIeee754<T> => TVector.WherePositive(x, x, Constant.Of<TVector, T>(slope) * x);

    /// <inheritdoc/>
    public Tensor Backward(in KeptUnary kept, Tensor gradient) =>
        Elementwise.Binary<PassWherePositive>(gradient, kept.Input) + Elementwise.Binary<PassWhereNotPositive>(slope * gradient, kept.Input);
}
