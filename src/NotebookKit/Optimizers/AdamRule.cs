using System.Numerics;
using System.Runtime.CompilerServices;
using NotebookKit.Kernels;
using NotebookKit.Kernels.Simd;

namespace NotebookKit.Optimizers;

/// <summary>The numbers of <see cref="AdamRule{T}"/>.</summary>
/// <param name="Beta1">How much of the mean gradient stays.</param>
/// <param name="Beta2">How much of the mean square stays.</param>
/// <param name="Step">The rate, over the correction for the mean's start at zero.</param>
/// <param name="PerSquare">1 over the correction for the mean square's start at zero.</param>
/// <param name="Epsilon">Keeps the division finite.</param>
/// <param name="Place">Where epsilon stands.</param>
/// <param name="Decay">The pull to 0 through the gradient.</param>
/// <param name="Keep">The factor of the weight beside the step.</param>
internal readonly record struct AdamConstants(double Beta1, double Beta2, double Step, double PerSquare, double Epsilon, DeltaPlace Place, double Decay, double Keep);

/// <summary>m = beta1 m + (1 - beta1) g, v = beta2 v + (1 - beta2) g^2, l = max(l, v), w = keep w - step m / (sqrt(l perSquare) + epsilon).</summary>
/// <remarks>Where l is not remembered it begins at 0 each time, and is v.</remarks>
internal readonly struct AdamRule<T>(AdamConstants c) : IUpdateRule<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly T keepMean = T.CreateTruncating(c.Beta1);
    private readonly T addMean = T.CreateTruncating(1 - c.Beta1);
    private readonly T keepSquare = T.CreateTruncating(c.Beta2);
    private readonly T addSquare = T.CreateTruncating(1 - c.Beta2);
    private readonly T step = T.CreateTruncating(c.Step);
    private readonly T perSquare = T.CreateTruncating(c.PerSquare);
    private readonly T inside = T.CreateTruncating(c.Place == DeltaPlace.InsideRoot ? c.Epsilon : 0);
    private readonly T outside = T.CreateTruncating(c.Place == DeltaPlace.OutsideRoot ? c.Epsilon : 0);
    private readonly T decay = T.CreateTruncating(c.Decay);
    private readonly T keep = T.CreateTruncating(c.Keep);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TVector Step<TVector>(TVector weight, TVector gradient, ref TVector first, ref TVector second, ref TVector third)
        where TVector : struct, ISimd<TVector, T>
    {
        TVector slope = TVector.MultiplyAdd(TVector.Create(decay), weight, gradient);
        first = TVector.MultiplyAdd(TVector.Create(keepMean), first, TVector.Create(addMean) * slope);
        second = TVector.MultiplyAdd(TVector.Create(keepSquare), second, TVector.Create(addSquare) * slope * slope);
        third = TVector.Max(third, second);
        TVector size = TVector.Sqrt(TVector.MultiplyAdd(third, TVector.Create(perSquare), TVector.Create(inside))) + TVector.Create(outside);
        return (TVector.Create(keep) * weight) - (TVector.Create(step) * first / size);
    }
}
