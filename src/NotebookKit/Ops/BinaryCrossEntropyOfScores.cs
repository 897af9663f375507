using System.Numerics;
using NotebookKit.Kernels.Simd;

namespace NotebookKit.Ops;

/// <summary>z = -(t ln s(x) + (1 - t) ln(1 - s(x))) with the sigmoid s: sigmoid and cross-entropy in one.</summary>
/// <remarks>
/// Elementwise; computed as max(x, 0) - x t + ln(1 + e^-|x|), exact and finite for every score. dL/dx = (s(x) - t) dL/dz has
/// no factor s', so a unit that is certain and wrong still learns. Lecture S2 L5 (why is cross-entropy good).
/// </remarks>
public readonly struct BinaryCrossEntropyOfScores : IBinaryOp
{
    /// <inheritdoc/>
    public static Keeps Keeps => Keeps.Input;

    /// <inheritdoc/>
    public static IEnumerable<OpCase> Cases =>
        OpCase.Binary((x, t) => Elementwise.Binary<BinaryCrossEntropyOfScores>(x, t), (x, t) => Math.Log(1 + Math.Exp(x)) - (x * t), low: -6, high: 6);

    /// <inheritdoc/>
    public T Scalar<T>(T x, T t)
        where T : unmanaged, IFloatingPointIeee754<T> => Lane<T>.Sum(Vector<Lane<T>, T>(Lane<T>.Create(x), Lane<T>.Create(t)));

    /// <inheritdoc/>
    public TVector Vector<TVector, T>(TVector x, TVector t)
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IFloatingPointIeee754<T> =>
        TVector.Max(x, TVector.Zero) - (x * t) + Logarithm.OfOnePlus<TVector, T>(TVector.Exp(-TVector.Abs(x)));

    /// <inheritdoc/>
    public Tensor BackwardLeft(in KeptBinary kept, Tensor gradient) => gradient * (kept.Left.Sigmoid() - kept.Right);

    /// <inheritdoc/>
    public Tensor BackwardRight(in KeptBinary kept, Tensor gradient) => -(gradient * kept.Left);
}
