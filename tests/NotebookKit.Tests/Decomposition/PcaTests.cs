using NotebookKit.Data;
using NotebookKit.Decomposition;
using NotebookKit.Tests.Data;

namespace NotebookKit.Tests.Decomposition;

public class PcaTests
{
    // England, Wales, Scotland, Northern Ireland as rows, foods as columns.
    private static Tensor Countries => LectureLoader.UkFood(RealData.Finder) is var table ? Tensor.From(table.Values, [17, 4]).Transpose() : Tensor.Zeros([0]);

    [Theory]
    [InlineData(PcaSolver.Covariance)]
    [InlineData(PcaSolver.Svd)]
    [InlineData(PcaSolver.Randomized)]
    [Trait("System", "UNS-PCA")]
    public void Components_are_at_right_angles_scores_do_not_vary_together_and_all_of_them_rebuild_the_points(PcaSolver solver)
    {
        Rng rng = new(3);
        Tensor x = Tensor.Normal([200, 7], rng: rng, dtype: DType.Float64).MatMul(Tensor.Normal([7, 7], rng: rng, dtype: DType.Float64)) + 5;
        PcaResult pca = new Pca { Solver = solver, Rng = rng }.Fit(x);
        Close(Eye(7), pca.Components.MatMul(pca.Components.Transpose()), 1e-10);
        Tensor scores = pca.Transform(x);
        Close(Tensor.From([.. pca.Variances]).DiagonalMatrix(), scores.Covariance(), 1e-9);
        Close(x, pca.InverseTransform(scores), 1e-10);
        Assert.Equal(pca.TotalVariance, pca.Variances.Sum(), 1e-9);
        Assert.Equal(1, pca.Cumulative[^1], 1e-12);
        Assert.All(pca.Variances.Zip(pca.Variances.Skip(1)), pair => Assert.True(pair.First >= pair.Second));
        Assert.All(pca.Components.ToJagged<double>(), row => Assert.True(row.MaxBy(Math.Abs) > 0));

        // What is dropped is what the rebuilt points miss.
        PcaResult few = new Pca { Solver = solver, Components = 3, Rng = new Rng(1) }.Fit(x);
        double missed = (few.InverseTransform(few.Transform(x)) - x).Square().Sum().Item() / 199;
        Assert.Equal(few.TotalVariance - few.Variances.Sum(), missed, 1e-6 * few.TotalVariance);
        Close(Eye(3), new Pca { Components = 3, Whiten = true, Solver = solver, Rng = rng }.Fit(x) is var white ? white.Transform(x).Covariance() : x, 1e-6);
    }

    [Fact]
    [Trait("System", "UNS-PCA")]
    public void Digits_have_the_components_that_scikit_learn_finds()
    {
        Tensor x = Datasets.Digits().Inputs.Reshape(1797, -1).To(DType.Float64);
        x *= 16 / x.Amax().Item();
        foreach (PcaResult pca in new[] { new Pca { Components = 5 }.Fit(x), new Pca { Components = 5 }.Fit(x.To(DType.Float32)), new Pca { Components = 5, Solver = PcaSolver.Svd }.Fit(x) })
        {
            double[] expected = [179.0069300979723, 163.71774688167778, 141.78843909228394, 101.10037520284826, 69.51316559098744];
            Assert.All(expected.Zip(pca.Variances), pair => Assert.Equal(pair.First, pair.Second, 2e-5));
            Assert.Equal(0.14890593584063855, pca.Shares[0], 1e-7);
            double[] first = pca.Components[0].ToArray<double>();
            Assert.Equal(34, Array.IndexOf(first, first.Max()));
            Assert.Equal(-0.22342883465920355, first[2], 1e-6);
            Assert.Equal(0.24781304093385914, first[43], 1e-6);
        }
    }

