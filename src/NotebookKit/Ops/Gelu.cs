using System.Numerics;
using NotebookKit.Kernels.Simd;

namespace NotebookKit.Ops;

/// <summary>y = x P(x) with P(x) the chance that a standard normal number lies below x: the Gaussian error linear unit. dL/dx = (P(x) + x e^(-x^2 / 2) / sqrt(2 pi)) dL/dy.</summary>
/// <remarks>Any shape, elementwise; the exact form, not the one by tanh. 0 for minus infinity, NaN stays NaN. Hendrycks and Gimpel 2016.</remarks>
public readonly struct Gelu : IUnaryOp
{
    private const double OneBySqrtTwoPi = 0.3989422804014327;

    /// <inheritdoc/>
    public static Keeps Keeps => Keeps.Input;

    /// <inheritdoc/>
    public static bool HasSlope => true;

    /// <inheritdoc/>
    public static IEnumerable<OpCase> Cases => OpCase.Unary(x => x.Gelu(), x => x * NormalCdf.Series(x), low: -4, high: 4);

    /// <inheritdoc/>
    public static TVector Slope<TVector, T>(TVector kept)
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        // Beyond 50 the bell is 0 in every type; infinity times it would be no number.
        TVector x = TVector.Min(TVector.Max(kept, Constant.Of<TVector, T>(-50)), Constant.Of<TVector, T>(50));
        TVector below = NormalProbability.Below<TVector, T>(x, out TVector bell);
        return TVector.MultiplyAdd(x, Constant.Of<TVector, T>(OneBySqrtTwoPi) * bell, below);
    }

    /// <inheritdoc/>
    public T Scalar<T>(T x)
        where T : unmanaged, IFloatingPointIeee754<T> => Lane<T>.Sum(Vector<Lane<T>, T>(Lane<T>.Create(x)));

    /// <inheritdoc/>
    public TVector Vector<TVector, T>(TVector x)
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IFloatingPointIeee754<T> => TVector.Max(x, Constant.Of<TVector, T>(-50)) * NormalProbability.Below<TVector, T>(x);

    /// <inheritdoc/>
    public Tensor Backward(in KeptUnary kept, Tensor gradient) => gradient * (kept.Input.NormalCdf() + (kept.Input * (OneBySqrtTwoPi * (-0.5 * kept.Input.Square()).Exp())));
}
