namespace NotebookKit.Ops;

/// <summary>Convolution through the spectrum: F{f * g} = F{f} F{g}, in O(n log n) instead of O(n^2).</summary>
/// <remarks>
/// Along the last axis; leading axes of size 1 repeat. The transform sees its input as a ring. With zeros behind both to at least n + k - 1 places the ends do
/// not meet, and the result is the whole convolution [.., n + k - 1]. On a ring of <c>period</c> places, without enough zeros, what passes the end comes
/// in again at the start: circular convolution. Lecture S2 L6, where the condition is left out.
/// </remarks>
public static class FftConvolve
{
    /// <summary>The convolution.</summary>
    /// <param name="f">The signal.</param>
    /// <param name="g">The kernel; it is flipped as the formula sum over m of f_m g_(n - m) says.</param>
    /// <param name="period">The length of the ring; n + k - 1, where nothing meets, when null.</param>
    /// <exception cref="ArgumentException">An operand has no axis or an empty one, or is longer than the ring.</exception>
    public static Tensor Apply(Tensor f, Tensor g, int? period)
    {
        ArgumentNullException.ThrowIfNull(f);
        ArgumentNullException.ThrowIfNull(g);
        Check.SameFloats(nameof(FftConvolve), f, g);
        _ = Fourier.Axis(nameof(FftConvolve), f.Shape, -1);
        _ = Fourier.Axis(nameof(FftConvolve), g.Shape, -1);
        int longest = Math.Max(f.Shape[^1], g.Shape[^1]);
        int length = period ?? checked(f.Shape[^1] + g.Shape[^1] - 1);
        if (length < longest)
        {
            throw new ArgumentException($"FftConvolve: {f.Shape} and {g.Shape} do not fit a ring of {length} places; it needs {longest} or more.");
        }

        // A ring may be longer than asked for where nothing meets: powers of two transform fastest.
        int ring = period ?? (int)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)length);
        Tensor y = (f.RealFft(ring) * g.RealFft(ring)).InverseRealFft(ring);
        return ring == length ? y : Slice.Apply(y, Positions.Along(y.Rank - 1, ..length));
    }
}
