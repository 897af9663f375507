using System.Numerics;
using System.Runtime.CompilerServices;
using NotebookKit.Kernels;
using NotebookKit.Kernels.Simd;

namespace NotebookKit.Optimizers;

/// <summary>The numbers of <see cref="RmsPropRule{T}"/>.</summary>
internal readonly record struct RmsPropConstants(double Rate, double Rho, bool Centered, double Momentum, double Delta, DeltaPlace Place, double Decay);

/// <summary>r = rho r + (1 - rho) g^2, m = rho m + (1 - rho) g when centred, v = momentum v + g / root(r - m^2), w = w - rate v.</summary>
/// <remarks>What is not remembered begins at 0 each time: m stays 0 when not centred, and v is the quotient alone without momentum.</remarks>
internal readonly struct RmsPropRule<T>(RmsPropConstants c) : IUpdateRule<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly T rate = T.CreateTruncating(c.Rate);
    private readonly T keep = T.CreateTruncating(c.Rho);
    private readonly T addSquare = T.CreateTruncating(1 - c.Rho);
    private readonly T addMean = T.CreateTruncating(c.Centered ? 1 - c.Rho : 0);
    private readonly T momentum = T.CreateTruncating(c.Momentum);
    private readonly T inside = T.CreateTruncating(c.Place == DeltaPlace.InsideRoot ? c.Delta : 0);
    private readonly T outside = T.CreateTruncating(c.Place == DeltaPlace.OutsideRoot ? c.Delta : 0);
    private readonly T decay = T.CreateTruncating(c.Decay);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TVector Step<TVector>(TVector weight, TVector gradient, ref TVector first, ref TVector second, ref TVector third)
        where TVector : struct, ISimd<TVector, T>
    {
        TVector slope = TVector.MultiplyAdd(TVector.Create(decay), weight, gradient);
        first = TVector.MultiplyAdd(TVector.Create(keep), first, TVector.Create(addSquare) * slope * slope);
        second = TVector.MultiplyAdd(TVector.Create(keep), second, TVector.Create(addMean) * slope);

        // The difference is a variance; rounding may leave it a hair below 0.
        TVector spread = TVector.ZeroWhereNegative(first - (second * second));
        TVector root = TVector.Sqrt(spread + TVector.Create(inside)) + TVector.Create(outside);
        third = TVector.MultiplyAdd(TVector.Create(momentum), third, slope / root);
        return weight - (TVector.Create(rate) * third);
    }
}
