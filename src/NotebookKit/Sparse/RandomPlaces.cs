using NotebookKit.Kernels;

namespace NotebookKit.Sparse;

/// <summary>Places of a matrix chosen at random, in time and room of the chosen ones.</summary>
internal static class RandomPlaces
{
    /// <summary>Each of 0 to total - 1 with a probability, in ascending order: the gaps between them are geometric.</summary>
    public static IEnumerable<long> Each(long total, double probability, ulong key)
    {
        if (probability <= 0)
        {
            yield break;
        }

        Draws draws = new(key, 0);
        double perMiss = Math.Log(1 - probability);
        for (long place = -1; ;)
        {
            double gap = probability >= 1 ? 0 : Math.Floor(Math.Log(draws.Positive()) / perMiss);
            if (gap >= total - 1 - place)
            {
                yield break;
            }

            place += 1 + (long)gap;
            yield return place;
        }
    }

    /// <summary>Some different numbers of 0 to total - 1, each set of them equally likely, in ascending order.</summary>
    /// <remarks>Floyd's algorithm (Bentley and Floyd, 1987): one draw a number and no draw in vain.</remarks>
    public static long[] Distinct(long total, int count, ulong key)
    {
        Draws draws = new(key, 0);
        SortedSet<long> chosen = [];
        for (long last = total - count; last < total; last++)
        {
            long number = (long)draws.Below((ulong)(last + 1));
            if (!chosen.Add(number))
            {
                chosen.Add(last);
            }
        }

        return [.. chosen];
    }

    /// <summary>Some different places of a matrix that are not connected, each set of them equally likely.</summary>
    public static IEnumerable<(int Input, int Output)> Free(Connections connections, int count, ulong key)
    {
        long[] ranks = Distinct(((long)connections.Inputs * connections.Outputs) - connections.Count, count, key);
        int at = 0;
        long passed = 0;
        for (int output = 0; output < connections.Outputs && at < ranks.Length; output++)
        {
            int k = connections.ByOutput.Starts[output], end = connections.ByOutput.Starts[output + 1];
            int free = connections.Inputs - (end - k);
            for (; at < ranks.Length && ranks[at] < passed + free; at++)
            {
                // The rank among the free places of the row moves up by one for each connection before it.
                int input = (int)(ranks[at] - passed) + (k - connections.ByOutput.Starts[output]);
                while (k < end && connections.ByOutput.Columns[k] <= input)
                {
                    input++;
                    k++;
                }

                yield return (input, output);
            }

            passed += free;
        }
    }
}
