using System.Numerics;
using NotebookKit.Kernels.Simd;

namespace NotebookKit.Ops;

/// <summary>The smallest whole number not below x. dL/dx = 0: a step is flat wherever it has a slope.</summary>
/// <remarks>Any shape, elementwise. Whole numbers stay as they are.</remarks>
public readonly struct Ceil : IUnaryOp
{
    /// <inheritdoc/>
    public static Keeps Keeps => Keeps.Nothing;

    /// <inheritdoc/>
    public static IEnumerable<OpCase> Cases => OpCase.Unary(x => x.Ceil(), Math.Ceiling, low: -0.95, high: 0.95, kink: 0);

    /// <inheritdoc/>
    public T Scalar<T>(T x)
        where T : unmanaged, IFloatingPointIeee754<T> => T.Ceiling(x);

    /// <inheritdoc/>
    public TVector Vector<TVector, T>(TVector x)
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        TVector near = TVector.Round(x);
        return TVector.WherePositive(x - near, near + TVector.One, near);
    }

    /// <inheritdoc/>
    public Tensor Backward(in KeptUnary kept, Tensor gradient) => gradient * 0;
}
