using NotebookKit.Data;
using NotebookKit.Decomposition;
using NotebookKit.Kernels;
using NotebookKit.Kernels.Simd;

namespace NotebookKit.Tests.Decomposition;

/// <summary>t-SNE whose far groups push as one, beside the one that looks at all pairs.</summary>
[Collection(nameof(OneAtATime))]
public class TSneTreeTests
{
    [Fact]
    public void Pushes_of_groups_are_those_of_all_pairs_to_one_in_a_hundred_and_better_where_groups_are_smaller()
    {
        // Ten clusters, as on a map of digits; even, odd and tiny numbers of points.
        foreach (int n in new[] { 3, 17, 64, 65, 1501, 4000 })
        {
            double[][] map = Clusters(n, 30, new Rng(n));
            double[] exact = Pushes<double>(map, null);
            double before = double.PositiveInfinity;
            foreach ((double theta, double allowed) in new[] { (0.8, 0.04), (0.5, 0.012), (0.25, 0.003), (0, 1e-13) })
            {
                double error = Distance(exact[..(2 * n)], Pushes<double>(map, theta)[..(2 * n)]) / Math.Sqrt(exact[..(2 * n)].Sum(value => value * value));
                Assert.True(error <= allowed, $"{n} points, theta {theta}: {error}");
                Assert.True(error <= before, $"{n} points, theta {theta}: {error} after {before}");
                before = error;
            }
        }
    }

    [Fact]
    public void Sums_of_q_are_those_of_all_pairs_to_a_hundredth_for_each_point()
    {
        double[][] map = Clusters(3000, 20, new Rng(2));
        double[] exact = Pushes<double>(map, null)[6000..], grouped = Pushes<double>(map, 0.5)[6000..];
        Assert.All(exact.Zip(grouped), pair => Assert.Equal(1, pair.Second / pair.First, 0.02));
        Assert.Equal(1, grouped.Sum() / exact.Sum(), 0.01);
    }

    [Fact]
    public void Floats_of_any_width_push_as_doubles_do()
    {
        double[][] map = Clusters(1200, 25, new Rng(4));
        double[] exact = Pushes<double>(map, 0.5);
        SimdWidth before = KernelVariant.Width;
        try
        {
            foreach (SimdWidth width in Enum.GetValues<SimdWidth>().Where(width => width <= before))
            {
                KernelVariant.Width = width;
                Assert.All(Pushes<float>(map, 0.5).Zip(exact), pair => Assert.Equal(pair.Second, pair.First, 2e-5 * (1 + Math.Abs(pair.Second))));
            }
        }
        finally
        {
            KernelVariant.Width = before;
        }
    }

    [Fact]
    public void Maps_that_no_tree_likes_are_pushed_rightly_too()
    {
        Rng rng = new(8);
        double[] Row(Func<double> x, Func<double> y) => [x(), y()];
        double[][][] odd =
        [
            [.. Enumerable.Range(0, 500).Select(_ => Row(() => 1, () => 2))],                                          // all at one place
            [.. Enumerable.Range(0, 500).Select(i => Row(() => i % 2, () => 0))],                                      // at two
            [.. Enumerable.Range(0, 500).Select(i => Row(() => i, () => 3))],                                          // on a line
            [.. Enumerable.Range(0, 500).Select(i => Row(() => i == 7 ? 1e6 : rng.NextDouble(), rng.NextDouble))],     // one far away, so all others in one cell
            Tensor.Normal([500, 2], 0, 1e-4, rng, DType.Float64).ToJagged<double>(),
        ];
        foreach (double[][] map in odd)
        {
            double[] exact = Pushes<double>(map, null), grouped = Pushes<double>(map, 0.5);
            double size = Math.Max(1e-9, Math.Sqrt(exact[..1000].Sum(value => value * value)));
            Assert.True(Distance(exact[..1000], grouped[..1000]) < 0.01 * size, $"{Distance(exact[..1000], grouped[..1000])} of {size}");
            Assert.All(exact[1000..].Zip(grouped[1000..]), pair => Assert.Equal(1, pair.Second / pair.First, 0.01));
        }
    }

    [Fact]
    public void A_step_with_groups_is_a_step_down_the_formula_to_one_in_a_hundred()
    {
        Rng rng = new(6);
        Tensor points = Tensor.Normal([600, 5], rng: rng, dtype: DType.Float64), start = Tensor.From(Clusters(600, 10, rng));
        Affinities affinities = Affinities.Of(points, 20, exact: true);
        (double divergence, Tensor gradient) = TSne.Cost(affinities.ToTensor(), start);
        TSneDescent<double> grouped = new(affinities, start, 0.5), all = new(affinities, start);
        Assert.Equal(divergence, all.Divergence(), 1e-11);
        Assert.Equal(divergence, grouped.Divergence(), 0.01);
        Tensor expected = start - (0.1 * 0.8 * gradient);
        expected -= expected.Mean(0);
        grouped.Step(1, 0.1, 0.5);
        all.Step(1, 0.1, 0.5);
        PcaTests.Close(expected, all.Map(), 1e-12);
        double error = (grouped.Map() - expected).Square().Sum().Sqrt().Item() / (0.1 * 0.8 * gradient.Square().Sum().Sqrt().Item());
        Assert.True(error < 0.01, $"{error}");
    }

