using System.Numerics;
using System.Runtime.CompilerServices;
using NotebookKit.Kernels.Simd;

namespace NotebookKit.Kernels;

/// <summary>The inner loops of the optimisers: each parameter is read and written once a step.</summary>
internal static class Updates
{
    /// <summary>v = momentum v + g + decay w; w -= rate v (Nesterov: w -= rate (g + decay w + momentum v)).</summary>
    public static void Momentum<T>(Span<T> w, ReadOnlySpan<T> g, Span<T> v, T rate, T momentum, T decay, bool nesterov)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (int i = 0; i < w.Length; i++)
        {
            T slope = g[i] + (decay * w[i]);
            v[i] = (momentum * v[i]) + slope;
            w[i] -= rate * (nesterov ? slope + (momentum * v[i]) : v[i]);
        }
    }

    /// <summary>w -= rate (g + decay w).</summary>
    public static void Plain<T>(Span<T> w, ReadOnlySpan<T> g, T rate, T decay)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (int i = 0; i < w.Length; i++)
        {
            w[i] -= rate * (g[i] + (decay * w[i]));
        }
    }

    /// <summary>m and v are decaying means of g and g^2; w -= step m / (sqrt(v) / rootCorrection + epsilon).</summary>
    public static void Adam<T>(
        Span<T> w, ReadOnlySpan<T> g, Span<T> m, Span<T> v, T beta1, T beta2, T step, T rootCorrection, T epsilon, T decay)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int done = 0;
        if (KernelVariant.Width >= SimdWidth.Bits256)
        {
            done = AdamVectors<V256<T>, T>(w, g, m, v, beta1, beta2, step, rootCorrection, epsilon, decay);
        }

        for (int i = done; i < w.Length; i++)
        {
            T slope = T.FusedMultiplyAdd(decay, w[i], g[i]);
            m[i] = T.FusedMultiplyAdd(beta1, m[i], (T.One - beta1) * slope);
            v[i] = T.FusedMultiplyAdd(beta2, v[i], (T.One - beta2) * slope * slope);
            w[i] -= step * m[i] / ((T.Sqrt(v[i]) / rootCorrection) + epsilon);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static unsafe int AdamVectors<TVector, T>(
        Span<T> w, ReadOnlySpan<T> g, Span<T> m, Span<T> v, T beta1, T beta2, T step, T rootCorrection, T epsilon, T decay)
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        TVector keepMean = TVector.Create(beta1), addMean = TVector.Create(T.One - beta1);
        TVector keepSquare = TVector.Create(beta2), addSquare = TVector.Create(T.One - beta2);
        TVector steps = TVector.Create(step), root = TVector.Create(rootCorrection);
        TVector small = TVector.Create(epsilon), decays = TVector.Create(decay);
        int i = 0;
        fixed (T* pw = w, pg = g, pm = m, pv = v)
        {
            for (; i <= w.Length - TVector.Count; i += TVector.Count)
            {
                TVector weight = TVector.Load(pw + i);
                TVector slope = TVector.MultiplyAdd(decays, weight, TVector.Load(pg + i));
                TVector mean = TVector.MultiplyAdd(keepMean, TVector.Load(pm + i), addMean * slope);
                TVector square = TVector.MultiplyAdd(keepSquare, TVector.Load(pv + i), addSquare * slope * slope);
                TVector.Store(mean, pm + i);
                TVector.Store(square, pv + i);
                TVector.Store(weight - (steps * mean / ((TVector.Sqrt(square) / root) + small)), pw + i);
            }
        }

        return i;
    }
}
