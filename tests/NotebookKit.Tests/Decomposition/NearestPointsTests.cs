using NotebookKit.Decomposition;
using NotebookKit.Kernels;

namespace NotebookKit.Tests.Decomposition;

[Collection(nameof(OneAtATime))]
public class NearestPointsTests
{
    [Fact]
    public void Of_points_on_a_grid_the_nearest_come_first_and_the_earlier_of_equally_far_ones()
    {
        // Whole numbers whose mean is 0: distances are exact, many are equal, and some points lie at one place.
        Tensor half = Tensor.Uniform([165, 2], -4, 4, new Rng(1)).Round(), points = Tensor.Concat([half, -half]);
        double[][] rows = points.To(DType.Float64).ToJagged<double>();
        foreach (int k in new[] { 1, 7, 100, 329 })
        {
            NearestPoints near = NearestPoints.Of(points, k);
            for (int i = 0; i < rows.Length; i++)
            {
                int[] expected = [.. Enumerable.Range(0, rows.Length).Where(j => j != i).OrderBy(j => Squared(rows[i], rows[j])).ThenBy(j => j).Take(k)];
                Assert.Equal(expected, near.Others.Skip(i * k).Take(k));
                Assert.Equal(expected.Select(j => Squared(rows[i], rows[j])), near.Squared.Skip(i * k).Take(k));
            }
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Of_many_points_they_are_those_that_a_tree_finds(bool isDouble)
    {
        // More points than one block of rows or of columns holds.
        Tensor points = Tensor.Normal([4500, 3], 5, 2, new Rng(2), isDouble ? DType.Float64 : DType.Float32);
        KdTree tree = new(points);
        double[][] rows = points.To(DType.Float64).ToJagged<double>();
        NearestPoints near = NearestPoints.Of(points, 20);
        for (int i = 0; i < 4500; i += 50)
        {
            (IReadOnlyList<(int Point, double Distance)> nearest, _) = tree.Nearest(21, rows[i]);
            Assert.Equal(nearest.Skip(1).Select(found => found.Point), near.Others.Skip(i * 20).Take(20));
            Assert.All(nearest.Skip(1).Zip(near.Squared.Skip(i * 20)), pair => Assert.Equal(pair.First.Distance, Math.Sqrt(pair.Second), 1e-5));
        }
    }

    [Fact]
    public void They_are_the_same_on_any_number_of_threads()
    {
        Tensor points = Tensor.Normal([700, 6], rng: new Rng(3));
        int before = Fork.Threads;
        try
        {
            Fork.Threads = 1;
            NearestPoints one = NearestPoints.Of(points, 30);
            Fork.Threads = 3;
            NearestPoints three = NearestPoints.Of(points, 30);
            Assert.Equal(one.Others, three.Others);
            Assert.Equal(one.Squared, three.Squared);
        }
        finally
        {
            Fork.Threads = before;
        }
    }

    [Fact]
    public void Affinities_of_near_points_are_the_mean_of_both_chances_and_1_in_all()
    {
        Tensor points = Tensor.Normal([60, 4], rng: new Rng(4), dtype: DType.Float64);
        double[][] rows = points.ToJagged<double>();
        double[,] conditional = new double[60, 60];
        for (int i = 0; i < 60; i++)
        {
            int[] near = [.. Enumerable.Range(0, 60).Where(j => j != i).OrderBy(j => Squared(rows[i], rows[j])).Take(15)];
            double[] chances = Affinities.Row([.. near.Select(j => Squared(rows[i], rows[j]))], 5).Chances;
            for (int r = 0; r < 15; r++)
            {
                conditional[i, near[r]] = chances[r];
            }
        }

        Tensor p = Affinities.Of(points, 5).ToTensor();
        PcaTests.Close(p, p.Transpose(), 0);
        Assert.Equal(1, p.Sum().Item(), 1e-12);
        for (int at = 0; at < 3600; at++)
        {
            (int i, int j) = (at / 60, at % 60);
            Assert.Equal((conditional[i, j] + conditional[j, i]) / 120, p[i, j].Item(), 1e-12);
        }
    }

    private static double Squared(double[] a, double[] b) => a.Zip(b, (p, q) => (p - q) * (p - q)).Sum();
}
