using System.Numerics;
using System.Runtime.CompilerServices;

namespace NotebookKit.Decomposition;

/// <summary>The points that may be among the nearest of one point, while the distances to all come by.</summary>
/// <remarks>
/// What is nearer than the last that would be kept goes into a bag of several times the wanted number; when it is full, all but the nearest are
/// thrown out and the limit falls. A distance and its point's number are one whole number whose order is that of the distances, and among equal ones that of the points.
/// </remarks>
/// <param name="points">How many points there are.</param>
/// <param name="wanted">How many are kept.</param>
internal sealed class Candidates(int points, int wanted)
{
    private const int BagsOfWanted = 4;

    private readonly ulong[] bag = new ulong[Math.Min(points, BagsOfWanted * wanted)];
    private readonly int[] others = new int[wanted];
    private readonly double[] squared = new double[wanted];
    private int own;
    private int count;
    private float limit;

    /// <summary>Begins with another point.</summary>
    public void Begin(int point) => (own, count, limit) = (point, 0, float.PositiveInfinity);

    /// <summary>Looks at some distances; more than a limit does not change them.</summary>
    /// <param name="distances">Of points one after the other, each less the same number.</param>
    /// <param name="first">The first of these points.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Look(ReadOnlySpan<float> distances, int first)
    {
        int j = 0;
        for (; j <= distances.Length - Vector<float>.Count; j += Vector<float>.Count)
        {
            if (Vector.LessThanAny(new Vector<float>(distances[j..]), new Vector<float>(limit)))
            {
                for (int lane = j; lane < j + Vector<float>.Count; lane++)
                {
                    LookAt(distances[lane], first + lane);
                }
            }
        }

        for (; j < distances.Length; j++)
        {
            LookAt(distances[j], first + j);
        }
    }

    /// <summary>The nearest by their true distances, ascending; of equally far ones the earlier point first.</summary>
    /// <param name="exact">All points.</param>
    /// <param name="nearest">Their numbers.</param>
    /// <param name="distances">Their squared distances.</param>
    public void Keep(double[][] exact, Span<int> nearest, Span<double> distances)
    {
        ThrowOut();
        for (int r = 0; r < count; r++)
        {
            others[r] = (int)(uint)bag[r];
            squared[r] = Squared(exact[own], exact[others[r]]);
        }

        Span<double> keys = squared.AsSpan(0, count);
        Span<int> items = others.AsSpan(0, count);
        keys.Sort(items);
        for (int from = 0; from < count;)
        {
            int to = from + 1;
            while (to < count && keys[to] == keys[from])
            {
                to++;
            }

            items[from..to].Sort();
            from = to;
        }

        items[..nearest.Length].CopyTo(nearest);
        keys[..distances.Length].CopyTo(distances);
    }

    private static double Squared(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        Vector<double> sums = Vector<double>.Zero;
        int i = 0;
        for (; i <= a.Length - Vector<double>.Count; i += Vector<double>.Count)
        {
            Vector<double> gap = new Vector<double>(a[i..]) - new Vector<double>(b[i..]);
            sums += gap * gap;
        }

        double sum = Vector.Sum(sums);
        for (; i < a.Length; i++)
        {
            sum += (a[i] - b[i]) * (a[i] - b[i]);
        }

        return sum;
    }

    private void LookAt(float distance, int point)
    {
        if (!(distance < limit) || point == own)
        {
            return;
        }

        // The bits of positive numbers are in order; those of negative ones in the opposite order, below them.
        uint bits = BitConverter.SingleToUInt32Bits(distance);
        bits = (bits & 0x80000000) == 0 ? bits | 0x80000000 : ~bits;
        bag[count++] = ((ulong)bits << 32) | (uint)point;
        if (count == bag.Length)
        {
            ThrowOut();
        }
    }

    private void ThrowOut()
    {
        if (count <= wanted)
        {
            return;
        }

        Select(bag.AsSpan(0, count), wanted);
        count = wanted;
        uint bits = (uint)(bag[wanted - 1] >> 32);
        limit = BitConverter.UInt32BitsToSingle((bits & 0x80000000) != 0 ? bits & 0x7FFFFFFF : ~bits);
    }

    // Hoare's selection: the smallest come first, the largest of them last among them.
    private static void Select(Span<ulong> values, int smallest)
    {
        int low = 0, high = values.Length - 1, target = smallest - 1;
        while (low < high)
        {
            ulong a = values[low], b = values[(low + high) >> 1], c = values[high];
            ulong pivot = Math.Max(Math.Min(a, b), Math.Min(Math.Max(a, b), c));
            int i = low, j = high;
            while (i <= j)
            {
                while (values[i] < pivot)
                {
                    i++;
                }

                while (values[j] > pivot)
                {
                    j--;
                }

                if (i <= j)
                {
                    (values[i], values[j]) = (values[j], values[i]);
                    i++;
                    j--;
                }
            }

            if (target <= j)
            {
                high = j;
            }
            else if (target >= i)
            {
                low = i;
            }
            else
            {
                return;
            }
        }
    }
}
