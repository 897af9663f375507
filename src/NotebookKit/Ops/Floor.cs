using System.Numerics;
using NotebookKit.Kernels.Simd;

namespace NotebookKit.Ops;

/// <summary>The largest whole number not above x. dL/dx = 0: a step is flat wherever it has a slope.</summary>
/// <remarks>Any shape, elementwise. Whole numbers stay as they are.</remarks>
public readonly struct Floor : IUnaryOp
{
    /// <inheritdoc/>
    public static Keeps Keeps => Keeps.Nothing;

    /// <inheritdoc/>
    public static IEnumerable<OpCase> Cases => OpCase.Unary(x => x.Floor(), Math.Floor, low: -0.95, high: 0.95, kink: 0);

    /// <inheritdoc/>
    public T Scalar<T>(T x)
        where T : unmanaged, IFloatingPointIeee754<T> => T.Floor(x);

    /// <inheritdoc/>
    public TVector Vector<TVector, T>(TVector x)
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        TVector near = TVector.Round(x);
        return TVector.WherePositive(near - x, near - TVector.One, near);
    }

    /// <inheritdoc/>
    public Tensor Backward(in KeptUnary kept, Tensor gradient) => gradient * 0;
}
