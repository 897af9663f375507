using System.Numerics;
using NotebookKit.Kernels.Simd;

namespace NotebookKit.Ops;

/// <summary>y = the chance that a standard normal number lies below x, erfc(-x / sqrt 2) / 2. dL/dx = e^(-x^2 / 2) / sqrt(2 pi) dL/dy.</summary>
/// <remarks>Any shape, elementwise; the small lower tail keeps its digits. 0 and 1 at the infinities, NaN stays NaN.</remarks>
public readonly struct NormalCdf : IUnaryOp
{
    private const double OneBySqrtTwoPi = 0.3989422804014327;

    /// <inheritdoc/>
    public static Keeps Keeps => Keeps.Input;

    /// <inheritdoc/>
    public static IEnumerable<OpCase> Cases => OpCase.Unary(x => x.NormalCdf(), Series, low: -4, high: 4);

    /// <inheritdoc/>
    public T Scalar<T>(T x)
        where T : unmanaged, IFloatingPointIeee754<T> => Lane<T>.Sum(Vector<Lane<T>, T>(Lane<T>.Create(x)));

    /// <inheritdoc/>
    public TVector Vector<TVector, T>(TVector x)
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IFloatingPointIeee754<T> => NormalProbability.Below<TVector, T>(x);

    /// <inheritdoc/>
    public Tensor Backward(in KeptUnary kept, Tensor gradient) => gradient * (OneBySqrtTwoPi * (-0.5 * kept.Input.Square()).Exp());

    /// <summary>The same by Laplace's series, 1/2 + phi(x) (x + x^3 / 3 + x^5 / (3 5) + ...), for checks.</summary>
    internal static double Series(double x)
    {
        double sum = 0;
        double term = x;
        for (int n = 3; Math.Abs(term) > 1e-20; n += 2)
        {
            sum += term;
            term *= x * x / n;
        }

        return 0.5 + (OneBySqrtTwoPi * Math.Exp(-x * x / 2) * sum);
    }
}
