using System.Numerics;
using System.Runtime.CompilerServices;
using NotebookKit.Kernels;
using NotebookKit.Kernels.Simd;

namespace NotebookKit.Optimizers;

/// <summary>The numbers of <see cref="NAdamRule{T}"/>.</summary>
internal readonly record struct NAdamConstants(double Beta1, double Beta2, double Along, double Down, double PerSquare, double Epsilon, double Decay);

/// <summary>m = beta1 m + (1 - beta1) g, v = beta2 v + (1 - beta2) g^2, w = w - (along m + down g) / (sqrt(v perSquare) + epsilon).</summary>
internal readonly struct NAdamRule<T>(NAdamConstants c) : IUpdateRule<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly T keepMean = T.CreateTruncating(c.Beta1);
    private readonly T addMean = T.CreateTruncating(1 - c.Beta1);
    private readonly T keepSquare = T.CreateTruncating(c.Beta2);
    private readonly T addSquare = T.CreateTruncating(1 - c.Beta2);
    private readonly T along = T.CreateTruncating(c.Along);
    private readonly T down = T.CreateTruncating(c.Down);
    private readonly T perSquare = T.CreateTruncating(c.PerSquare);
    private readonly T epsilon = T.CreateTruncating(c.Epsilon);
    private readonly T decay = T.CreateTruncating(c.Decay);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TVector Step<TVector>(TVector weight, TVector gradient, ref TVector first, ref TVector second, ref TVector third)
        where TVector : struct, ISimd<TVector, T>
    {
        TVector slope = TVector.MultiplyAdd(TVector.Create(decay), weight, gradient);
        first = TVector.MultiplyAdd(TVector.Create(keepMean), first, TVector.Create(addMean) * slope);
        second = TVector.MultiplyAdd(TVector.Create(keepSquare), second, TVector.Create(addSquare) * slope * slope);
        TVector size = TVector.Sqrt(second * TVector.Create(perSquare)) + TVector.Create(epsilon);
        return weight - (((TVector.Create(along) * first) + (TVector.Create(down) * slope)) / size);
    }
}
