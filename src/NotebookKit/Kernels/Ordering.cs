using System.Numerics;

namespace NotebookKit.Kernels;

/// <summary>Sorting and searching, in one order for all kinds of numbers: NaN counts as largest, -0 equals 0.</summary>
internal static class Ordering
{
    /// <summary>The places of the numbers along the middle axis of [outer, middle, inner], in order; equals keep theirs.</summary>
    public static void SortPlaces<T>(ReadOnlySpan<T> x, int outer, int middle, int inner, bool descending, Span<long> places)
        where T : unmanaged, INumber<T>
    {
        Ranked[] room = new Ranked[middle];
        for (int run = 0; run < outer * inner; run++)
        {
            int first = (run / inner * middle * inner) + (run % inner);
            for (int m = 0; m < middle; m++)
            {
                ulong rank = Rank(x[first + (m * inner)]);
                room[m] = new Ranked(descending ? ~rank : rank, m);
            }

            // No two are equal, because their places differ: any sort is stable here.
            room.AsSpan().Sort();
            for (int m = 0; m < middle; m++)
            {
                places[first + (m * inner)] = room[m].Place;
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

    private readonly record struct Ranked(ulong Rank, int Place) : IComparable<Ranked>
    {
        public int CompareTo(Ranked other) => Rank != other.Rank ? Rank.CompareTo(other.Rank) : Place.CompareTo(other.Place);
    }
}
