using System.Numerics;

namespace NotebookKit.Kernels;

/// <summary>Sorting and searching, in one order for all kinds of numbers: NaN counts as largest, -0 equals 0.</summary>
internal static class Ordering
{
    /// <summary>The places of the numbers along the middle axis of [outer, middle, inner], in order; equals keep theirs.</summary>
    public static void SortPlaces<T>(ReadOnlySpan<T> x, int outer, int middle, int inner, bool descending, Span<long> places)
        where T : unmanaged, INumber<T>
    {
        ulong[] ranks = new ulong[middle];
        int[] order = new int[middle];
        for (int run = 0; run < outer * inner; run++)
        {
            int first = (run / inner * middle * inner) + (run % inner);
            for (int m = 0; m < middle; m++)
            {
                ulong rank = Rank(x[first + (m * inner)]);
                ranks[m] = descending ? ~rank : rank;
                order[m] = m;
            }

            ranks.AsSpan().Sort(order.AsSpan());
            Restore(ranks, order);
            for (int m = 0; m < middle; m++)
            {
                places[first + (m * inner)] = order[m];
            }
        }
    }

    /// <summary>Where each value would stand in its row of sorted numbers: before its equals, or after them; rows of one serve all.</summary>
    public static void SearchSorted<T>(ReadOnlySpan<T> sorted, int length, ReadOnlySpan<T> values, int rows, bool right, Span<long> places)
        where T : unmanaged, INumber<T>
    {
        int each = rows == 0 ? 0 : values.Length / rows;
        for (int i = 0; i < values.Length; i++)
        {
            ReadOnlySpan<T> row = sorted.Slice(i / each * length, length);
            ulong rank = Rank(values[i]);
            int low = 0;
            int high = length;
            while (low < high)
            {
                int middle = low + ((high - low) / 2);
                ulong other = Rank(row[middle]);
                if (right ? other <= rank : other < rank)
                {
                    low = middle + 1;
                }
                else
                {
                    high = middle;
                }
            }

            places[i] = low;
        }
    }

    // A whole number in the order of the numbers: the bits of a float are in order but for the sign.
    private static ulong Rank<T>(T value)
        where T : unmanaged, INumber<T>
    {
        const ulong sign = 1UL << 63;
        if (typeof(T) == typeof(long))
        {
            return (ulong)long.CreateTruncating(value) ^ sign;
        }

        double number = double.CreateTruncating(value) + 0.0;
        ulong bits = BitConverter.DoubleToUInt64Bits(number);
        return double.IsNaN(number) ? ulong.MaxValue : (bits & sign) != 0 ? ~bits : bits | sign;
    }

    // The sort leaves equals in any order; their places in rising order are the stable one.
    private static void Restore(ReadOnlySpan<ulong> ranks, Span<int> order)
    {
        int start = 0;
        for (int i = 1; i <= ranks.Length; i++)
        {
            if (i == ranks.Length || ranks[i] != ranks[start])
            {
                if (i - start > 1)
                {
                    order[start..i].Sort();
                }

                start = i;
            }
        }
    }
}
