using System.Numerics;
using NotebookKit.Kernels.Simd;

namespace NotebookKit.Ops;

/// <summary>z = -(t ln p + (1 - t) ln(1 - p)): how badly a probability p predicts a yes or no, t = 1 or 0.</summary>
/// <remarks>
/// Elementwise. As in PyTorch no logarithm counts below -100, so a certain and wrong decision costs 100, not infinity, and
/// dL/dp = (p - t) / max(p (1 - p), 1e-12) dL/dz is finite. Where p is a sigmoid, <see cref="BinaryCrossEntropyOfScores"/> is
/// exact. Lectures S2 L5 (introducing cross-entropy), S1, S3.
/// </remarks>
public readonly struct BinaryCrossEntropy : IBinaryOp
{
    private const double LeastLog = -100;

    /// <inheritdoc/>
    public static Keeps Keeps => Keeps.Input;

    /// <inheritdoc/>
    public static IEnumerable<OpCase> Cases =>
        OpCase.Binary((p, t) => Elementwise.Binary<BinaryCrossEntropy>(p, t), (p, t) => -((t * Math.Log(p)) + ((1 - t) * Math.Log(1 - p))), low: 0.1, high: 0.9);

    /// <inheritdoc/>
    public T Scalar<T>(T p, T t)
        where T : unmanaged, IFloatingPointIeee754<T> => Lane<T>.Sum(Vector<Lane<T>, T>(Lane<T>.Create(p), Lane<T>.Create(t)));

    /// <inheritdoc/>
    public TVector Vector<TVector, T>(TVector p, TVector t)
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        TVector least = Constant.Of<TVector, T>(LeastLog);
        TVector yes = TVector.Max(TVector.Log(p), least);
        TVector no = TVector.Max(Logarithm.OfOnePlus<TVector, T>(-p), least);
        return -((t * yes) + ((TVector.One - t) * no));
    }

    /// <inheritdoc/>
    public Tensor BackwardLeft(in KeptBinary kept, Tensor gradient) =>
        gradient * (kept.Left - kept.Right) / (kept.Left * (1 - kept.Left)).Clamp(1e-12, double.PositiveInfinity);

    /// <inheritdoc/>
    public Tensor BackwardRight(in KeptBinary kept, Tensor gradient) => gradient * (CountedLog(1 - kept.Left) - CountedLog(kept.Left));

    private static Tensor CountedLog(Tensor x) => x.Log().Clamp(LeastLog, double.PositiveInfinity);
}
