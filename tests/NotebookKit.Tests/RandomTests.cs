using MathNet.Numerics;
using MathNet.Numerics.Distributions;

namespace NotebookKit.Tests;

/// <summary>Draws of every distribution: moments within four standard errors, the whole curve by Kolmogorov and Smirnov or by counts, and the same seed.</summary>
public class RandomTests
{
    private const int Count = 20_000;

    private static readonly Dictionary<string, (Func<Rng, Tensor> Draw, IContinuousDistribution Truth)> Curves = new()
    {
        ["uniform"] = (rng => Tensor.Uniform([Count], -1, 3, rng, DType.Float64), new ContinuousUniform(-1, 3)),
        ["normal"] = (rng => Tensor.Normal([Count], 2, 3, rng, DType.Float64), new Normal(2, 3)),
        ["exponential"] = (rng => Tensor.Exponential([Count], 2.5, rng, DType.Float64), new Exponential(2.5)),
        ["gamma below 1"] = (rng => Tensor.Gamma([Count], 0.3, 2, rng, DType.Float64), new Gamma(0.3, 0.5)),
        ["gamma"] = (rng => Tensor.Gamma([Count], 4.5, 0.5, rng, DType.Float64), new Gamma(4.5, 2)),
        ["beta"] = (rng => Tensor.Beta([Count], 2, 3.5, rng, DType.Float64), new Beta(2, 3.5)),
        ["beta with two ends"] = (rng => Tensor.Beta([Count], 0.4, 0.3, rng, DType.Float64), new Beta(0.4, 0.3)),
        ["laplace"] = (rng => Tensor.Laplace([Count], -1, 0.5, rng, DType.Float64), new Laplace(-1, 0.5)),
    };

    private static readonly Dictionary<string, (Func<Rng, Tensor> Draw, IDiscreteDistribution Truth)> Counts = new()
    {
        ["bernoulli"] = (rng => Tensor.Bernoulli([Count], 0.3, rng), new Bernoulli(0.3)),
        ["integers"] = (rng => Tensor.RandomIntegers([Count], -3, 4, rng), new DiscreteUniform(-3, 3)),
        ["poisson below 12"] = (rng => Tensor.Poisson([Count], 2.5, rng), new Poisson(2.5)),
        ["poisson above 12"] = (rng => Tensor.Poisson([Count], 40, rng), new Poisson(40)),
        ["binomial of few"] = (rng => Tensor.Binomial([Count], 7, 0.4, rng), new Binomial(0.4, 7)),
        ["binomial of many"] = (rng => Tensor.Binomial([Count], 100, 0.2, rng), new Binomial(0.2, 100)),
        ["categorical"] = (rng => Tensor.Multinomial(Tensor.From([1.0, 0, 3, 4]), Count, replacement: true, rng), new Categorical([1.0, 0, 3, 4])),
    };

    public static TheoryData<string> CurveNames => [.. Curves.Keys];

    public static TheoryData<string> CountNames => [.. Counts.Keys];

    [Theory]
    [MemberData(nameof(CurveNames))]
    public void Draws_follow_the_curve(string name)
    {
        (Func<Rng, Tensor> draw, IContinuousDistribution truth) = Curves[name];
        double[] values = draw(new Rng(7)).ToArray<double>();
        AssertMoments(values, truth.Mean, truth.Variance);
        AssertCurve(values, truth.CumulativeDistribution);
        Assert.Equal(values, draw(new Rng(7)).ToArray<double>());
        Assert.NotEqual(values, draw(new Rng(8)).ToArray<double>());
    }

    [Theory]
    [MemberData(nameof(CountNames))]
    public void Draws_follow_the_probabilities(string name)
    {
        (Func<Rng, Tensor> draw, IDiscreteDistribution truth) = Counts[name];
        double[] values = draw(new Rng(7)).ToArray<double>();
        AssertMoments(values, truth.Mean, truth.Variance);
        Dictionary<int, int> seen = values.GroupBy(value => (int)value).ToDictionary(group => group.Key, group => group.Count());
        double squares = 0;
        int cells = 0;
        for (int k = (int)values.Min(); k <= values.Max(); k++)
        {
            double expected = truth.Probability(k) * Count;
            if (expected >= 5)
            {
                squares += Math.Pow(seen.GetValueOrDefault(k) - expected, 2) / expected;
                cells++;
            }
            else if (expected == 0)
            {
                Assert.DoesNotContain(k, seen.Keys);
            }
        }

        // The mean of chi-square is its degrees of freedom and the variance twice that.
        Assert.True(squares < cells + (4 * Math.Sqrt(2 * cells)), $"{name}: chi-square {squares} for {cells} cells");
        Assert.Equal(values, draw(new Rng(7)).ToArray<double>());
        Assert.NotEqual(values, draw(new Rng(8)).ToArray<double>());
    }

