using System.Numerics;
using NotebookKit.Kernels.Simd;

namespace NotebookKit.Ops;

/// <summary>y = 1 / (1 + e^-x), the logistic function. dL/dx = y (1 - y) dL/dy.</summary>
/// <remarks>Any shape, elementwise; computed from e^-|x|, so that it neither overflows nor loses the small tail. Lectures S1, S2 L1, S3.</remarks>
public readonly struct Sigmoid : IUnaryOp
{
    /// <inheritdoc/>
    public static Keeps Keeps => Keeps.Output;

    /// <inheritdoc/>
    public static bool HasSlope => true;

    /// <inheritdoc/>
    public static IEnumerable<OpCase> Cases => OpCase.Unary(x => x.Sigmoid(), x => 1 / (1 + Math.Exp(-x)), low: -6, high: 6);

    /// <inheritdoc/>
    public static TVector Slope<TVector, T>(TVector kept)
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IFloatingPointIeee754<T> => kept * (TVector.One - kept);

    /// <inheritdoc/>
    public T Scalar<T>(T x)
        where T : unmanaged, IFloatingPointIeee754<T> => x >= T.Zero
            ? T.One / (T.One + T.Exp(-x))
            : T.Exp(x) / (T.One + T.Exp(x));

    /// <inheritdoc/>
    public TVector Vector<TVector, T>(TVector x)
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IFloatingPointIeee754<T> => Squashing.Sigmoid<TVector, T>(x);

    /// <inheritdoc/>
    public Tensor Backward(in KeptUnary kept, Tensor gradient) => gradient * (kept.Output * (1 - kept.Output));
}
