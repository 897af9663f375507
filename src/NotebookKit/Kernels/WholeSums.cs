namespace NotebookKit.Kernels;

/// <summary>Sums of whole numbers along the middle axis of [outer, middle, inner]; too large a sum wraps around.</summary>
internal static class WholeSums
{
    /// <summary>y[o, i] = sum over m of x[o, m, i].</summary>
    public static void Sum(ReadOnlySpan<long> x, int outer, int middle, int inner, Span<long> y)
    {
        y.Clear();
        for (int o = 0; o < outer; o++)
        {
            Span<long> sums = y.Slice(o * inner, inner);
            for (int m = 0; m < middle; m++)
            {
                ReadOnlySpan<long> row = x.Slice(((o * middle) + m) * inner, inner);
                for (int i = 0; i < row.Length; i++)
                {
                    sums[i] += row[i];
                }
            }
        }
    }
}