    [Theory]
    [InlineData(0, 1, -2, 2)]
    [InlineData(1, 2, 0, double.PositiveInfinity)]
    [InlineData(0, 1, 6, 8)]
    [InlineData(0, 1, double.NegativeInfinity, -9)]
    public void Truncated_normal_numbers_follow_the_part_of_the_curve(double mean, double deviation, double low, double high)
    {
        double[] values = Tensor.TruncatedNormal([Count], mean, deviation, low, high, new Rng(3), DType.Float64).ToArray<double>();
        Assert.All(values, value => Assert.InRange(value, low, high));
        double Below(double x) => low > mean ? -SpecialFunctions.Erfc((x - mean) / deviation / Math.Sqrt(2)) : SpecialFunctions.Erfc((mean - x) / deviation / Math.Sqrt(2));
        AssertCurve(values, x => (Below(x) - Below(low)) / (Below(high) - Below(low)));
    }

    [Fact]
    public void Dirichlet_rows_add_up_to_one_and_have_the_right_means()
    {
        Tensor x = Tensor.Dirichlet(Tensor.From([0.5, 1, 2.5]), Count, new Rng(1));
        Assert.All(x.Sum(1).ToArray<double>(), sum => Assert.Equal(1, sum, 1e-12));
        double[] means = [0.125, 0.25, 0.625];
        for (int k = 0; k < 3; k++)
        {
            AssertMoments(x[.., k].ToArray<double>(), means[k], means[k] * (1 - means[k]) / 5);
        }

        AssertCurve(x[.., 0].ToArray<double>(), new Beta(0.5, 3.5).CumulativeDistribution);
    }

    [Fact]
    public void Draws_without_replacement_name_each_class_once_and_the_heaviest_first_most_often()
    {
        Tensor weights = Tensor.From([1.0, 2, 0, 5]).Expand([Count, 4]);
        Tensor order = Tensor.Multinomial(weights, 3, rng: new Rng(5));
        long[] all = order.ToArray<long>();
        Assert.All(all.Chunk(3), row => Assert.Equal([0, 1, 3], row.Order()));
        double[] first = [.. all.Chunk(3).Select(row => row[0] == 3 ? 1.0 : 0)];
        AssertMoments(first, 5.0 / 8, 15.0 / 64);

        // After class 3, class 1 comes twice as often as class 0.
        double[] second = [.. all.Chunk(3).Where(row => row[0] == 3).Select(row => row[1] == 1 ? 1.0 : 0)];
        AssertMoments(second, 2.0 / 3, 2.0 / 9);
    }

    [Fact]
    public void Each_probability_of_a_tensor_has_its_own_coin()
    {
        Tensor p = Tensor.From([0.0, 0.2, 1]).Expand([Count, 3]);
        Tensor x = Tensor.Bernoulli(p, new Rng(2));
        Assert.Equal(DType.Float64, x.DType);
        Assert.Equal(0, x[.., 0].Sum().Item());
        Assert.Equal(Count, x[.., 2].Sum().Item());
        AssertMoments(x[.., 1].ToArray<double>(), 0.2, 0.16);
        Assert.Equal([Count], Tensor.Categorical(p, new Rng(2)).Shape);
    }

    [Fact]
    public void Orthogonal_matrices_have_orthonormal_columns_or_rows()
    {
        Tensor tall = Tensor.Orthogonal(7, 3, rng: new Rng(4), dtype: DType.Float64);
        Tensor wide = Tensor.Orthogonal(3, 7, gain: 2, rng: new Rng(4), dtype: DType.Float64);
        double[] identity = [1, 0, 0, 0, 1, 0, 0, 0, 1];
        Assert.All(tall.Transpose().MatMul(tall).ToArray<double>().Zip(identity), pair => Assert.Equal(pair.Second, pair.First, 1e-14));
        Assert.All(wide.MatMul(wide.Transpose()).ToArray<double>().Zip(identity), pair => Assert.Equal(4 * pair.Second, pair.First, 1e-14));
    }

    [Fact]
    public void Whole_numbers_reach_both_ends_of_any_range()
    {
        Assert.Equal([0L, 1, 2, 3, 4], Tensor.Permutation(5, new Rng(1)).ToArray<long>().Order());
        Assert.Equal([3L, 3], Tensor.RandomIntegers([2], 3, 4).ToArray<long>());
        long[] wide = Tensor.RandomIntegers([1000], long.MinValue, long.MaxValue, new Rng(1)).ToArray<long>();
        Assert.InRange(wide.Count(value => value < 0), 440, 560);
    }

    [Fact]
    public void A_draw_moves_the_generator_on_and_leaves_other_draws_alone()
    {
        Rng rng = new(1);
        Assert.NotEqual(Tensor.Exponential([4], rng: rng).ToArray<float>(), Tensor.Exponential([4], rng: rng).ToArray<float>());
        using (Rng.Seeded(9))
        {
            float[] plain = Tensor.Normal([3]).ToArray<float>();
            using (Rng.Seeded(9))
            {
                _ = Tensor.Poisson([5], 3);
                Assert.Equal(plain, Tensor.Normal([3]).ToArray<float>());
            }
        }
    }

