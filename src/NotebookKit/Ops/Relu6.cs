using System.Numerics;
using NotebookKit.Kernels.Simd;

namespace NotebookKit.Ops;

/// <summary>y = min(max(0, x), cap), a ReLU that saturates. dL/dx = dL/dy between 0 and the cap, else 0.</summary>
/// <remarks>Any shape, elementwise; NaN stays NaN. At 0 and at the cap the slope is 0, as in PyTorch. Krizhevsky 2010; lecture S2 L5.</remarks>
/// <param name="cap">The largest y, above 0; 6 in the paper.</param>
public readonly struct Relu6(double cap) : IUnaryOp
{
    private readonly double cap = cap > 0
        ? cap
        : throw new ArgumentOutOfRangeException(nameof(cap), cap, "Relu6: the cap lies above 0; the paper takes 6.");

    /// <inheritdoc/>
    public static Keeps Keeps => Keeps.Input;

    /// <inheritdoc/>
    public static IEnumerable<OpCase> Cases =>
        OpCase.Unary(x => x.Relu6(), x => Math.Max(0, x), kink: 0)
        .Concat(OpCase.Unary(x => x.Relu6(), x => Math.Min(x, 6), low: 4, high: 8, kink: 6))
        .Concat(OpCase.Unary(x => x.Relu6(1), x => Math.Min(x, 1), low: 0.1, kink: 1));

    /// <inheritdoc/>
    public T Scalar<T>(T x)
        where T : unmanaged, IFloatingPointIeee754<T> => T.Min(T.Max(x, T.Zero), Constant.Of<T>(cap));

    /// <inheritdoc/>
    public TVector Vector<TVector, T>(TVector x)
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IFloatingPointIeee754<T> => TVector.Min(TVector.Max(x, TVector.Zero), Constant.Of<TVector, T>(cap));

    /// <inheritdoc/>
    public Tensor Backward(in KeptUnary kept, Tensor gradient) => Elementwise.Binary(gradient, kept.Input, new PassBetween(0, cap));
}
