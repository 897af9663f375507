using System.Numerics;
using NotebookKit.Kernels.Simd;

namespace NotebookKit.Ops;

/// <summary>y = 1 where x is at or above 0, else 0: the threshold unit. dL/dx = 0: a step is flat wherever it has a slope.</summary>
/// <remarks>Any shape, elementwise; NaN stays NaN. McCulloch and Pitts 1943; lectures S1, S2 L1, whose other form sign(x)/2 + 1/2 would be 1/2 at 0.</remarks>
public readonly struct Step : IUnaryOp
{
    /// <inheritdoc/>
    public static Keeps Keeps => Keeps.Nothing;

    /// <inheritdoc/>
    public static IEnumerable<OpCase> Cases => OpCase.Unary(x => x.Step(), x => x >= 0 ? 1 : 0, kink: 0);

    /// <inheritdoc/>
    public T Scalar<T>(T x)
        where T : unmanaged, IFloatingPointIeee754<T> => x >= T.Zero ? T.One : x < T.Zero ? T.Zero : x;

    /// <inheritdoc/>
    public TVector Vector<TVector, T>(TVector x)
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IFloatingPointIeee754<T> => TVector.WherePositive(-x, TVector.Zero, TVector.WherePositive(x, TVector.One, x + TVector.One));

    /// <inheritdoc/>
    public Tensor Backward(in KeptUnary kept, Tensor gradient) => gradient * 0;
}
