using System.Collections.Concurrent;
using NotebookKit.Kernels;

namespace NotebookKit.Ops;

/// <summary>What each place of a result looks at along one axis, for every pooling and resampling.</summary>
internal static class AxisTaps
{
    // A layer asks for the same windows or bins at every step: made once, they leave a step nothing to collect.
    private const int Most = 1024;
    private static readonly ConcurrentDictionary<(int Size, Sliding Window, bool Mean, bool CountPadding), Taps> Known = new();
    private static readonly ConcurrentDictionary<(int Size, int Parts, bool Mean), Taps> KnownBins = new();

    /// <summary>Windows that slide over an axis; places in the padding are left out.</summary>
    /// <param name="size">Places of the axis.</param>
    /// <param name="window">How the windows slide.</param>
    /// <param name="mean">Divides each sum by how many places its window has.</param>
    /// <param name="countPadding">Counts the padding among them.</param>
    public static Taps Windows(int size, in Sliding window, bool mean = false, bool countPadding = true)
    {
        if (Known.Count > Most)
        {
            Known.Clear();
        }

        return Known.GetOrAdd((size, window, mean, countPadding), static key => MakeWindows(key.Size, key.Window, key.Mean, key.CountPadding));
    }

    private static Taps MakeWindows(int size, Sliding window, bool mean, bool countPadding)
    {
        int outputs = window.Outputs(size);
        int[] first = new int[outputs];
        int[] count = new int[outputs];
        double[] divisors = new double[outputs];
        for (int o = 0; o < outputs; o++)
        {
            int start = (o * window.Stride) - window.Padding;
            int end = start + (window.Dilation * (window.Kernel - 1)) + 1;
            divisors[o] = Math.Min(end, size + window.Padding) - start;
            int skipped = start < 0 ? (-start + window.Dilation - 1) / window.Dilation : 0;
            first[o] = start + (skipped * window.Dilation);
            count[o] = Math.Max(0, (Math.Min(end, size) - first[o] + window.Dilation - 1) / window.Dilation);
        }

        return Ones(size, first, count, !mean ? null : countPadding ? divisors : [.. count.Select(n => (double)n)], window.Dilation);
    }

    /// <summary>Bins that cut an axis into a given number of parts, from floor(o n / parts) to ceil((o + 1) n / parts): PyTorch's borders.</summary>
    public static Taps Bins(int size, int parts, bool mean)
    {
        if (KnownBins.Count > Most)
        {
            KnownBins.Clear();
        }

        return KnownBins.GetOrAdd((size, parts, mean), static key => MakeBins(key.Size, key.Parts, key.Mean));
    }

    private static Taps MakeBins(int size, int parts, bool mean)
    {
        int[] first = new int[parts];
        int[] count = new int[parts];
        for (int o = 0; o < parts; o++)
        {
            first[o] = (int)((long)o * size / parts);
            count[o] = (int)((((o + 1L) * size) + parts - 1) / parts) - first[o];
        }

        return Ones(size, first, count, mean ? [.. count.Select(n => (double)n)] : null);
    }

    /// <summary>The sum, or the mean, of the places at most that far away.</summary>
    public static Taps Around(int size, int reach, bool mean = false)
    {
        int[] first = [.. Enumerable.Range(0, size).Select(o => Math.Max(0, o - reach))];
        int[] count = [.. first.Select((start, o) => (int)Math.Min(size - 1, (long)o + reach) - start + 1)];
        return Ones(size, first, count, mean ? [.. count.Select(n => (double)n)] : null);
    }

    /// <summary>Each place alone.</summary>
    public static Taps Same(int size) => Around(size, 0);

    /// <summary>Each number at the first of factor places, zeros in the others.</summary>
    public static Taps Nails(int size, int factor)
    {
        int[] places = [.. Enumerable.Range(0, checked(size * factor))];
        return Ones(size, [.. places.Select(o => (o + factor - 1) / factor)], [.. places.Select(o => o % factor == 0 ? 1 : 0)]);
    }

    /// <summary>The place at or before o times size over outputs.</summary>
    public static Taps Nearest(int size, int outputs)
    {
        // In whole numbers: 49 times 1/49 is below 1.
        int[] first = [.. Enumerable.Range(0, outputs).Select(o => (int)((long)o * size / outputs))];
        return Ones(size, first, [.. first.Select(_ => 1)]);
    }

    /// <summary>The place at or before o times step.</summary>
    public static Taps Nearest(int size, int outputs, double step)
    {
        int[] first = [.. Enumerable.Range(0, outputs).Select(o => Math.Min(size - 1, (int)Math.Floor(o * step)))];
        return Ones(size, first, [.. first.Select(_ => 1)]);
    }

    /// <summary>The same weight, 1, for a run of places.</summary>
    public static Taps Ones(int size, int[] first, int[] count, double[]? divisors = null, int step = 1)
    {
        int[] begin = new int[first.Length + 1];
        for (int o = 0; o < first.Length; o++)
        {
            begin[o + 1] = begin[o] + count[o];
        }

        double[] weights = new double[begin[^1]];
        Array.Fill(weights, 1);
        return new Taps(size, first, begin, weights, divisors is not null && Array.TrueForAll(divisors, d => d == 1) ? null : divisors, step);
    }

    /// <summary>Any weights for places, those of one result at a time; places beyond an end count at that end.</summary>
    /// <param name="size">Places of the axis.</param>
    /// <param name="outputs">Places of the result.</param>
    /// <param name="weigh">The place that each result's weights begin at, and the weights.</param>
    public static Taps Weighted(int size, int outputs, Func<int, (int First, double[] Weights)> weigh)
    {
        int[] first = new int[outputs];
        int[] begin = new int[outputs + 1];
        List<double> all = [];
        for (int o = 0; o < outputs; o++)
        {
            (int start, double[] weights) = weigh(o);
            first[o] = Math.Clamp(start, 0, size - 1);
            double[] own = new double[weights.Length == 0 ? 0 : Math.Clamp(start + weights.Length - 1, 0, size - 1) - first[o] + 1];
            for (int i = 0; i < weights.Length; i++)
            {
                own[Math.Clamp(start + i, 0, size - 1) - first[o]] += weights[i];
            }

            all.AddRange(own);
            begin[o + 1] = all.Count;
        }

        return new Taps(size, first, begin, [.. all]);
    }
}
