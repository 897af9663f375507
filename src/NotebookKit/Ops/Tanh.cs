using System.Numerics;
using NotebookKit.Kernels.Simd;

namespace NotebookKit.Ops;

/// <summary>y = (e^x - e^-x) / (e^x + e^-x), the hyperbolic tangent. dL/dx = (1 - y^2) dL/dy.</summary>
/// <remarks>Any shape, elementwise. Near 0, where e^x - e^-x cancels, its continued fraction x / (1 + x^2 / (3 + x^2 / (5 + x^2 / (7 + ...)))) is used. Lectures S1, S2 L5.</remarks>
public readonly struct Tanh : IUnaryOp
{
    /// <inheritdoc/>
    public static Keeps Keeps => Keeps.Output;

    /// <inheritdoc/>
    public static IEnumerable<OpCase> Cases => OpCase.Unary(x => x.Tanh(), Math.Tanh, low: -4, high: 4);

    /// <inheritdoc/>
    public T Scalar<T>(T x)
        where T : unmanaged, IFloatingPointIeee754<T> => T.Tanh(x);

    /// <inheritdoc/>
    public TVector Vector<TVector, T>(TVector x)
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IFloatingPointIeee754<T> => Stable<TVector, T>(x);

    /// <inheritdoc/>
    public Tensor Backward(in KeptUnary kept, Tensor gradient) => gradient * (1 - (kept.Output * kept.Output));

    // Eight floors of the fraction reach full precision in float64 for |x| below 1/2; the exponential form does above.
    private static TVector Stable<TVector, T>(TVector x)
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        TVector size = TVector.Abs(x);
        TVector small = TVector.Exp(size * TVector.Create(-(T.One + T.One)));
        TVector far = (TVector.One - small) / (TVector.One + small);
        TVector square = x * x;
        TVector floor = TVector.Create(T.CreateTruncating(17));
        for (int odd = 15; odd >= 1; odd -= 2)
        {
            floor = TVector.Create(T.CreateTruncating(odd)) + (square / floor);
        }

        TVector near = x / floor;
        TVector signed = TVector.WherePositive(x, far, -far);
        return TVector.WherePositive(size - TVector.Create(T.CreateTruncating(0.5)), signed, near);
    }
}
