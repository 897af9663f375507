using System.Numerics;
using System.Runtime.CompilerServices;
using NotebookKit.Kernels;
using NotebookKit.Kernels.Simd;

namespace NotebookKit.Optimizers;

/// <summary>r = r + g^2, w = w - rate g / (sqrt(r) + delta); the first step adds where r begins.</summary>
internal readonly struct AdaGradRule<T>((double Rate, double Delta, double Initial, double Decay) c) : IUpdateRule<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly T rate = T.CreateTruncating(c.Rate);
    private readonly T delta = T.CreateTruncating(c.Delta);
    private readonly T initial = T.CreateTruncating(c.Initial);
    private readonly T decay = T.CreateTruncating(c.Decay);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TVector Step<TVector>(TVector weight, TVector gradient, ref TVector first, ref TVector second, ref TVector third)
        where TVector : struct, ISimd<TVector, T>
    {
        TVector slope = TVector.MultiplyAdd(TVector.Create(decay), weight, gradient);
        first = TVector.MultiplyAdd(slope, slope, first + TVector.Create(initial));
        return weight - (TVector.Create(rate) * slope / (TVector.Sqrt(first) + TVector.Create(delta)));
    }
}
