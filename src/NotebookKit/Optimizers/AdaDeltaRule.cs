using System.Numerics;
using System.Runtime.CompilerServices;
using NotebookKit.Kernels;
using NotebookKit.Kernels.Simd;

namespace NotebookKit.Optimizers;

/// <summary>r = rho r + (1 - rho) g^2, d = sqrt(u + delta) / sqrt(r + delta) g, u = rho u + (1 - rho) d^2, w = w - rate d.</summary>
internal readonly struct AdaDeltaRule<T>((double Rate, double Rho, double Delta, double Decay) c) : IUpdateRule<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly T rate = T.CreateTruncating(c.Rate);
    private readonly T keep = T.CreateTruncating(c.Rho);
    private readonly T add = T.CreateTruncating(1 - c.Rho);
    private readonly T delta = T.CreateTruncating(c.Delta);
    private readonly T decay = T.CreateTruncating(c.Decay);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TVector Step<TVector>(TVector weight, TVector gradient, ref TVector first, ref TVector second, ref TVector third)
        where TVector : struct, ISimd<TVector, T>
    {
        TVector slope = TVector.MultiplyAdd(TVector.Create(decay), weight, gradient);
        first = TVector.MultiplyAdd(TVector.Create(keep), first, TVector.Create(add) * slope * slope);
        TVector step = TVector.Sqrt(second + TVector.Create(delta)) / TVector.Sqrt(first + TVector.Create(delta)) * slope;
        second = TVector.MultiplyAdd(TVector.Create(keep), second, TVector.Create(add) * step * step);
        return weight - (TVector.Create(rate) * step);
    }
}
