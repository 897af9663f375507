using NotebookKit.Sparse;
using NotebookKit.Tests.Ops;

namespace NotebookKit.Tests.Sparse;

/// <summary>Which units are connected: random, scale-free, small and local layers, and the graphs they are named after.</summary>
public class TopologyTests
{
    private static readonly GoldenFile Golden = new("sparse.npz");

    [Fact]
    [Trait("Golden", "G-ER")]
    public void Probability_and_expected_count_of_a_random_layer_are_the_formulas()
    {
        Assert.Equal(0.0455102, Topology.ErdosRenyiProbability(784, 1000, 20), 1e-7);
        Assert.Equal(20.0 * 1784 / 784_000, Topology.ErdosRenyiProbability(784, 1000, 20), 1e-9);
        Assert.Equal(35680, Topology.ErdosRenyiProbability(784, 1000, 20) * 784 * 1000, 1e-6);
        Assert.Equal(0.04, Topology.ErdosRenyiProbability(1000, 1000, 20), 1e-9);
        Assert.Equal(40000, Topology.ErdosRenyiProbability(1000, 1000, 20) * 1000 * 1000, 1e-6);
        Assert.Equal(2.02, 20.0 * 1010 / 10_000, 1e-9);
        Assert.Equal(1, Topology.ErdosRenyiProbability(1000, 10, 20));
    }

    [Fact]
    [Trait("System", "SPN-ER")]
    public void A_random_layer_has_the_expected_count_a_clamped_probability_and_binomial_degrees()
    {
        const int Draws = 100;
        Rng rng = new(1);
        double p = Topology.ErdosRenyiProbability(200, 300, 5), mean = p * 200 * 300, sigma = Math.Sqrt(mean * (1 - p));
        int[] counts = [.. Enumerable.Range(0, Draws).Select(_ => Topology.ErdosRenyi(200, 300, 5, rng).Count)];
        Assert.InRange(counts.Average(), mean - (3 * sigma / Math.Sqrt(Draws)), mean + (3 * sigma / Math.Sqrt(Draws)));
        Assert.InRange(counts.Count(count => Math.Abs(count - mean) <= 3 * sigma), 0.98 * Draws, Draws);

        Connections full = Topology.ErdosRenyi(1000, 10, 20, rng);
        Assert.Equal(10_000, full.Count);

        Connections layer = Topology.ErdosRenyi(784, 1000, 20, rng);
        Assert.InRange(layer.Count, 35680 - (3 * 184.6), 35680 + (3 * 184.6));
        double each = Topology.ErdosRenyiProbability(784, 1000, 20);
        Assert.InRange(BinomialFit.Of(layer.InputDegrees(), 1000, each).PValue, 0.01, 1);
        Assert.InRange(BinomialFit.Of(layer.OutputDegrees(), 784, each).PValue, 0.01, 1);

        // The test can fail: it refuses degrees of another kind.
        Assert.InRange(BinomialFit.Of(Topology.ScaleFree(784, 1000, 35680, rng).InputDegrees(), 1000, each).PValue, 0, 1e-6);
    }

