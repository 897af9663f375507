using NotebookKit.Generative;
using NotebookKit.Gradients;

namespace NotebookKit.Tests.Generative;

/// <summary>The losses of forger and detective, and the best detective for two known densities.</summary>
public class LossTests
{
    private static readonly Tensor Real = Tensor.From([2.0, -0.5, 0.3, 1.7]), Fake = Tensor.From([-1.0, 0.4, 2.2]);

    public static TheoryData<int> Games => [0, 1, 2];

    private static GanLoss Game(int number) => new[] { GanLoss.Minimax, GanLoss.NonSaturating, GanLoss.LeastSquares }[number];

    private static double S(double score) => 1 / (1 + Math.Exp(-score));

    [Fact]
    public void Losses_are_the_formulas_of_the_papers()
    {
        double[] r = Real.ToArray<double>(), f = Fake.ToArray<double>();
        double cross = -r.Average(x => Math.Log(S(x))) - f.Average(x => Math.Log(1 - S(x)));
        double smooth = -r.Average(x => (0.9 * Math.Log(S(x))) + (0.1 * Math.Log(1 - S(x)))) - f.Average(x => Math.Log(1 - S(x)));
        Assert.Equal(cross, GanLoss.Minimax.Discriminator(Real, Fake).Item(), 12);
        Assert.Equal(cross, GanLoss.NonSaturating.Discriminator(Real, Fake).Item(), 12);
        Assert.Equal(smooth, (GanLoss.NonSaturating with { RealLabel = 0.9 }).Discriminator(Real, Fake).Item(), 12);
        Assert.Equal(f.Average(x => Math.Log(1 - S(x))), GanLoss.Minimax.Generator(Fake).Item(), 12);
        Assert.Equal(-f.Average(x => Math.Log(S(x))), GanLoss.NonSaturating.Generator(Fake).Item(), 12);
        Assert.Equal((r.Average(x => (x - 0.9) * (x - 0.9)) + f.Average(x => x * x)) / 2, (GanLoss.LeastSquares with { RealLabel = 0.9 }).Discriminator(Real, Fake).Item(), 12);
        Assert.Equal(f.Average(x => (x - 1) * (x - 1)) / 2, GanLoss.LeastSquares.Generator(Fake).Item(), 12);
    }

    [Theory]
    [MemberData(nameof(Games))]
    public void Gradients_agree_with_finite_differences(int game)
    {
        GanLoss loss = Game(game) with { RealLabel = 0.8 };
        Assert.True(Gradient.Check(x => loss.Discriminator(x, Fake), Real).IsRight);
        Assert.True(Gradient.Check(x => loss.Discriminator(Real, x), Fake).IsRight);
        Assert.True(Gradient.Check(loss.Generator, Fake).IsRight);
    }

    [Fact]
    public void Where_the_detective_sees_through_all_only_the_saturating_slope_dies()
    {
        Tensor caught = Tensor.From([-20.0]);
        Assert.Equal(-S(-20), Slope(GanLoss.Minimax, caught), 1e-20);
        Assert.Equal(S(-20) - 1, Slope(GanLoss.NonSaturating, caught), 1e-12);
        Assert.Equal(-21, Slope(GanLoss.LeastSquares, caught), 1e-12);
    }

    [Theory]
    [MemberData(nameof(Games))]
    public void Scores_of_any_size_give_numbers(int game)
    {
        GanLoss loss = Game(game) with { RealLabel = 0.9 };
        foreach (float size in new[] { -1e4f, 1e4f })
        {
            Tensor scores = Tensor.From([size, -size]);
            Assert.True(double.IsFinite(loss.Discriminator(scores, scores).Item()));
            Assert.True(double.IsFinite(loss.Generator(scores).Item()));
        }
    }

    [Fact]
    public void Bad_scores_and_labels_are_named()
    {
        Assert.Contains("real examples", Assert.Throws<ArgumentException>(() => GanLoss.Minimax.Discriminator(Tensor.Zeros([0, 1]), Fake)).Message, StringComparison.Ordinal);
        Assert.Contains("fake examples", Assert.Throws<ArgumentException>(() => GanLoss.Minimax.Generator(Tensor.From([1L, 2L]))).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => GanLoss.Minimax with { RealLabel = 0 });
        Assert.Equal("least squares, real examples called 0.9", (GanLoss.LeastSquares with { RealLabel = 0.9 }).ToString());
    }

    [Fact]
    public void The_best_detective_of_two_bells_is_a_sigmoid_of_a_parabola()
    {
        // ln p - ln q of N(0, 1) and N(1, 2^2): a quadratic, so that D is its sigmoid.
        for (double x = -6; x <= 6; x += 0.5)
        {
            double odds = Math.Log(2) - (x * x / 2) + ((x - 1) * (x - 1) / 8);
            Assert.Equal(S(odds), OptimalDiscriminator.At(Bell(x, 0, 1), Bell(x, 1, 2)), 12);
        }

        Assert.Equal(0.5, OptimalDiscriminator.At(0, 0));
        Assert.Equal(1, OptimalDiscriminator.At(1e-300, 0));
        Assert.Equal(0.5, OptimalDiscriminator.At(double.MaxValue, double.MaxValue));
        Assert.Throws<ArgumentOutOfRangeException>(() => OptimalDiscriminator.At(-1, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => OptimalDiscriminator.At(1, double.NaN));
    }

    [Fact]
    public void The_best_detective_gets_the_least_loss_of_all()
    {
        // Two dice with known chances: the loss as a sum over faces, the best score of each face by a fine search.
        double[] p = [0.5, 0.3, 0.2], q = [0.1, 0.1, 0.8];
        for (int face = 0; face < 3; face++)
        {
            double best = Enumerable.Range(1, 9999).Select(i => i / 1e4).MinBy(d => -(p[face] * Math.Log(d)) - (q[face] * Math.Log(1 - d)));
            Assert.Equal(best, OptimalDiscriminator.At(p[face], q[face]), 1e-4);
        }
    }

    [Fact]
    public void The_value_runs_from_ln_a_quarter_to_zero()
    {
        static double P(double x) => Bell(x, 0, 1);
        Assert.Equal(-Math.Log(4), OptimalDiscriminator.Value(P, P, -10, 10), 1e-9);
        Assert.Equal(0, OptimalDiscriminator.JensenShannon(P, P, -10, 10), 1e-9);
        Assert.Equal(Math.Log(2), OptimalDiscriminator.JensenShannon(P, x => Bell(x, 40, 1), -10, 50, 20_001), 1e-9);

        // Which is real and which forged does not matter to the divergence.
        double half = OptimalDiscriminator.JensenShannon(P, x => Bell(x, 1, 1), -10, 11);
        Assert.Equal(half, OptimalDiscriminator.JensenShannon(x => Bell(x, 1, 1), P, -10, 11), 1e-9);
        Assert.InRange(half, 0.05, 0.125);
        Assert.Throws<ArgumentOutOfRangeException>(() => OptimalDiscriminator.Value(P, P, 1, 1));
    }

    private static double Bell(double x, double mean, double deviation) =>
        Math.Exp(-(x - mean) * (x - mean) / (2 * deviation * deviation)) / (deviation * Math.Sqrt(2 * Math.PI));

    private static double Slope(GanLoss loss, Tensor at)
    {
        Tensor x = at.Clone();
        x.RequiresGrad = true;
        return Gradient.Of(loss.Generator(x), x).Item();
    }
}
