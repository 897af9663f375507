using System.Numerics;
using System.Runtime.CompilerServices;
using NotebookKit.Kernels.Simd;

namespace NotebookKit.Ops;

/// <summary>y = (e^x - e^-x) / (e^x + e^-x), the hyperbolic tangent. dL/dx = (1 - y^2) dL/dy.</summary>
/// <remarks>Any shape, elementwise. Lectures S1, S2 L5.</remarks>
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

    // y = -t / (t + 2) with t = e^(-2|x|) - 1, which keeps its digits near 0, where e^x - e^-x would cancel.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector Stable<TVector, T>(TVector x)
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        TVector two = TVector.One + TVector.One;
        TVector t = Exponential.MinusOne<TVector, T>(-(two * TVector.Abs(x)));
        TVector size = -t / (t + two);
        return TVector.WherePositive(x, size, -size);
    }
}