    [Fact]
    public void Digits_lie_as_well_on_the_map_of_groups_as_on_that_of_all_pairs()
    {
        Dataset digits = Datasets.Digits().Take(1000);
        Tensor x = digits.Inputs.Reshape(1000, -1);
        Affinities affinities = Affinities.Of(x);
        Tensor start = new Pca { Components = 2 }.Fit(x).Transform(x) * 1e-5;
        TSneMap all = new TSne { Pushes = TSnePushes.AllPairs }.Fit(affinities, start), grouped = new TSne { Pushes = TSnePushes.Tree }.Fit(affinities, start);
        double divergence = new TSneDescent<float>(affinities, grouped.Points).Divergence();
        Assert.Equal(1, divergence / all.Divergence, 0.02);
        Assert.Equal(1, grouped.Divergence / divergence, 0.01);
        Assert.True(MapQuality.Trustworthiness(x, grouped.Points) > MapQuality.Trustworthiness(x, all.Points) - 0.001);
        Assert.True(MapQuality.NeighbourAccuracy(grouped.Points, digits.Labels) > 0.97);
    }

    [Fact]
    public void Groups_give_the_same_bits_on_any_number_of_threads()
    {
        Tensor points = Tensor.Normal([777, 4], rng: new Rng(2));
        int before = Fork.Threads;
        float[] Map(int threads)
        {
            Fork.Threads = threads;
            return new TSne { Steps = 40, Every = 20, Perplexity = 10, Pushes = TSnePushes.Tree }.Fit(points).Points.ToArray<float>();
        }

        try
        {
            float[] one = Map(1);
            Assert.All(new[] { 2, 3, 8 }, threads => Assert.Equal(one, Map(threads)));
        }
        finally
        {
            Fork.Threads = before;
        }
    }

    [Fact]
    public void Groups_begin_above_5000_points_and_either_way_can_be_had_for_any_number()
    {
        Tensor points = Tensor.Normal([5001, 2], rng: new Rng(3));
        foreach ((int n, TSnePushes usual, TSnePushes other) in new[] { (5000, TSnePushes.AllPairs, TSnePushes.Tree), (5001, TSnePushes.Tree, TSnePushes.AllPairs) })
        {
            Affinities affinities = Affinities.Of(points[..n], 4);
            float[] Map(TSnePushes pushes) => new TSne { Steps = 3, LearningRate = 1e5, Pushes = pushes }.Fit(affinities, points[..n]).Points.ToArray<float>();
            float[] automatic = Map(TSnePushes.Automatic);
            Assert.Equal(Map(usual), automatic);
            Assert.NotEqual(Map(other), automatic);
        }
    }

    [Fact]
    public void It_shows_the_map_on_the_way_and_stops_when_it_is_asked_to()
    {
        Tensor points = Tensor.Normal([300, 3], rng: new Rng(5));
        using CancellationTokenSource stop = new();
        List<int> seen = [];
        TSne way = new()
        {
            Perplexity = 8,
            Steps = 1000,
            Every = 10,
            Pushes = TSnePushes.Tree,
            Watch = map =>
            {
                seen.Add(map.Step);
                if (map.Step == 30)
                {
                    stop.Cancel();
                }
            },
        };
        using (Cancellation.By(stop.Token))
        {
            Assert.ThrowsAny<OperationCanceledException>(() => way.Fit(points));
        }

        Assert.Equal([10, 20, 30], seen);
    }

    [Fact]
    public void A_map_that_explodes_ends_and_bad_options_are_named()
    {
        Tensor points = Tensor.Normal([50, 3], rng: new Rng(5));
        Assert.Equal(new Shape(50, 2), new TSne { Perplexity = 8, Steps = 20, Pushes = TSnePushes.Tree, LearningRate = 1e300 }.Fit(points).Points.Shape);
        foreach (double angle in new[] { -0.1, 1.1, double.NaN })
        {
            Assert.Contains("Angle is from 0", Assert.Throws<ArgumentException>(() => new TSne { Perplexity = 8, Angle = angle }.Fit(points)).Message);
        }

        Assert.Contains("AllPairs, Tree", Assert.Throws<ArgumentException>(() => new TSne { Perplexity = 8, Pushes = (TSnePushes)7 }.Fit(points)).Message);
    }

    private static double[][] Clusters(int n, double apart, Rng rng)
    {
        Tensor centres = Tensor.Normal([10, 2], 0, apart, rng, DType.Float64);
        Tensor own = Tensor.From([.. Enumerable.Range(0, n).Select(i => (long)(i % 10))]);
        return (centres.IndexSelect(0, own) + Tensor.Normal([n, 2], 0, 5, rng, DType.Float64)).ToJagged<double>();
    }

    private static double Distance(double[] a, double[] b) => Math.Sqrt(a.Zip(b, (p, q) => (p - q) * (p - q)).Sum());

    // Forces, x then y, and sums of q; by all pairs where there is no theta.
    private static unsafe double[] Pushes<T>(double[][] map, double? theta)
        where T : unmanaged, System.Numerics.IFloatingPointIeee754<T>
    {
        int n = map.Length, padded = StudentForces.Padded(n);
        T[] place = GC.AllocateArray<T>(2 * padded, pinned: true), found = GC.AllocateArray<T>(3 * padded, pinned: true);
        Array.Fill(place, T.CreateTruncating(StudentForces.FarAway));
        for (int i = 0; i < n; i++)
        {
            (place[i], place[padded + i]) = (T.CreateTruncating(map[i][0]), T.CreateTruncating(map[i][1]));
        }

        fixed (T* y = place, f = found)
        {
            if (theta is { } given)
            {
                new StudentTree<T>(n).Push(y, y + padded, given, f, f + padded, f + (2 * padded));
            }
            else
            {
                StudentForces.Push(y, y + padded, n, f, f + padded, f + (2 * padded));
            }
        }

        return [.. new[] { 0, padded, 2 * padded }.SelectMany(from => found[from..(from + n)]).Select(double.CreateTruncating)];
    }
}
