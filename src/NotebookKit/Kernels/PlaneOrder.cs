using System.Numerics;
using System.Runtime.CompilerServices;

namespace NotebookKit.Kernels;

/// <summary>Points of a plane in the order in which Morton's curve meets them: near places have near numbers, and each square of a quadtree is one stretch of the order.</summary>
/// <remarks>
/// Each coordinate becomes a whole number of 16 bits between the outermost points; the bits of the two in turn are the place on the curve. Counting
/// sort by eleven bits at a time; points with the same place stay in the order in which they came. Morton 1966.
/// </remarks>
internal sealed unsafe class PlaneOrder<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private const int Bits = 16;
    private const int DigitBits = 11;
    private const int Digits = 3;
    private const int Values = 1 << DigitBits;
    private const int PointsOfPart = 4096;

    private readonly int[] tally = new int[Digits * Values];
    private uint[] codes;
    private uint[] otherCodes;
    private int[] points;
    private int[] otherPoints;

    /// <summary>Makes room for some points.</summary>
    public PlaneOrder(int count) =>
        (codes, otherCodes, points, otherPoints) = (new uint[count], new uint[count], new int[count], new int[count]);

    /// <summary>Places on the curve, ascending.</summary>
    public ReadOnlySpan<uint> Codes => codes;

    /// <summary>Which point each of them is.</summary>
    public ReadOnlySpan<int> Points => points;

    /// <summary>Puts points in order.</summary>
    /// <param name="x">First coordinates.</param>
    /// <param name="y">Second coordinates.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Sort(T* x, T* y)
    {
        int count = codes.Length;
        (T left, T right) = Ends(x, count);
        (T low, T high) = Ends(y, count);
        T side = T.Max(right - left, high - low);
        T scale = side > T.Zero ? T.CreateTruncating((1 << Bits) - 1) / side : T.Zero;
        fixed (uint* c = codes)
        {
            CodeJob job = new(x, y, c, count, left, low, scale);
            Fork.Run((count + PointsOfPart - 1) / PointsOfPart, ref job);
        }

        Array.Clear(tally);
        for (int i = 0; i < count; i++)
        {
            uint code = codes[i];
            tally[code & (Values - 1)]++;
            tally[Values + ((code >> DigitBits) & (Values - 1))]++;
            tally[(2 * Values) + (code >> (2 * DigitBits))]++;
            points[i] = i;
        }

        for (int digit = 0; digit < Digits; digit++)
        {
            Scatter(tally.AsSpan(digit * Values, Values), digit * DigitBits);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static (T Least, T Most) Ends(T* values, int count)
    {
        (T least, T most) = (values[0], values[0]);
        for (int i = 1; i < count; i++)
        {
            least = values[i] < least ? values[i] : least;
            most = values[i] > most ? values[i] : most;
        }

        return (least, most);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Scatter(Span<int> places, int shift)
    {
        int before = 0;
        for (int value = 0; value < Values; value++)
        {
            (places[value], before) = (before, before + places[value]);
        }

        for (int i = 0; i < codes.Length; i++)
        {
            int to = places[(int)((codes[i] >> shift) & (Values - 1))]++;
            otherCodes[to] = codes[i];
            otherPoints[to] = points[i];
        }

        (codes, otherCodes, points, otherPoints) = (otherCodes, codes, otherPoints, points);
    }

    private readonly struct CodeJob(T* x, T* y, uint* codes, int count, T left, T low, T scale) : IForkBody
    {
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public void Run(int part)
        {
            for (int i = part * PointsOfPart; i < Math.Min(count, (part + 1) * PointsOfPart); i++)
            {
                codes[i] = Spread((x[i] - left) * scale) | (Spread((y[i] - low) * scale) << 1);
            }
        }

        // The bits of a number with a gap before each; what is no number lies at 0.
        private static uint Spread(T value)
        {
            uint bits = uint.Min(uint.CreateSaturating(value), (1 << Bits) - 1);
            bits = (bits | (bits << 8)) & 0x00FF00FF;
            bits = (bits | (bits << 4)) & 0x0F0F0F0F;
            bits = (bits | (bits << 2)) & 0x33333333;
            return (bits | (bits << 1)) & 0x55555555;
        }
    }
}
