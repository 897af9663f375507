using System.Numerics;
using NotebookKit.Kernels.Simd;

namespace NotebookKit.Ops;

/// <summary>y = 1 / x. dL/dx = -y^2 dL/dy.</summary>
/// <remarks>Any shape, elementwise; infinity with the sign of the zero at 0.</remarks>
public readonly struct Reciprocal : IUnaryOp
{
    /// <inheritdoc/>
    public static Keeps Keeps => Keeps.Output;

    /// <inheritdoc/>
    public static IEnumerable<OpCase> Cases => OpCase.Unary(x => x.Reciprocal(), x => 1 / x, low: 0.5, high: 2);

    /// <inheritdoc/>
    public T Scalar<T>(T x)
        where T : unmanaged, IFloatingPointIeee754<T> => T.One / x;

    /// <inheritdoc/>
    public TVector Vector<TVector, T>(TVector x)
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IFloatingPointIeee754<T> => TVector.One / x;

    /// <inheritdoc/>
    public Tensor Backward(in KeptUnary kept, Tensor gradient) => -(gradient * (kept.Output * kept.Output));
}
