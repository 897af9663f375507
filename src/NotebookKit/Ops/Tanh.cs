using System.Numerics;
using NotebookKit.Kernels.Simd;

namespace NotebookKit.Ops;

/// <summary>y = (e^x - e^-x) / (e^x + e^-x), the hyperbolic tangent. dL/dx = (1 - y^2) dL/dy.</summary>
/// <remarks>Any shape, elementwise. Lectures S1, S2 L5.</remarks>
public readonly struct Tanh : IUnaryOp
{
    /// <inheritdoc/>
    public static Keeps Keeps => Keeps.Output;

    /// <inheritdoc/>
    public static bool HasSlope => true;

    /// <inheritdoc/>
    public static IEnumerable<OpCase> Cases => OpCase.Unary(x => x.Tanh(), Math.Tanh, low: -4, high: 4);

    /// <inheritdoc/>
    public static TVector Slope<TVector, T>(TVector kept)
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IFloatingPointIeee754<T> => TVector.One - (kept * kept);

    /// <inheritdoc/>
    public T Scalar<T>(T x)
        where T : unmanaged, IFloatingPointIeee754<T> => T.Tanh(x);

    /// <inheritdoc/>
    public TVector Vector<TVector, T>(TVector x)
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IFloatingPointIeee754<T> => Squashing.Tanh<TVector, T>(x);

    /// <inheritdoc/>
    public Tensor Backward(in KeptUnary kept, Tensor gradient) => gradient * (1 - (kept.Output * kept.Output));
}
