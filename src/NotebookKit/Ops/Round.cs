using System.Numerics;
using NotebookKit.Kernels.Simd;

namespace NotebookKit.Ops;

/// <summary>The nearest whole number; halves go to the even one, so 0.5 and 1.5 become 0 and 2. dL/dx = 0: a step is flat wherever it has a slope.</summary>
/// <remarks>Any shape, elementwise. Whole numbers stay as they are.</remarks>
public readonly struct Round : IUnaryOp
{
    /// <inheritdoc/>
    public static Keeps Keeps => Keeps.Nothing;

    /// <inheritdoc/>
    public static IEnumerable<OpCase> Cases => OpCase.Unary(x => x.Round(), x => Math.Round(x), low: -0.45, high: 1.45, kink: 0.5);

    /// <inheritdoc/>
    public T Scalar<T>(T x)
        where T : unmanaged, IFloatingPointIeee754<T> => T.Round(x);

    /// <inheritdoc/>
    public TVector Vector<TVector, T>(TVector x)
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IFloatingPointIeee754<T> => TVector.Round(x);

    /// <inheritdoc/>
    public Tensor Backward(in KeptUnary kept, Tensor gradient) => gradient * 0;
}
