using System.Numerics;

namespace NotebookKit.Learners;

/// <summary>Counts of a fully connected network by its layer sizes, the inputs first: parameters, and paths from input to output.</summary>
/// <remarks>Lecture S4: a net with k hidden layers, all layers of w neurons, has w^2 (k + 1) weights and w^(k + 2) paths.</remarks>
public static class NetworkSize
{
    /// <summary>Sum of n(l-1) n(l): one weight for each pair of neighbours.</summary>
    public static BigInteger Weights(params ReadOnlySpan<int> sizes)
    {
        Check(sizes);
        BigInteger sum = 0;
        for (int l = 1; l < sizes.Length; l++)
        {
            sum += (BigInteger)sizes[l - 1] * sizes[l];
        }

        return sum;
    }

    /// <summary>Weights and a bias for each neuron that is no input: 3-25-12 has 412.</summary>
    public static BigInteger Parameters(params ReadOnlySpan<int> sizes)
    {
        BigInteger sum = Weights(sizes);
        foreach (int size in sizes[1..])
        {
            sum += size;
        }

        return sum;
    }

    /// <summary>Ways from any input to any output: the product of all sizes.</summary>
    public static BigInteger Paths(params ReadOnlySpan<int> sizes)
    {
        Check(sizes);
        BigInteger paths = 1;
        foreach (int size in sizes)
        {
            paths *= size;
        }

        return paths;
    }

    /// <summary>Ways through one given weight: the product of all sizes but those at its two ends. Through a first weight of lecture S4's net, w^k.</summary>
    /// <param name="layer">The layer that the weight leads to, 1 for the first.</param>
    /// <param name="sizes">The layer sizes, the inputs first.</param>
    public static BigInteger PathsThrough(int layer, params ReadOnlySpan<int> sizes)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(layer);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(layer, sizes.Length);
        return Paths(sizes) / ((BigInteger)sizes[layer - 1] * sizes[layer]);
    }

    /// <summary>Ways through a network with missing connections, counted from layer to layer: how many lead to a neuron is the sum over those that lead to its senders.</summary>
    /// <remarks>So the sum is taken once for each neuron, not once for each path: the same saving as backpropagation's.</remarks>
    /// <param name="masks">For each layer [receivers, senders], not 0 where there is a connection.</param>
    /// <exception cref="ArgumentException">A mask takes another number of senders than the one before has receivers.</exception>
    public static BigInteger Paths(params IReadOnlyList<Tensor> masks)
    {
        ArgumentNullException.ThrowIfNull(masks);
        BigInteger[]? ways = null;
        foreach (Tensor mask in masks)
        {
            double[,] connected = mask.Detach().To(DType.Float64).ToArray2D<double>();
            (int receivers, int senders) = (connected.GetLength(0), connected.GetLength(1));
            ways ??= [.. Enumerable.Repeat(BigInteger.One, senders)];
            if (ways.Length != senders)
            {
                throw new ArgumentException($"Paths: a mask {mask.Shape} has {senders} senders, and the layer before has {ways.Length} neurons; masks are [receivers, senders].", nameof(masks));
            }

            BigInteger[] next = new BigInteger[receivers];
            for (int i = 0; i < receivers; i++)
            {
                for (int j = 0; j < senders; j++)
                {
                    next[i] += connected[i, j] != 0 ? ways[j] : 0;
                }
            }

            ways = next;
        }

        return ways is null ? 0 : ways.Aggregate(BigInteger.Zero, (sum, way) => sum + way);
    }

    private static void Check(ReadOnlySpan<int> sizes)
    {
        if (sizes.Length < 2 || sizes.ContainsAnyInRange(int.MinValue, 0))
        {
            throw new ArgumentException($"NetworkSize: a network has at least an input and an output layer, each of at least one neuron, and these are [{string.Join(", ", sizes.ToArray())}].", nameof(sizes));
        }
    }
}
