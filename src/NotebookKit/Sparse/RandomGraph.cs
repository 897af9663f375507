using NotebookKit.Kernels;

namespace NotebookKit.Sparse;

/// <summary>An undirected graph of units and links, to tell random, small and scale-free worlds by their measures.</summary>
/// <remarks>Lecture S0 (sparse network topologies).</remarks>
[Display.TypeFormatterSource(typeof(Display.TextFormatterSource), PreferredMimeTypes = ["text/plain"])]
public sealed class RandomGraph
{
    private readonly HashSet<int>[] neighbours;

    private RandomGraph(int count) => neighbours = [.. Enumerable.Range(0, count).Select(_ => new HashSet<int>())];

    /// <summary>How many units.</summary>
    public int Count => neighbours.Length;

    /// <summary>How many links.</summary>
    public int Links => neighbours.Sum(own => own.Count) / 2;

    /// <summary>How many links each unit has.</summary>
    public int[] Degrees => Array.ConvertAll(neighbours, own => own.Count);

    /// <summary>A ring in which each unit is linked to its nearest neighbours.</summary>
    /// <param name="count">How many units.</param>
    /// <param name="nearest">Links of each, an even number below the number of units.</param>
    public static RandomGraph Ring(int count, int nearest)
    {
        if (nearest < 2 || nearest % 2 != 0 || nearest >= count)
        {
            throw new ArgumentException($"Ring: each of {count} units takes an even number of links from 2 to {count - 1}, and not {nearest}.", nameof(nearest));
        }

        RandomGraph graph = new(count);
        for (int unit = 0; unit < count; unit++)
        {
            for (int step = 1; step <= nearest / 2; step++)
            {
                graph.Link(unit, (unit + step) % count);
            }
        }

        return graph;
    }

    /// <summary>A random graph: each link exists with a probability. Degrees are binomial.</summary>
    /// <remarks>Erdős and Rényi 1959.</remarks>
    public static RandomGraph ErdosRenyi(int count, double probability, Rng? rng = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(count);
        if (!(probability is >= 0 and <= 1))
        {
            throw new ArgumentOutOfRangeException(nameof(probability), probability, "ErdosRenyi: a probability is 0 to 1.");
        }

        RandomGraph graph = new(count);
        foreach (long place in RandomPlaces.Each((long)count * count, probability, (rng ?? Rng.Current).NextKey()))
        {
            // One half of the matrix is enough.
            if (place % count < place / count)
            {
                graph.Link((int)(place % count), (int)(place / count));
            }
        }

        return graph;
    }

    /// <summary>A small world: a ring of which some links lead anywhere, so that a few steps reach every unit.</summary>
    /// <remarks>Watts and Strogatz 1998.</remarks>
    /// <param name="count">How many units.</param>
    /// <param name="nearest">Links of each on the ring, an even number.</param>
    /// <param name="rewired">The probability that a link leads anywhere instead.</param>
    /// <param name="rng">Where the randomness comes from; the session's generator when null.</param>
    public static RandomGraph WattsStrogatz(int count, int nearest, double rewired, Rng? rng = null)
    {
        RandomGraph graph = Ring(count, nearest);
        Draws draws = new((rng ?? Rng.Current).NextKey(), 0);
        for (int step = 1; step <= nearest / 2; step++)
        {
            for (int unit = 0; unit < count; unit++)
            {
                int end = (unit + step) % count;
                if (draws.Unit() >= rewired || graph.neighbours[unit].Count >= count - 1 || !graph.neighbours[unit].Contains(end))
                {
                    continue;
                }

                int other = (int)draws.Below((ulong)count);
                while (other == unit || graph.neighbours[unit].Contains(other))
                {
                    other = (int)draws.Below((ulong)count);
                }

                graph.neighbours[unit].Remove(end);
                graph.neighbours[end].Remove(unit);
                graph.Link(unit, other);
            }
        }

        return graph;
    }

    /// <summary>A scale-free graph: unit after unit comes with some links, to old units in proportion to the links that they have. Few units end up with many.</summary>
    /// <remarks>The number of units with k links falls like k^-3. Barabási and Albert 1999.</remarks>
    /// <param name="count">How many units.</param>
    /// <param name="links">Links that each unit brings.</param>
    /// <param name="rng">Where the randomness comes from; the session's generator when null.</param>
    public static RandomGraph PreferentialAttachment(int count, int links, Rng? rng = null)
    {
        if (links < 1 || links >= count)
        {
            throw new ArgumentException($"PreferentialAttachment: each of {count} units brings 1 to {count - 1} links, and not {links}.", nameof(links));
        }

        RandomGraph graph = new(count);
        Draws draws = new((rng ?? Rng.Current).NextKey(), 0);
        List<int> ends = [];

        // The first units are all linked to the one after them.
        for (int unit = 1; unit <= links; unit++)
        {
            graph.Link(unit - 1, unit);
            ends.AddRange([unit - 1, unit]);
        }

        for (int unit = links + 1; unit < count; unit++)
        {
            while (graph.neighbours[unit].Count < links)
            {
                graph.Link(unit, ends[(int)draws.Below((ulong)ends.Count)]);
            }

            foreach (int end in graph.neighbours[unit])
            {
                ends.AddRange([unit, end]);
            }
        }

        return graph;
    }

    /// <summary>Whether two units are linked.</summary>
    public bool Linked(int one, int other) => neighbours[one].Contains(other);

    /// <summary>The mean number of steps between two units that can reach each other; NaN where none can.</summary>
    public double MeanPathLength()
    {
        long steps = 0, paths = 0;
        int[] distance = new int[Count];
        Queue<int> next = new();
        for (int start = 0; start < Count; start++)
        {
            Array.Fill(distance, -1);
            distance[start] = 0;
            next.Enqueue(start);
            while (next.TryDequeue(out int unit))
            {
                steps += distance[unit];
                paths += unit == start ? 0 : 1;
                foreach (int end in neighbours[unit])
                {
                    if (distance[end] < 0)
                    {
                        distance[end] = distance[unit] + 1;
                        next.Enqueue(end);
                    }
                }
            }
        }

        return (double)steps / paths;
    }

    /// <summary>The mean share of a unit's neighbours that are linked to one another; a unit with fewer than two counts 0.</summary>
    /// <remarks>Watts and Strogatz 1998.</remarks>
    public double Clustering() => neighbours.Average(own =>
    {
        int[] ends = [.. own];
        int linked = 0;
        for (int i = 0; i < ends.Length; i++)
        {
            for (int j = 0; j < i; j++)
            {
                linked += Linked(ends[i], ends[j]) ? 1 : 0;
            }
        }

        return ends.Length < 2 ? 0 : 2.0 * linked / (ends.Length * (ends.Length - 1.0));
    });

    /// <summary>The counts in a line.</summary>
    public override string ToString() => $"a graph of {Count:N0} units and {Links:N0} links";

    private void Link(int one, int other)
    {
        neighbours[one].Add(other);
        neighbours[other].Add(one);
    }
}
