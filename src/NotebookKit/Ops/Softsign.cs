using System.Numerics;
using NotebookKit.Kernels.Simd;

namespace NotebookKit.Ops;

/// <summary>y = x / (1 + |x|), which saturates like the hyperbolic tangent but far more slowly. dL/dx = (dL/dy) / (1 + |x|)^2.</summary>
/// <remarks>Any shape, elementwise; 1 and -1 at the infinities, NaN stays NaN. Bergstra et al. 2009.</remarks>
public readonly struct Softsign : IUnaryOp
{
    /// <inheritdoc/>
    public static Keeps Keeps => Keeps.Input;

    /// <inheritdoc/>
    public static IEnumerable<OpCase> Cases => OpCase.Unary(x => x.Softsign(), x => x / (1 + Math.Abs(x)), low: -4, high: 4);

    /// <inheritdoc/>
    public T Scalar<T>(T x)
        where T : unmanaged, IFloatingPointIeee754<T> => Lane<T>.Sum(Vector<Lane<T>, T>(Lane<T>.Create(x)));

    /// <inheritdoc/>
    public TVector Vector<TVector, T>(TVector x)
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IFloatingPointIeee754<T> => Ratio<TVector, T>(TVector.Max(TVector.Min(x, Constant.Of<TVector, T>(1e30)), Constant.Of<TVector, T>(-1e30)));

    /// <inheritdoc/>
    public Tensor Backward(in KeptUnary kept, Tensor gradient) => gradient / (1 + kept.Input.Abs()).Square();

    // Beyond 1e30 the result is 1 in every digit, and infinity / infinity would be NaN.
    private static TVector Ratio<TVector, T>(TVector x)
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IFloatingPointIeee754<T> => x / (TVector.One + TVector.Abs(x));
}
