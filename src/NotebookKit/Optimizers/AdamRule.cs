using System.Numerics;
using System.Runtime.CompilerServices;
using NotebookKit.Kernels;
using NotebookKit.Kernels.Simd;

namespace NotebookKit.Optimizers;

/// <summary>m = beta1 m + (1 - beta1) g, v = beta2 v + (1 - beta2) g^2, w = w - step m / (sqrt(v) / rootCorrection + epsilon).</summary>
/// <remarks><c>step</c> and <c>rootCorrection</c> hold the corrections for the means' start at zero.</remarks>
internal readonly struct AdamRule<T>(double beta1, double beta2, double step, double rootCorrection, double epsilon, double decay) : IUpdateRule<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly T keepMean = T.CreateTruncating(beta1);
    private readonly T addMean = T.CreateTruncating(1 - beta1);
    private readonly T keepSquare = T.CreateTruncating(beta2);
    private readonly T addSquare = T.CreateTruncating(1 - beta2);
    private readonly T step = T.CreateTruncating(step);
    private readonly T perRoot = T.CreateTruncating(1 / rootCorrection);
    private readonly T epsilon = T.CreateTruncating(epsilon);
    private readonly T decay = T.CreateTruncating(decay);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TVector Step<TVector>(TVector weight, TVector gradient, ref TVector first, ref TVector second)
        where TVector : struct, ISimd<TVector, T>
    {
        TVector slope = TVector.MultiplyAdd(TVector.Create(decay), weight, gradient);
        first = TVector.MultiplyAdd(TVector.Create(keepMean), first, TVector.Create(addMean) * slope);
        second = TVector.MultiplyAdd(TVector.Create(keepSquare), second, TVector.Create(addSquare) * slope * slope);
        TVector size = TVector.MultiplyAdd(TVector.Sqrt(second), TVector.Create(perRoot), TVector.Create(epsilon));
        return weight - (TVector.Create(step) * first / size);
    }
}
