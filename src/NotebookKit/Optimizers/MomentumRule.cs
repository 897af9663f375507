using System.Numerics;
using System.Runtime.CompilerServices;
using NotebookKit.Kernels;
using NotebookKit.Kernels.Simd;

namespace NotebookKit.Optimizers;

/// <summary>The numbers of <see cref="MomentumRule{T}"/>.</summary>
/// <param name="Momentum">How much of the velocity stays.</param>
/// <param name="Added">How much of the slope enters the velocity.</param>
/// <param name="Along">How far the weight goes along the velocity.</param>
/// <param name="Down">How far it goes along the slope besides: Nesterov's look ahead.</param>
/// <param name="Decay">The pull to 0.</param>
internal readonly record struct MomentumConstants(double Momentum, double Added, double Along, double Down, double Decay);

/// <summary>s = g + decay w, v = momentum v + added s, w = w + along v + down s: all forms of momentum.</summary>
internal readonly struct MomentumRule<T>(MomentumConstants c) : IUpdateRule<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly T momentum = T.CreateTruncating(c.Momentum);
    private readonly T added = T.CreateTruncating(c.Added);
    private readonly T along = T.CreateTruncating(c.Along);
    private readonly T down = T.CreateTruncating(c.Down);
    private readonly T decay = T.CreateTruncating(c.Decay);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TVector Step<TVector>(TVector weight, TVector gradient, ref TVector first, ref TVector second, ref TVector third)
        where TVector : struct, ISimd<TVector, T>
    {
        TVector slope = TVector.MultiplyAdd(TVector.Create(decay), weight, gradient);
        first = TVector.MultiplyAdd(TVector.Create(momentum), first, TVector.Create(added) * slope);
        return TVector.MultiplyAdd(TVector.Create(along), first, TVector.MultiplyAdd(TVector.Create(down), slope, weight));
    }
}
