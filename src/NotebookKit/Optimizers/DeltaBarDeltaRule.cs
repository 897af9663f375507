using System.Numerics;
using System.Runtime.CompilerServices;
using NotebookKit.Kernels;
using NotebookKit.Kernels.Simd;

namespace NotebookKit.Optimizers;

/// <summary>k = k + increase or k (1 - decrease) as b g is above or below 0, b = (1 - memory) g + memory b, w = w - rate k g.</summary>
/// <remarks>The gain is remembered less 1, so that memory begins with zeros as everywhere.</remarks>
internal readonly struct DeltaBarDeltaRule<T>((double Rate, double Increase, double Decrease, double Memory, double Decay) c) : IUpdateRule<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly T back = T.CreateTruncating(-c.Rate);
    private readonly T increase = T.CreateTruncating(c.Increase);
    private readonly T keepGain = T.CreateTruncating(1 - c.Decrease);
    private readonly T keep = T.CreateTruncating(c.Memory);
    private readonly T add = T.CreateTruncating(1 - c.Memory);
    private readonly T decay = T.CreateTruncating(c.Decay);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TVector Step<TVector>(TVector weight, TVector gradient, ref TVector first, ref TVector second, ref TVector third)
        where TVector : struct, ISimd<TVector, T>
    {
        TVector slope = TVector.MultiplyAdd(TVector.Create(decay), weight, gradient);
        TVector agreement = first * slope;
        TVector gain = second + TVector.One;
        gain = TVector.WherePositive(agreement, gain + TVector.Create(increase), TVector.WherePositive(-agreement, gain * TVector.Create(keepGain), gain));
        first = TVector.MultiplyAdd(TVector.Create(keep), first, TVector.Create(add) * slope);
        second = gain - TVector.One;
        return TVector.MultiplyAdd(TVector.Create(back) * gain, slope, weight);
    }
}
