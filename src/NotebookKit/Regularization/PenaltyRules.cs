using System.Numerics;
using System.Runtime.CompilerServices;
using NotebookKit.Kernels;
using NotebookKit.Kernels.Simd;

namespace NotebookKit.Regularization;

/// <summary>g = g + absolute sign(w) + squared w: the gradients of L1 and L2 in one pass.</summary>
/// <remarks>The loop of the optimisers moves the gradient here and reads the weight, so the two stand in each other's place.</remarks>
internal readonly struct NormPenaltyRule<T>(double absolute, double squared) : IUpdateRule<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly T absolute = T.CreateTruncating(absolute);
    private readonly T squared = T.CreateTruncating(squared);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TVector Step<TVector>(TVector weight, TVector gradient, ref TVector first, ref TVector second, ref TVector third)
        where TVector : struct, ISimd<TVector, T>
    {
        (TVector g, TVector w) = (weight, gradient);
        TVector size = TVector.Create(absolute);
        TVector sign = TVector.WherePositive(w, size, TVector.WherePositive(-w, -size, TVector.Zero));
        return TVector.MultiplyAdd(TVector.Create(squared), w, g + sign);
    }
}

/// <summary>g = g + 2 strength (w / w0^2) / (1 + (w / w0)^2)^2: the gradient of weight elimination.</summary>
/// <remarks>As above, the loop moves the gradient and reads the weight.</remarks>
internal readonly struct EliminationRule<T>(double strength, double scale) : IUpdateRule<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly T twice = T.CreateTruncating(2 * strength / (scale * scale));
    private readonly T perSquare = T.CreateTruncating(1 / (scale * scale));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TVector Step<TVector>(TVector weight, TVector gradient, ref TVector first, ref TVector second, ref TVector third)
        where TVector : struct, ISimd<TVector, T>
    {
        (TVector g, TVector w) = (weight, gradient);
        TVector below = TVector.MultiplyAdd(TVector.Create(perSquare) * w, w, TVector.One);
        return g + (TVector.Create(twice) * w / (below * below));
    }
}

/// <summary>w = sign(w) max(keep |w| - less, 0): what decays in proportion, and what is cut off at zero.</summary>
internal readonly struct ShrinkRule<T>(double keep, double less) : IUpdateRule<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly T keep = T.CreateTruncating(keep);
    private readonly T less = T.CreateTruncating(less);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TVector Step<TVector>(TVector weight, TVector gradient, ref TVector first, ref TVector second, ref TVector third)
        where TVector : struct, ISimd<TVector, T>
    {
        TVector size = TVector.ZeroWhereNegative((TVector.Create(keep) * TVector.Abs(weight)) - TVector.Create(less));
        return TVector.WherePositive(weight, size, -size);
    }
}