    public static TheoryData<string, Action> BadCalls => new()
    {
        { "Bernoulli of shape [2]: p is a probability", () => Tensor.Bernoulli([2], 1.5) },
        { "Bernoulli of shape [2]: probabilities are 0 to 1, and not -1", () => Tensor.Bernoulli(Tensor.From([0.5, -1])) },
        { "RandomIntegers of shape [2]: low 3", () => Tensor.RandomIntegers([2], 3, 3) },
        { "Permutation of shape []", () => Tensor.Permutation(-1) },
        { "Exponential of shape [2]", () => Tensor.Exponential([2], 0) },
        { "Gamma of shape [2]", () => Tensor.Gamma([2], -1) },
        { "Beta of shape [2]", () => Tensor.Beta([2], 1, double.NaN) },
        { "Poisson of shape [2]", () => Tensor.Poisson([2], -1) },
        { "Binomial of shape [2]", () => Tensor.Binomial([2], -1, 0.5) },
        { "Laplace of shape [2]", () => Tensor.Laplace([2], 0, 0) },
        { "TruncatedNormal of shape [2]: between 50 and 51 lies none", () => Tensor.TruncatedNormal([2], 0, 1, 50, 51) },
        { "Orthogonal of shape [2, 2]", () => Tensor.Orthogonal(2, 2, double.NaN) },
        { "Dirichlet of shape [2]", () => Tensor.Dirichlet(Tensor.From([1.0, 0]), 3) },
        { "Categorical of shape [2]: row 0 has 0 weights above 0", () => Tensor.Categorical(Tensor.From([0.0, 0])) },
        { "Multinomial of shape [3]: row 0 has 2 weights above 0, too few for 3 draws without replacement", () => Tensor.Multinomial(Tensor.From([1.0, 0, 1]), 3) },
        { "Multinomial of shape [2]: weights are 0 or more", () => Tensor.Multinomial(Tensor.From([1.0, -1]), 1) },
        { "Exponential: draws Float32 or Float64, not Int64", () => Tensor.Exponential([2], dtype: DType.Int64) },
    };

    [Theory]
    [MemberData(nameof(BadCalls))]
    public void A_wrong_call_names_the_operation_and_the_shape(string start, Action call) =>
        Assert.StartsWith(start, Assert.ThrowsAny<ArgumentException>(call).Message, StringComparison.Ordinal);

    private static void AssertMoments(double[] values, double mean, double variance)
    {
        double own = values.Average();
        double error = Math.Sqrt(variance / values.Length);
        Assert.True(Math.Abs(own - mean) <= 4 * error, $"mean {own}, expected {mean} +- {error}");
        double[] squares = [.. values.Select(value => (value - mean) * (value - mean))];
        double spread = squares.Average();
        double spreadError = Math.Sqrt((squares.Select(square => square * square).Average() - (spread * spread)) / values.Length);
        Assert.True(Math.Abs(spread - variance) <= 4 * spreadError + 1e-12, $"variance {spread}, expected {variance} +- {spreadError}");
    }

    // Kolmogorov and Smirnov: the largest distance of the curves is below 1.95 / sqrt(n) in 999 of 1000 samples.
    private static void AssertCurve(double[] values, Func<double, double> truth)
    {
        double[] sorted = [.. values.Order()];
        double largest = 0;
        for (int i = 0; i < sorted.Length; i++)
        {
            double expected = truth(sorted[i]);
            largest = Math.Max(largest, Math.Max(Math.Abs(expected - ((double)i / sorted.Length)), Math.Abs(expected - ((i + 1.0) / sorted.Length))));
        }

        Assert.True(largest < 1.95 / Math.Sqrt(sorted.Length), $"the curves are {largest} apart");
    }

    [Fact]
    public void Places_are_drawn_by_their_chances()
    {
        Rng rng = new(5);
        double[] chances = [0.1, 0, 0.6, 0.3];
        int[] drawn = [.. Enumerable.Range(0, 20_000).Select(_ => rng.Pick(chances))];
        for (int place = 0; place < chances.Length; place++)
        {
            Assert.Equal(chances[place], drawn.Count(one => one == place) / 20_000.0, 0.015);
        }

        Assert.DoesNotContain(1, drawn);
        Assert.Contains("sum to 0.5", Assert.Throws<ArgumentException>(() => rng.Pick([0.25, 0.25])).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => rng.Pick([1.5, -0.5]));
        Assert.Throws<ArgumentException>(() => rng.Pick([double.NaN, 1]));
        Assert.Throws<ArgumentException>(() => rng.Pick([]));
    }
}
