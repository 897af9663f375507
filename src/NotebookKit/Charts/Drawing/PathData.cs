using System.Text;

namespace NotebookKit.Charts.Drawing;

/// <summary>Points of the drawing as the shortest path text that still looks the same.</summary>
internal static class PathData
{
    /// <summary>A line of steps: each value holds until the next point.</summary>
    public static string Steps(ReadOnlySpan<double> xs, ReadOnlySpan<double> ys)
    {
        var (stepsX, stepsY) = (new List<double>(2 * xs.Length), new List<double>(2 * xs.Length));
        for (int i = 0; i < xs.Length; i++)
        {
            if (i > 0 && Finite(xs, ys, i) && Finite(xs, ys, i - 1))
            {
                stepsX.Add(xs[i]);
                stepsY.Add(ys[i - 1]);
            }

            stepsX.Add(xs[i]);
            stepsY.Add(ys[i]);
        }

        return Line(stepsX.ToArray(), stepsY.ToArray());
    }

    /// <summary>A line through the points; a point that is not finite leaves a gap.</summary>
    /// <remarks>
    /// Where x never falls, a pixel column keeps its first, lowest, highest and last point only, in their order: no
    /// extreme is lost and 100,000 points become at most four a column. Other curves lose points nearer than half a pixel.
    /// </remarks>
    public static string Line(ReadOnlySpan<double> xs, ReadOnlySpan<double> ys)
    {
        var data = new StringBuilder();
        foreach (var run in Runs(xs, ys))
        {
            Append(data, xs, ys, run);
        }

        return data.ToString();
    }

    /// <summary>The positions that a line keeps, a list for each run between gaps.</summary>
    public static List<List<int>> Runs(ReadOnlySpan<double> xs, ReadOnlySpan<double> ys)
    {
        var runs = new List<List<int>>();
        int start = 0;
        while (start < xs.Length)
        {
            if (!Finite(xs, ys, start))
            {
                start++;
                continue;
            }

            int end = start;
            bool rising = true;
            while (end < xs.Length && Finite(xs, ys, end))
            {
                rising &= end == start || xs[end] >= xs[end - 1];
                end++;
            }

            runs.Add(rising ? Columns(xs, ys, start, end) : Spaced(xs, ys, start, end));
            start = end;
        }

        return runs;
    }

    /// <summary>The positions that min-max decimation keeps of a run with rising x.</summary>
    public static List<int> Columns(ReadOnlySpan<double> xs, ReadOnlySpan<double> ys, int start, int end)
    {
        var kept = new List<int>();
        for (int i = start; i < end;)
        {
            double column = Math.Floor(xs[i]);
            int first = i, low = i, high = i;
            for (; i < end && Math.Floor(xs[i]) == column; i++)
            {
                low = ys[i] > ys[low] ? i : low;
                high = ys[i] < ys[high] ? i : high;
            }

            foreach (int index in (ReadOnlySpan<int>)[first, Math.Min(low, high), Math.Max(low, high), i - 1])
            {
                if (kept.Count == 0 || index > kept[^1])
                {
                    kept.Add(index);
                }
            }
        }

        return kept;
    }

    private static List<int> Spaced(ReadOnlySpan<double> xs, ReadOnlySpan<double> ys, int start, int end)
    {
        var kept = new List<int> { start };
        for (int i = start + 1; i < end; i++)
        {
            double dx = xs[i] - xs[kept[^1]], dy = ys[i] - ys[kept[^1]];
            if ((dx * dx) + (dy * dy) >= 0.25 || i == end - 1)
            {
                kept.Add(i);
            }
        }

        return kept;
    }

    private static void Append(StringBuilder data, ReadOnlySpan<double> xs, ReadOnlySpan<double> ys, List<int> kept)
    {
        for (int n = 0; n < kept.Count; n++)
        {
            data.Append(n switch { 0 => 'M', 1 => 'L', _ => ' ' });
            data.Append(NumberText.Coordinate(xs[kept[n]])).Append(' ').Append(NumberText.Coordinate(ys[kept[n]]));
        }

        // A lone point between gaps: a line of no length has round ends, so it is seen as a dot.
        data.Append(kept.Count == 1 ? "h0" : "");
    }

    private static bool Finite(ReadOnlySpan<double> xs, ReadOnlySpan<double> ys, int i) => double.IsFinite(xs[i]) && double.IsFinite(ys[i]);
}
