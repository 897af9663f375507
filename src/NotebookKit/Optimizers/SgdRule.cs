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
    public TVector Step<TVector>(TVector weight, TVector gradient, ref TVector first, ref TVector second, ref TVector third)
        where TVector : struct, ISimd<TVector, T> =>
        TVector.MultiplyAdd(TVector.Create(back), TVector.MultiplyAdd(TVector.Create(decay), weight, gradient), weight);
}
