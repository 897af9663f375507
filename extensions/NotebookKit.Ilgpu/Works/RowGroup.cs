using ILGPU;

namespace NotebookKit.Ilgpu.Works;

/// <summary>What a group of threads finds out about a row together, each from its share of the numbers.</summary>
/// <remarks>The number of threads is a power of two, and the sums are made in one order: halves onto halves.</remarks>
internal static class RowGroup
{
    /// <summary>The most threads that share a row.</summary>
    public const int Most = 256;

    /// <summary>The sum of all threads' values, for all threads.</summary>
    public static double Total(ArrayView<double> room, double value)
    {
        int own = Group.IdxX;
        room[own] = value;
        Group.Barrier();
        for (int half = Group.DimX / 2; half > 0; half /= 2)
        {
            if (own < half)
            {
                room[own] = room[own] + room[own + half];
            }

            Group.Barrier();
        }

        double total = room[0];
        Group.Barrier();
        return total;
    }

    /// <summary>The largest of all threads' values, NaN if there is one, for all threads.</summary>
    public static double Largest(ArrayView<double> room, double value)
    {
        int own = Group.IdxX;
        room[own] = value;
        Group.Barrier();
        for (int half = Group.DimX / 2; half > 0; half /= 2)
        {
            if (own < half && Numbers.IsLess(room[own], room[own + half]))
            {
                room[own] = room[own + half];
            }

            Group.Barrier();
        }

        double largest = room[0];
        Group.Barrier();
        return largest;
    }
}
