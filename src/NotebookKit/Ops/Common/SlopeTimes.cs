using System.Numerics;
using NotebookKit.Kernels;
using NotebookKit.Kernels.Simd;

namespace NotebookKit.Ops;

/// <summary>dL/dx = dL/dy times the slope of an operation, from the gradient and what the operation kept.</summary>
internal readonly struct SlopeTimes<TOp> : IBinaryFormula
    where TOp : struct, IUnaryOp
{
    /// <inheritdoc/>
    public T Scalar<T>(T x, T y)
        where T : unmanaged, IFloatingPointIeee754<T> => Lane<T>.Sum(Vector<Lane<T>, T>(Lane<T>.Create(x), Lane<T>.Create(y)));

    /// <inheritdoc/>
    public TVector Vector<TVector, T>(TVector x, TVector y)
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IFloatingPointIeee754<T> => x * TOp.Slope<TVector, T>(y);
}
