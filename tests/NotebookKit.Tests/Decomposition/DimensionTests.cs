using NotebookKit.Charts;
using NotebookKit.Decomposition;
using NotebookKit.Learners;

namespace NotebookKit.Tests.Decomposition;

public class DimensionTests
{
    [Fact]
    [Trait("System", "UNS-SPARSE")]
    [Trait("Golden", "G-SPARSE")]
    public void Ten_percent_of_squares_are_one_percent_of_cubes()
    {
        Assert.Equal(0.1, HighDimensions.Share(0.1, 1), 1e-15);
        Assert.Equal(10.0 / 100, 10 / HighDimensions.Observations(10, 2), 1e-15);
        Assert.Equal(10.0 / 1000, 10 / HighDimensions.Observations(10, 3), 1e-15);
        Assert.Equal([10, 100, 1000], new[] { 1, 2, 3 }.Select(d => HighDimensions.Observations(10, d)));
        Assert.Equal([4, 16, 64], new[] { 1, 2, 3 }.Select(d => HighDimensions.Observations(4, d)));
    }

    [Fact]
    [Trait("System", "UNS-DIST")]
    [Trait("Golden", "G-DIST")]
    public void In_a_hundred_dimensions_one_cell_of_a_hundred_is_nearly_as_long_as_all()
    {
        Assert.Equal(0.1, HighDimensions.SideFor(0.01, 2), 1e-12);
        double side = HighDimensions.SideFor(0.01, 100);
        Assert.Equal(0.954993, side, 1e-6);
        Assert.Equal(9.549926, side * Math.Sqrt(100), 1e-6);
        Assert.Equal(0.954993, side * Math.Sqrt(100) / Math.Sqrt(100), 1e-6);
        Assert.Equal(0.1 * Math.Sqrt(2), HighDimensions.SideFor(0.01, 2) * Math.Sqrt(2), 1e-12);
        double[] contrasts = [.. new[] { 2, 10, 100, 1000 }.Select(d => HighDimensions.DistanceContrast(Tensor.Uniform([100, d], rng: new Rng(d))))];
        Assert.All(contrasts.Zip(contrasts.Skip(1)), pair => Assert.True(pair.Second < pair.First / 2));
    }

    [Theory]
    [InlineData(3, 0.52359878)]
    [InlineData(5, 0.16449341)]
    [InlineData(10, 0.0024903946)]
    [InlineData(20, 2.461137e-8)]
    [InlineData(30, 2.0410263e-14)]
    [InlineData(50, 1.5367434e-28)]
    [Trait("System", "UNS-SPHERE")]
    [Trait("Golden", "G-SPHERE")]
    public void A_ball_vanishes_in_its_cube(int dimensions, double share) => Assert.Equal(1, HighDimensions.BallInCube(dimensions) / share, 1e-7);

    [Fact]
    [Trait("System", "UNS-NNSPH")]
    [Trait("Golden", "G-SPHNN")]
    public void The_nearest_point_of_a_ball_lies_at_its_rim_as_dice_say_too()
    {
        Assert.Equal(0.5178, HighDimensions.NearestInBall(500, 10), 1e-4);
        Assert.Equal(0.9363, HighDimensions.NearestInBall(500, 100), 1e-4);
        Assert.Equal(0.9934, HighDimensions.NearestInBall(500, 1000), 1e-4);

        // The radius of a point that is evenly spread in a ball is u^(1/d), whatever its direction.
        Rng rng = new(17);
        double[] nearest = [.. Enumerable.Range(0, 4001).Select(_ => Enumerable.Range(0, 50).Min(_ => Math.Pow(rng.NextDouble(), 1.0 / 6))).Order()];
        Assert.Equal(1, nearest[2000] / HighDimensions.NearestInBall(50, 6), 0.02);
        Assert.Equal(0.271, HighDimensions.Peel(0.1, 3), 1e-12);
    }

    [Fact]
    public void Trees_find_the_same_neighbours_and_look_at_few_points_where_dimensions_are_few()
    {
        Rng rng = new(4);
        foreach ((int n, int d) in new[] { (1, 1), (7, 2), (9, 2), (400, 2), (400, 8) })
        {
            Tensor x = d == 2 ? Tensor.Uniform([n, d], 0, 10, rng, DType.Float64).Round() : Tensor.Normal([n, d], rng: rng, dtype: DType.Float64);
            KdTree tree = new(x);
            int k = Math.Min(5, n);
            KNearestNeighbours brute = new(x, Tensor.Zeros([n], DType.Int64), k);
            int looked = 0;
            for (int trial = 0; trial < 50; trial++)
            {
                double[] point = Tensor.Normal([d], 2, 3, rng, DType.Float64).ToArray<double>();
                (IReadOnlyList<(int, double)> nearest, int own) = tree.Nearest(k, point);
                Assert.Equal(brute.Neighbours(point), nearest);
                looked += own;
            }

            if (n == 400 && d == 2)
            {
                Assert.True(looked < 50 * 100, $"{looked}");
            }
        }

        Assert.Contains("between 1 and", Assert.Throws<ArgumentException>(() => new KdTree(Tensor.Zeros([3, 2])).Nearest(4, 0, 0)).Message);
        Assert.Throws<ArgumentException>(() => new KdTree(Tensor.Zeros([3, 2])).Nearest(1, 0));
    }