    [Fact]
    public void Chi_square_is_that_of_a_small_table()
    {
        // 40 coins: 10 expected without a head, 20 with one, 10 with two.
        int[] found = [.. Enumerable.Repeat(0, 15), .. Enumerable.Repeat(1, 18), .. Enumerable.Repeat(2, 7)];
        BinomialFit fit = BinomialFit.Of(found, 2, 0.5);
        Assert.Equal(2.5 + 0.2 + 0.9, fit.Statistic, 1e-12);
        Assert.Equal(2, fit.DegreesOfFreedom);
        Assert.Equal(Math.Exp(-3.6 / 2), fit.PValue, 1e-12);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void The_exponent_is_SciPys_most_likely_one(int cutoff)
    {
        int[] degrees = Array.ConvertAll(Golden.Stored("power-law/degrees").ToArray<long>(), degree => (int)degree);
        PowerLawFit fit = PowerLaw.Fit(degrees, cutoff, trials: 0);
        Assert.Equal(Golden.Stored($"power-law/exponent{cutoff}").Item(), fit.Exponent, 1e-6);
        Assert.Equal(Golden.Stored($"power-law/distance{cutoff}").Item(), fit.Distance, 1e-6);
        double[] zeta = Golden.Stored("power-law/zeta").ToArray<double>();
        for (int i = 0; i < zeta.Length; i += 3)
        {
            Assert.Equal(1, PowerLaw.Zeta(zeta[i], zeta[i + 1]) / zeta[i + 2], 1e-12);
        }
    }

    [Fact]
    [Trait("System", "SPN-SF")]
    public void Preferential_attachment_has_a_power_law_tail_and_a_random_graph_has_not()
    {
        Rng rng = new(2);
        RandomGraph graph = RandomGraph.PreferentialAttachment(3000, 3, rng);
        Assert.Equal(3 + (3 * (3000 - 4)), graph.Links);
        PowerLawFit tail = PowerLaw.Fit(graph.Degrees, trials: 40, rng: rng);
        Assert.InRange(tail.Exponent, 2.6, 3.4);
        Assert.InRange(tail.PValue, 0.1, 1);
        Assert.True(graph.Degrees.Max() > 15 * graph.Degrees.Average(), "a few units have very many links");

        RandomGraph random = RandomGraph.ErdosRenyi(3000, 6.0 / 3000, rng);
        Assert.True(random.Degrees.Max() < 4 * random.Degrees.Average());
        PowerLawFit whole = PowerLaw.Fit(random.Degrees, cutoff: 3, trials: 40, rng: rng);
        Assert.InRange(whole.PValue, 0, 0.05);
    }

    [Fact]
    public void A_scale_free_layer_has_its_count_no_lonely_input_and_Simons_degrees()
    {
        Connections layer = Topology.ScaleFree(2000, 4000, 6000, new Rng(3));
        int[] degrees = layer.InputDegrees();
        Assert.Equal(6000, layer.Count);
        Assert.Equal(1, degrees.Min());

        // Yule and Simon: P(k) = r B(k, r + 1) with r = 1 / (1 - 1/3), so 0.6 have one connection, 0.171 two; the tail falls like k^-2.5.
        Assert.Equal(0.6, degrees.Count(degree => degree == 1) / 2000.0, 0.03);
        Assert.Equal(1.5 / (3.5 * 2.5), degrees.Count(degree => degree == 2) / 2000.0, 0.025);
        Assert.True(degrees.Max() > 30 * degrees.Average());
    }

    [Fact]
    [Trait("System", "SPN-SW")]
    public void A_small_world_has_the_short_paths_of_chance_and_the_clusters_of_a_ring()
    {
        Rng rng = new(4);
        RandomGraph ring = RandomGraph.Ring(600, 10), small = RandomGraph.WattsStrogatz(600, 10, 0.1, rng), random = RandomGraph.WattsStrogatz(600, 10, 1, rng);
        Assert.Equal(3.0 * (10 - 2) / (4 * (10 - 1)), ring.Clustering(), 1e-12);
        Assert.Equal(Enumerable.Range(1, 599).Average(i => Math.Ceiling(Math.Min(i, 600 - i) / 5.0)), ring.MeanPathLength(), 1e-12);
        Assert.All(new[] { ring, small, random }, graph => Assert.Equal(3000, graph.Links));
        Assert.True(small.MeanPathLength() < ring.MeanPathLength() / 5, $"{small.MeanPathLength()} against {ring.MeanPathLength()} of the ring");
        Assert.True(small.Clustering() > 10 * random.Clustering(), $"{small.Clustering()} against {random.Clustering()} of chance");
        Assert.True(small.MeanPathLength() < 2 * random.MeanPathLength());
    }

    [Fact]
    public void Small_world_and_local_layers_have_their_neighbours()
    {
        Connections ring = Topology.SmallWorld(20, 10, 4, rewired: 0);
        Assert.All(ring.OutputDegrees(), degree => Assert.Equal(4, degree));
        Assert.Equal(Enumerable.Repeat(2, 20), ring.InputDegrees());
        Connections some = Topology.SmallWorld(20, 10, 4, 0.5, new Rng(5));
        Assert.Equal(40, some.Count);
        Assert.NotEqual(ring, some);
        Connections local = Topology.Local(5, 5, 3);
        Assert.Equal([2, 3, 3, 3, 2], local.OutputDegrees());
        Assert.True(local.Contains(1, 2) && local.Contains(3, 2) && !local.Contains(0, 2));
        Assert.Equal(6, Topology.SmallWorld(3, 2, 3, 1, new Rng(1)).Count);
    }

    [Fact]
    public void The_generator_alone_fixes_a_layer_and_every_free_place_is_equally_likely()
    {
        Assert.Equal(Topology.ErdosRenyi(50, 40, 3, new Rng(7)), Topology.ErdosRenyi(50, 40, 3, new Rng(7)));
        Assert.Equal(Topology.ScaleFree(50, 40, 100, new Rng(7)), Topology.ScaleFree(50, 40, 100, new Rng(7)));
        Connections some = new(4, 3, [(0, 0), (2, 0), (3, 1), (0, 2), (1, 2), (2, 2), (3, 2)]);
        Dictionary<(int, int), int> hits = [];
        Rng rng = new(8);
        for (int i = 0; i < 5000; i++)
        {
            (int, int)[] chosen = [.. RandomPlaces.Free(some, 2, rng.NextKey())];
            Assert.Equal(2, chosen.Distinct().Count());
            Assert.All(chosen, pair =>
            {
                Assert.False(some.Contains(pair.Item1, pair.Item2));
                hits[pair] = hits.GetValueOrDefault(pair) + 1;
            });
        }

        // 2 of 5 each time: 2000 +- 35.
        Assert.Equal(5, hits.Count);
        Assert.All(hits.Values, count => Assert.InRange(count, 1860, 2140));
    }

    [Fact]
    public void Connections_keep_their_order_counts_and_mask()
    {
        Connections some = new(3, 2, [(2, 1), (0, 1), (1, 0)]);
        Assert.Equal([(1, 0), (0, 1), (2, 1)], some.Pairs);
        Assert.Equal([1, 1, 1], some.InputDegrees());
        Assert.Equal([1, 2], some.OutputDegrees());
        Assert.Equal(some, Connections.Of(some.Mask()));
        Assert.Equal([0, 5, 0, 6, 0, 7], some.Dense(Tensor.From(new double[] { 5, 6, 7 })).ToArray<double>());
        Assert.Equal(6, Connections.Full(3, 2).Count);
        Assert.Equal("3 of 6 connections from 3 inputs to 2 outputs (50.0%)", some.ToString().Replace(" %", "%", StringComparison.Ordinal));
    }

    public static TheoryData<string, string> Misuses => new()
    {
        { "twice", "named twice" },
        { "outside", "outside of 2 inputs and 2 outputs" },
        { "mask", "takes a matrix [outputs, inputs], and got [3]" },
        { "empty layer", "at least one input" },
        { "epsilon", "epsilon is above 0" },
        { "probability", "probability is 0 to 1" },
        { "scale-free", "take 5 to 12 connections" },
        { "small world", "1 to 4 neighbours" },
        { "ring", "even number of links" },
        { "tail", "at least 10 numbers" },
        { "rows", "are no compressed rows" },
        { "picture", "2 x 3 pixels are not the 5 inputs" },
    };

    [Theory]
    [MemberData(nameof(Misuses))]
    public void Misuse_is_told_in_a_sentence(string what, string says)
    {
        Action act = what switch
        {
            "twice" => () => _ = new Connections(2, 2, [(0, 0), (0, 0)]),
            "outside" => () => _ = new Connections(2, 2, [(2, 0)]),
            "mask" => () => Connections.Of(Tensor.Zeros([3])),
            "empty layer" => () => Topology.ErdosRenyi(0, 3),
            "epsilon" => () => Topology.ErdosRenyi(2, 3, 0),
            "probability" => () => Topology.Random(2, 3, 1.5),
            "scale-free" => () => Topology.ScaleFree(5, 5, 4),
            "small world" => () => Topology.SmallWorld(4, 4, 5),
            "ring" => () => RandomGraph.Ring(6, 3),
            "tail" => () => PowerLaw.Fit([1, 2, 3]),
            "rows" => () => Connections.FromRows(3, [0, 2], [1, 1]),
            _ => () => Connections.Full(5, 1).InputDegreeMap(2, 3),
        };
        Assert.Contains(says, Assert.ThrowsAny<ArgumentException>(act).Message, StringComparison.Ordinal);
    }
}
