using System.Numerics;
using System.Runtime.CompilerServices;
using NotebookKit.Kernels;
using NotebookKit.Kernels.Simd;

namespace NotebookKit.Optimizers;

/// <summary>m = beta1 m + (1 - beta1) g, u = max(beta2 u, |g| + epsilon), w = w - step m / u.</summary>
internal readonly struct AdaMaxRule<T>((double Step, double Beta1, double Beta2, double Epsilon, double Decay) c) : IUpdateRule<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly T step = T.CreateTruncating(c.Step);
    private readonly T keepMean = T.CreateTruncating(c.Beta1);
    private readonly T addMean = T.CreateTruncating(1 - c.Beta1);
    private readonly T keepLargest = T.CreateTruncating(c.Beta2);
    private readonly T epsilon = T.CreateTruncating(c.Epsilon);
    private readonly T decay = T.CreateTruncating(c.Decay);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TVector Step<TVector>(TVector weight, TVector gradient, ref TVector first, ref TVector second, ref TVector third)
        where TVector : struct, ISimd<TVector, T>
    {
        TVector slope = TVector.MultiplyAdd(TVector.Create(decay), weight, gradient);
        first = TVector.MultiplyAdd(TVector.Create(keepMean), first, TVector.Create(addMean) * slope);
        second = TVector.Max(TVector.Create(keepLargest) * second, TVector.Abs(slope) + TVector.Create(epsilon));
        return weight - (TVector.Create(step) * first / second);
    }
}
