using System.Numerics;
using System.Runtime.CompilerServices;
using NotebookKit.Kernels;
using NotebookKit.Kernels.Simd;

namespace NotebookKit.Optimizers;

/// <summary>w = w - rate (g + decay w).</summary>
internal readonly struct SgdRule<T>(double rate, double decay) : IUpdateRule<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly T back = T.CreateTruncating(-rate);
    private readonly T decay = T.CreateTruncating(decay);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TVector Step<TVector>(TVector weight, TVector gradient, ref TVector first, ref TVector second)
        where TVector : struct, ISimd<TVector, T> =>
        TVector.MultiplyAdd(TVector.Create(back), TVector.MultiplyAdd(TVector.Create(decay), weight, gradient), weight);
}

/// <summary>v = momentum v + g + decay w, w = w - rate v.</summary>
internal readonly struct MomentumRule<T>(double rate, double momentum, double decay) : IUpdateRule<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly T back = T.CreateTruncating(-rate);
    private readonly T momentum = T.CreateTruncating(momentum);
    private readonly T decay = T.CreateTruncating(decay);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TVector Step<TVector>(TVector weight, TVector gradient, ref TVector first, ref TVector second)
        where TVector : struct, ISimd<TVector, T>
    {
        TVector slope = TVector.MultiplyAdd(TVector.Create(decay), weight, gradient);
        first = TVector.MultiplyAdd(TVector.Create(momentum), first, slope);
        return TVector.MultiplyAdd(TVector.Create(back), first, weight);
    }
}

/// <summary>v = momentum v + g + decay w, w = w - rate (g + decay w + momentum v): Nesterov's look ahead.</summary>
internal readonly struct NesterovRule<T>(double rate, double momentum, double decay) : IUpdateRule<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly T back = T.CreateTruncating(-rate);
    private readonly T momentum = T.CreateTruncating(momentum);
    private readonly T decay = T.CreateTruncating(decay);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TVector Step<TVector>(TVector weight, TVector gradient, ref TVector first, ref TVector second)
        where TVector : struct, ISimd<TVector, T>
    {
        TVector slope = TVector.MultiplyAdd(TVector.Create(decay), weight, gradient);
        first = TVector.MultiplyAdd(TVector.Create(momentum), first, slope);
        return TVector.MultiplyAdd(TVector.Create(back), TVector.MultiplyAdd(TVector.Create(momentum), first, slope), weight);
    }
}