    [Fact]
    public void A_few_of_many_components_come_by_iteration_and_equal_the_full_decomposition()
    {
        Rng rng = new(8);
        Tensor x = Tensor.Normal([400, 20], rng: rng, dtype: DType.Float64).MatMul(Tensor.Normal([20, 160], rng: rng, dtype: DType.Float64)) + Tensor.Normal([400, 160], rng: rng, dtype: DType.Float64);
        PcaResult few = new Pca { Components = 12 }.Fit(x), all = new Pca().Fit(x);
        for (int k = 0; k < 12; k++)
        {
            Assert.Equal(all.Variances[k], few.Variances[k], 1e-9 * all.Variances[0]);
            Assert.Equal(1, Math.Abs((all.Components[k] * few.Components[k]).Sum().Item()), 1e-8);
        }
    }

    [Theory]
    [InlineData(false, false)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    public void A_sample_of_many_rows_and_two_looks_at_all_keep_the_variance_of_the_full_decomposition(bool isDouble, bool standardize)
    {
        // Variances that fall by a tenth from one direction to the next, columns in different units, a mean far from 0.
        Rng rng = new(9);
        Tensor directions = Tensor.Normal([132, 132], rng: rng).Qr().Q, fall = Tensor.From([.. Enumerable.Range(0, 132).Select(i => (float)Math.Pow(0.95, i))]);
        Tensor x = (Tensor.Normal([9000, 132], rng: rng) * fall).MatMul(directions) * Tensor.Uniform([132], 0.5, 2, rng) + 30;
        x = isDouble ? x.To(DType.Float64) : x;
        Pca exactly = new() { Components = 6, Standardize = standardize };
        Assert.True(SampledVectors.Suits(9000, 132, 6));
        PcaResult full = exactly.Fit(x), sampled = (exactly with { Solver = PcaSolver.Randomized, Rng = new Rng(4) }).Fit(x);
        Assert.Equal(full.TotalVariance, sampled.TotalVariance, 1e-5 * full.TotalVariance);
        Close(full.Mean, sampled.Mean, 1e-5);
        Assert.All(full.Variances.Zip(sampled.Variances), pair => Assert.Equal(1, pair.Second / pair.First, 1e-5));
        for (int k = 0; k < 6; k++)
        {
            Assert.Equal(1, (full.Components[k] * sampled.Components[k]).Sum().Item(), 1e-3);
        }

        Close(Eye(6), sampled.Components.MatMul(sampled.Components.Transpose()), 1e-10);
        Assert.Equal(sampled.Variances, (exactly with { Solver = PcaSolver.Randomized, Rng = new Rng(4) }).Fit(x).Variances);
        Assert.NotEqual(sampled.Variances, (exactly with { Solver = PcaSolver.Randomized, Rng = new Rng(5) }).Fit(x).Variances);
    }

    [Fact]
    public void A_sample_is_right_about_few_dimensions_none_and_bad_numbers()
    {
        Rng rng = new(10);
        Pca way = new() { Components = 4, Solver = PcaSolver.Randomized, Rng = rng };
        Tensor zeros = Tensor.Zeros([8400, 127]), line = Tensor.Normal([8400, 1], 0, 3, rng);
        PcaResult one = way.Fit(Tensor.Concat([zeros, line], 1));
        Assert.Equal(line.Variance().Item(), one.Variances[0], 1e-3);
        Assert.All(one.Variances.Skip(1), variance => Assert.Equal(0, variance, 1e-6));
        Close(Eye(4), one.Components.MatMul(one.Components.Transpose()), 1e-9);
        PcaResult none = way.Fit(Tensor.Ones([8400, 128]));
        Assert.Equal(0, none.TotalVariance);
        Assert.Equal(4, none.Variances.Count);
        line[5, 0] = Tensor.Scalar(float.NaN);
        Assert.Contains("column 127", Assert.Throws<ArgumentException>(() => way.Fit(Tensor.Concat([zeros, line], 1))).Message);
    }

    [Fact]
    [Trait("System", "UNS-PCAUK")]
    [Trait("Golden", "G-UKPCA")]
    public void The_lectures_foods_have_its_eigenvalues_and_scores()
    {
        PcaResult pca = new Pca { Correction = 0, Components = 3 }.Fit(Countries);
        Assert.All(new[] { 78805.0093, 33946.2187, 4093.2720 }.Zip(pca.Variances), pair => Assert.Equal(pair.First, pair.Second, 1e-3));
        Assert.All(new[] { 0.674443, 0.290525, 0.035032 }.Zip(pca.Shares), pair => Assert.Equal(pair.First, pair.Second, 1e-6));
        Assert.All(new[] { 105073.346, 45261.625, 5457.696 }.Zip(new Pca { Components = 3 }.Fit(Countries).Variances), pair => Assert.Equal(pair.First, pair.Second, 2e-3));
        double[][] scores = pca.Transform(Countries).Transpose().ToJagged<double>();
        SameLine([-144.9932, -240.5292, -91.8693, 477.3916], scores[0], 1e-3);
        SameLine([2.5330, 224.6469, -286.0818, 58.9019], scores[1], 1e-3);
        SameLine([-105.7690, 56.4756, 44.4155, 4.8779], scores[2], 1e-3);

        // One component parts Northern Ireland from the others; two part all four.
        double[] first = [.. scores[0].Select(value => value * Math.Sign(scores[0][3]))];
        Assert.True(first[3] - first[..3].Max() > first[..3].Max() - first[..3].Min());
        Assert.True(Enumerable.Range(0, 4).Min(i => Enumerable.Range(0, i).Select(j => Math.Abs(scores[0][i] - scores[0][j]) + Math.Abs(scores[1][i] - scores[1][j])).DefaultIfEmpty(1e9).Min()) > 150);
    }

    [Fact]
    [Trait("System", "UNS-LOADPLOT")]
    [Trait("Golden", "G-UKLOAD")]
    public void The_loadings_of_the_foods_are_the_lectures()
    {
        string[] foods = LectureLoader.UkFood(RealData.Finder).RowNames;
        double[][] loadings = new Pca { Components = 2 }.Fit(Countries).Components.ToJagged<double>();
        double[] byName = [-0.0570, 0.0479, -0.2589, -0.0844, -0.0052, -0.0376, 0.4014, -0.1518, -0.2436, -0.0269, -0.0365, -0.6326, -0.0477, -0.0262, 0.2322, -0.4640, -0.0297];
        SameLine(byName, loadings[0], 1e-3);
        int[] largest = [.. Enumerable.Range(0, 17).OrderByDescending(i => Math.Abs(loadings[0][i])).Take(3)];
        Assert.Equal([11, 15, 6], largest);
        double sign = Math.Sign(loadings[1][6]);
        foreach ((int food, double value) in new[] { (6, 0.7150), (14, -0.5551), (8, 0.2255), (12, 0.2126), (11, 0.1777), (7, 0.1449), (15, -0.1135), (4, 0.0954) })
        {
            Assert.Equal(value, sign * loadings[1][food], 1e-3);
        }

        Assert.Equal(["Fresh fruit", "Alcoholic drinks", "Fresh potatoes"], largest.Select(food => foods[food]));
    }

    [Fact]
    [Trait("Golden", "G-UKSTD")]
    public void Standardised_foods_tell_another_story()
    {
        PcaResult pca = new Pca { Correction = 0, Standardize = true, Components = 3 }.Fit(Countries);
        Assert.All(new[] { 11.615738, 4.228119, 1.156143 }.Zip(pca.Variances), pair => Assert.Equal(pair.First, pair.Second, 1e-4));
        Assert.All(new[] { 0.683279, 0.248713, 0.068008 }.Zip(pca.Shares), pair => Assert.Equal(pair.First, pair.Second, 1e-5));
        Close(Countries, pca.InverseTransform(pca.Transform(Countries)), 1e-9);
    }

    [Fact]
    [Trait("System", "UNS-INTDIM")]
    [Trait("Golden", "G-INTDIM")]
    public void The_lectures_table_has_two_dimensions()
    {
        Tensor x = Tensor.From([[1.0, 2, 1, 1], [2, 4, 3.5, 1], [3, 6, 17, 1]]);
        double[] values = x.Covariance(0).EigenSymmetric().Values.ToArray<double>();
        Assert.All(new[] { 0, 0, 0.428491, 52.293731 }.Zip(values), pair => Assert.Equal(pair.First, pair.Second, 1e-5));
        Assert.Equal(2, new Pca { Correction = 0 }.Fit(x).Variances.Count(value => value > 1e-9));
        Assert.Equal(2, (int)x.Covariance(0).MatrixRank().Item());
    }

    [Fact]
    [Trait("System", "UNS-PCAK")]
    [Trait("System", "UNS-SCREE")]
    [Trait("Golden", "G-SCREE")]
    public void Four_of_the_lectures_shares_reach_ninety_percent()
    {
        double[] shares = [0.55, 0.22, 0.10, 0.07, 0.02, 0.01];
        Assert.Equal(4, PcaResult.ComponentsFor(shares, 0.9));
        double sum = 0;
        Assert.Equal([0.55, 0.77, 0.87, 0.94, 0.96, 0.97], shares.Select(share => Math.Round(sum += share, 12)));
        Assert.Equal(1, PcaResult.ComponentsFor(shares, 0.55));
        Assert.Contains("97", Assert.Throws<ArgumentException>(() => PcaResult.ComponentsFor(shares, 0.99)).Message);
        Assert.Throws<ArgumentException>(() => PcaResult.ComponentsFor(shares, 0));

        // The bars of a scree plot add up to 1 and never rise.
        PcaResult pca = new Pca().Fit(Tensor.Normal([50, 6], rng: new Rng(2), dtype: DType.Float64));
        Assert.Equal(1, pca.Shares.Sum(), 1e-12);
        Assert.All(pca.Shares.Zip(pca.Shares.Skip(1)), pair => Assert.True(pair.First >= pair.Second));
        Assert.Equal(pca.ComponentsFor(0.8), new Pca { Share = 0.8 }.Fit(Tensor.Normal([50, 6], rng: new Rng(2), dtype: DType.Float64)).Variances.Count);
        Assert.Contains("<svg", DecompositionPictures.Scree(pca, 0.9).ToSvg(), StringComparison.Ordinal);
    }

    [Fact]
    [Trait("System", "UNS-PCA2D")]
    public void Two_components_of_a_flat_cloud_keep_nearly_all()
    {
        Rng rng = new(5);
        Tensor flat = Tensor.Normal([500, 2], rng: rng, dtype: DType.Float64).MatMul(Tensor.From([[3.0, 1, 2], [0, 2, -1]])) + Tensor.Normal([500, 3], deviation: 0.2, rng: rng, dtype: DType.Float64);
        Assert.True(new Pca { Components = 2 }.Fit(flat).Cumulative[1] > 0.95);
        PcaResult line = new Pca { Components = 1 }.Fit(Tensor.From([[0.0, 0], [1, 2], [2, 4], [3, 6]]));
        Assert.Equal(1, line.Cumulative[0], 1e-12);
        Assert.Equal(2, line.Components[0, 1].Item() / line.Components[0, 0].Item(), 1e-12);
    }

    [Fact]
    [Trait("System", "UNS-COV")]
    public void Covariances_are_symmetric_never_negative_and_hold_the_variances()
    {
        Tensor x = Tensor.Normal([60, 5], 3, 2, new Rng(9), DType.Float64);
        Tensor c = x.Covariance(0);
        Close(c, c.Transpose(), 0);
        Assert.All(c.EigenSymmetric().Values.ToArray<double>(), value => Assert.True(value >= -1e-12));
        Close((x - x.Mean(0)).Square().Mean(0), c.Diagonal(), 1e-12);
        Close(c * (60.0 / 59), x.Covariance(), 1e-12);
        double[] up = [1, 2, 3, 4], down = [4, 3, 2, 1], none = [1, -1, -1, 1];
        double With(double[] other) => Tensor.From(up.Zip(other, (a, b) => new[] { a, b }).ToArray()).Covariance(0)[0, 1].Item();
        Assert.Equal(1.25, With(up), 1e-12);
        Assert.Equal(-1.25, With(down), 1e-12);
        Assert.Equal(0, With(none), 1e-12);
    }

    [Fact]
    public void Parts_one_after_the_other_give_what_all_points_give()
    {
        Tensor x = Tensor.Normal([9001, 6], 100, 1, new Rng(4), DType.Float64);
        IncrementalPca parts = new() { Options = new Pca { Components = 4 } };
        foreach ((int from, int to) in new[] { (0, 1), (1, 4000), (4000, 9001) })
        {
            parts.Add(x[from..to]);
        }

        PcaResult all = new Pca { Components = 4 }.Fit(x), joined = parts.Result();
        Assert.Equal(9001, parts.Count);
        Close(all.Mean, joined.Mean, 1e-10);
        Assert.All(all.Variances.Zip(joined.Variances), pair => Assert.Equal(pair.First, pair.Second, 1e-10));
        Assert.Contains("6 numbers", Assert.Throws<ArgumentException>(() => parts.Add(Tensor.Zeros([2, 5]))).Message);
        Assert.Throws<InvalidOperationException>(() => new IncrementalPca().Result());

        // Far from the origin, single precision loses its digits in squares; the shifted rows keep them.
        PcaResult single = new Pca { Components = 4 }.Fit(x.To(DType.Float32));
        Assert.All(all.Variances.Zip(single.Variances), pair => Assert.Equal(pair.First, pair.Second, 2e-3));
    }

    [Fact]
    public void Bad_points_and_options_are_named()
    {
        Assert.Contains("[3]", Assert.Throws<ArgumentException>(() => new Pca().Fit(Tensor.Zeros([3]))).Message);
        Assert.Contains("above the correction 1", Assert.Throws<ArgumentException>(() => new Pca().Fit(Tensor.Zeros([1, 3]))).Message);
        Assert.Contains("from 1 to 3", Assert.Throws<ArgumentException>(() => new Pca { Components = 4 }.Fit(Tensor.Zeros([5, 3]))).Message);
        Assert.Contains("0.5", Assert.Throws<ArgumentException>(() => new Pca { Components = 1, Share = 0.5 }.Fit(Tensor.Zeros([5, 3]))).Message);
        foreach (PcaSolver solver in Enum.GetValues<PcaSolver>())
        {
            Assert.Contains("column 1", Assert.Throws<ArgumentException>(() => new Pca { Solver = solver }.Fit(Tensor.From([[1.0, double.NaN], [2, 3], [4, 5]]))).Message);
        }

        PcaResult pca = new Pca { Components = 1 }.Fit(Tensor.From([[1.0, 2], [3, 4], [5, 5]]));
        Assert.Contains("[N, 2]", Assert.Throws<ArgumentException>(() => pca.Transform(Tensor.Zeros([2, 3]))).Message);
        Assert.Equal(DType.Float32, pca.Transform(Tensor.Zeros([2, 2])).DType);

        // Points that are all the same have components, and no variance.
        PcaResult still = new Pca().Fit(Tensor.Ones([4, 2]));
        Assert.Equal(0, still.TotalVariance);
        Assert.All(still.Shares, share => Assert.Equal(0, share));
    }

    internal static Tensor Eye(int size) => Tensor.Ones([size], DType.Float64).DiagonalMatrix();

    internal static void Close(Tensor expected, Tensor actual, double tolerance)
    {
        Assert.Equal(expected.Shape, actual.Shape);
        Assert.All(expected.To(DType.Float64).ToArray<double>().Zip(actual.To(DType.Float64).ToArray<double>()), pair => Assert.Equal(pair.First, pair.Second, tolerance));
    }

    // Equal up to the sign of all.
    private static void SameLine(double[] expected, double[] actual, double tolerance)
    {
        double sign = Math.Sign(expected.Zip(actual, (a, b) => a * b).Sum());
        Assert.All(expected.Zip(actual), pair => Assert.Equal(pair.First, sign * pair.Second, tolerance));
    }
}