    [Fact]
    [Trait("System", "UNS-FEATSEL")]
    public void Columns_that_say_nothing_new_are_dropped()
    {
        Rng rng = new(2);
        Tensor a = Tensor.Normal([50, 1], rng: rng, dtype: DType.Float64), b = Tensor.Normal([50, 1], rng: rng, dtype: DType.Float64);
        Tensor x = Tensor.Concat([Tensor.Full([50, 1], 0.1, DType.Float64), a, (-3 * a) + 7, b, a, a + b], 1);
        Assert.Equal([1, 3, 5], new FeatureSelection().Choose(x));
        Assert.Equal(new Shape(50, 3), new FeatureSelection().Apply(x).Shape);
        Assert.Equal([1], new FeatureSelection { MostCorrelation = 0.1 }.Choose(Tensor.Concat([Tensor.Ones([50, 1], DType.Float64), a, a + (0.1 * b)], 1)));
        Assert.Throws<ArgumentException>(() => new FeatureSelection { MostCorrelation = 0 }.Choose(x));
    }

    [Fact]
    [Trait("System", "UNS-DENS")]
    public void A_density_integrates_to_one()
    {
        double[] points = [0.1, 0.4, 1.5, 2.0, 2.2, 3.7];
        KernelDensity density = new(points, 0.5);

        // scikit-learn's score_samples.
        Assert.Equal(-1.4764745821837293, Math.Log(density.At(0)), 1e-12);
        Assert.Equal(-1.0856058408975713, Math.Log(density.At(2)), 1e-12);
        Assert.Equal(-5.397545822152055, Math.Log(density.At(5)), 1e-12);
        foreach (KernelDensity one in new[] { density, new KernelDensity(points) })
        {
            Assert.Equal(1, Enumerable.Range(0, 4000).Sum(i => one.At(-6 + ((i + 0.5) * 0.004))) * 0.004, 1e-6);
        }

        // The other two tasks: clusters by k-means, and a density by counting.
        Tensor x = Tensor.Concat([Tensor.Normal([300], 0, 0.5, new Rng(1)), Tensor.Normal([300], 5, 0.5, new Rng(2))]);
        double[] centres = [.. new KMeans { Clusters = 2, Rng = new Rng(3) }.Fit(x.Unsqueeze(1)).Centres.ToArray<double>().Order()];
        Assert.Equal(0, centres[0], 0.15);
        Assert.Equal(5, centres[1], 0.15);
        BarSeries counts = BarSeries.Histogram(Numbers.From(x.ToArray<float>().Select(value => (double)value)));
        double area = counts.Heights.Select((height, i) => height * (counts.Edges[i + 1] - counts.Edges[i])).Sum();
        Assert.Equal(1, counts.Heights.Select((height, i) => height / area * (counts.Edges[i + 1] - counts.Edges[i])).Sum(), 1e-9);
        Assert.Throws<ArgumentException>(() => new KernelDensity([1, 1]));
        Assert.Throws<ArgumentException>(() => new KernelDensity([]));
    }

    [Fact]
    [Trait("System", "UNS-OJA")]
    public void Ojas_neuron_turns_to_the_first_component()
    {
        Rng rng = new(21);
        Tensor x = Tensor.Normal([400, 4], rng: rng, dtype: DType.Float64) * Tensor.From([3.0, 1, 1, 0.5]);
        x = x.MatMul(Tensor.Normal([4, 4], rng: rng, dtype: DType.Float64).Qr().Q) + 10;
        Tensor first = new Pca { Components = 1 }.Fit(x).Components[0];
        Tensor path = new Oja { Rng = rng }.Fit(x);
        Assert.True(Math.Abs((path[path.Shape[0] - 1] * first).Sum().Item()) > 0.99);
        Assert.Equal(1, path[path.Shape[0] - 1].Norm().Item(), 0.05);
        Assert.Contains("0.1", Assert.Throws<ArgumentException>(() => new Oja { Rate = 1, Rng = rng }.Fit(100 * x)).Message);
    }

    [Fact]
    [Trait("System", "UNS-LDA")]
    public void Fishers_direction_parts_what_the_first_component_mixes()
    {
        // Two long clouds side by side: they vary along, and differ across.
        Rng rng = new(31);
        Tensor Cloud(double x) => (Tensor.Normal([200, 2], rng: rng, dtype: DType.Float64) * Tensor.From([0.5, 5])) + Tensor.From([x, 0]);
        Tensor one = Cloud(-1), two = Cloud(1), all = Tensor.Concat([one, two]);
        Tensor labels = Tensor.From([.. Enumerable.Range(0, 400).Select(i => (long)(i / 200))]);
        LinearDiscriminantsResult lda = new LinearDiscriminants().Fit(all, labels);
        Tensor gap = two.Mean(0) - one.Mean(0), within = one.Covariance() + two.Covariance();
        Tensor fisher = within.Inverse().MatMul(gap).Normalize();
        Assert.Equal(1, Math.Abs((fisher * lda.Directions[0]).Sum().Item()), 1e-8);
        double Right(Tensor line) => Enumerable.Range(0, 400).Average(i => (line[i, 0].Item() > line.Mean().Item()) == (i >= 200) ? 1.0 : 0) is var share ? Math.Max(share, 1 - share) : 0;
        Assert.True(Right(lda.Transform(all)) > 0.95);
        Assert.True(Right(new Pca { Components = 1 }.Fit(all).Transform(all)) < 0.65);
        Assert.Contains("two classes", Assert.Throws<ArgumentException>(() => new LinearDiscriminants().Fit(one, Tensor.Zeros([200], DType.Int64))).Message);

        // Ten classes have nine directions at most; columns that say the same do no harm.
        Tensor three = Tensor.From([.. Enumerable.Range(0, 400).Select(i => (long)(i % 3))]);
        Assert.Equal(2, new LinearDiscriminants().Fit(all, three).Ratios.Count);
        Assert.All(new LinearDiscriminants().Fit(Tensor.Concat([all, all], 1), labels).Transform(Tensor.Concat([all, all], 1)).ToArray<double>(), value => Assert.True(double.IsFinite(value)));
    }
}
