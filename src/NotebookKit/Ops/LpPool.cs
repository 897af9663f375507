namespace NotebookKit.Ops;

/// <summary>Norm pooling: y = (sum over the window of |x|^p)^(1/p); p = 2 is the root of the sum of squares.</summary>
/// <remarks>
/// [N, C, H, W] becomes [N, C, P, Q] as for <see cref="MaxPool"/>; large p come close to max pooling of sizes. dL/dx = dL/dy
/// sign(x) (|x| / y)^(p - 1), for p = 2 x / y, and 0 in a window of zeros, where the norm has no slope. Lectures S0 (root of the
/// sum of squares), S1 (norm), S2 L6 (L2).
/// </remarks>
public static class LpPool
{
    /// <summary>The norms.</summary>
    /// <exception cref="ArgumentException">This is no image, the windows do not fit it, or p is below 1.</exception>
    public static Tensor Apply(Tensor x, double p, Pair kernel, Pair? stride, Pair padding, bool ceil)
    {
        (Sliding down, Sliding across) = Sliding.Over(nameof(LpPool), x, kernel, stride, padding, 1, ceil);
        if (!(p >= 1) || double.IsInfinity(p))
        {
            throw new ArgumentException($"LpPool: p is {p} for {x.Shape}, and a norm needs a finite p of 1 or more; for the largest number use MaxPool.");
        }

        Tensor powers = p == 2 ? x.Square() : x.Abs().Pow(p);
        Tensor sums = Resample.Apply(powers, AxisTaps.Windows(x.Shape[2], down), AxisTaps.Windows(x.Shape[3], across));

        // A root has an infinite slope at 0. The clamp stops the gradient there, and the sign gives back the 0.
        Tensor positive = sums.Clamp(x.DType == DType.Float32 ? 1.17549435e-38 : 2.2250738585072014e-308, double.PositiveInfinity);
        return (p == 2 ? positive.Sqrt() : positive.Pow(1 / p)) * sums.Detach().Sign();
    }
}
