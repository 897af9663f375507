using NotebookKit.Learners;

namespace NotebookKit.Tests.Learners;

public class BoundaryTests
{
    [Fact]
    [Trait("System", "NEU-DECBOUND")]
    [Trait("Golden", "G-PLAORTH")]
    public void The_weights_are_square_to_the_boundary_and_point_to_class_one()
    {
        DecisionBoundary line = new ThresholdUnit([1, -0.8]).Boundary;
        Assert.Equal((0.8, 1), line.Direction);
        Assert.Equal(0, (line.Direction.X1 * line.Normal[0]) + (line.Direction.X2 * line.Normal[1]), 1e-15);

        Rng rng = new(1);
        for (int dimension = 2; dimension <= 5; dimension++)
        {
            ThresholdUnit unit = new(RandomPoints.Normal(rng, dimension), rng.NextDouble());
            double[][] on = [.. unit.Boundary.Sample(20, rng).Select(point => point.ToArray())];
            Assert.All(on, point => Assert.Equal(0, unit.Sum(point), 1e-12));
            Assert.Equal(0, unit.Weights.Select((w, i) => w * (on[0][i] - on[1][i])).Sum(), 1e-12);

            // A step along the normal changes the class, as the sign of the distance says.
            foreach (double side in (double[])[-0.3, 0.3])
            {
                double norm = Math.Sqrt(unit.Weights.Sum(w => w * w));
                double[] moved = [.. on[2].Select((v, i) => v + (side * unit.Weights[i] / norm))];
                Assert.Equal(side, unit.Boundary.Distance(moved), 1e-12);
                Assert.Equal(side > 0 ? 1 : 0, unit.Fire(moved));
            }
        }

        Assert.Contains("w x + b = 0", new ThresholdUnit([1, -0.8]).Boundary.Draw(RandomPoints.Lecture).ToSvg());
    }

    [Fact]
    [Trait("System", "NEU-PLOT")]
    public void The_picture_holds_the_line_through_two_computed_points_and_a_normal_towards_class_one()
    {
        ThresholdUnit unit = new([1, -0.8], 0.25);
        var (from, to) = unit.Boundary.Within((-2, 2), (-2, 2))!.Value;
        Assert.Equal(0, unit.Sum(from.X1, from.X2), 1e-12);
        Assert.Equal(0, unit.Sum(to.X1, to.X2), 1e-12);
        var plot = (NotebookKit.Charts.Plot)unit.Boundary.Draw().Content;
        var line = plot.Series.OfType<NotebookKit.Charts.LineSeries>().Single();
        Assert.Equal([from.X1, to.X1], line.X);
        Assert.Equal([from.X2, to.X2], line.Y);
        var arrow = plot.Series.OfType<NotebookKit.Charts.QuiverSeries>().Single();
        Assert.Equal(0, unit.Sum(arrow.X[0], arrow.Y[0]), 1e-12);
        Assert.Equal(1, unit.Fire(arrow.X[0] + arrow.U[0], arrow.Y[0] + arrow.V[0]));
        Assert.StartsWith("<svg", unit.Boundary.Draw().ToSvg());
    }

    [Theory]
    [InlineData(0, 1, -0.5)]
    [InlineData(1, 0, 0.5)]
    [InlineData(1, 1, 0)]
    [InlineData(1, -1, 0)]
    public void Level_upright_and_corner_lines_have_two_ends(double w1, double w2, double bias)
    {
        ThresholdUnit unit = new([w1, w2], bias);
        var (from, to) = unit.Boundary.Within((-1, 1), (-1, 1))!.Value;
        Assert.Equal(0, unit.Sum(from.X1, from.X2), 1e-12);
        Assert.Equal(0, unit.Sum(to.X1, to.X2), 1e-12);
        Assert.True(Math.Abs(from.X1 - to.X1) + Math.Abs(from.X2 - to.X2) > 1.9);
        Assert.Null(new ThresholdUnit([w1, w2], 9).Boundary.Within((-1, 1), (-1, 1)));
    }

    [Fact]
    [Trait("System", "NEU-SEP")]
    public void Of_the_sixteen_functions_of_two_bits_all_but_xor_and_xnor_are_separable()
    {
        Separability[] answers = [.. BooleanFunction.All(2).Select(function => Separability.Of(function.Table()))];
        Assert.Equal([BooleanFunction.Xor.Number, BooleanFunction.Xnor.Number], Enumerable.Range(0, 16).Where(number => !answers[number].IsSeparable));
        Assert.All(answers, Proven);

        // Of three bits it is known to be 104 of the 256 functions.
        Assert.Equal(104, BooleanFunction.All(3).Count(function => Separability.Of(function.Table()).IsSeparable));
    }

    [Fact]
    public void Separability_is_proven_for_random_points_too()
    {
        Rng rng = new(3);
        for (int trial = 0; trial < 60; trial++)
        {
            LabelledPoints apart = RandomPoints.Separable(rng, 30, 1 + (trial % 4), 0.01);
            Separability answer = Separability.Of(apart);
            Assert.True(answer.IsSeparable);
            Proven(answer);

            // Far more points than coordinates with labels by chance are never separable.
            Tensor x = Tensor.Normal([40, 3], rng: rng, dtype: DType.Float64) * 1e6;
            Separability mixed = Separability.Of(new(x, Tensor.From([.. Enumerable.Range(0, 40).Select(_ => (long)rng.Next(2))])));
            Assert.False(mixed.IsSeparable);
            Proven(mixed);
        }

        // Without a bias the line must pass through the origin: 1 and 2 on a line are then on one side.
        LabelledPoints two = new(new double[,] { { 1 }, { 2 } }, [0, 1]);
        Assert.True(Separability.Of(two).IsSeparable);
        Assert.False(Separability.Of(two, bias: false).IsSeparable);
        Assert.False(Separability.Of(new(new double[,] { { 1, 2 }, { 1, 2 } }, [0, 1])).IsSeparable);
    }

    [Fact]
    [Trait("System", "NEU-XORNO")]
    [Trait("Golden", "G-XORNS")]
    public void No_unit_is_xor()
    {
        LabelledPoints xor = BooleanFunction.Xor.Table();
        PerceptronTrace trace = new Perceptron { MaxEpochs = 2000 }.Train(xor);
        Assert.False(trace.Converged);
        Assert.DoesNotContain(0, trace.Errors);
        Assert.False(Separability.Of(xor).IsSeparable);

        // The sums of rows 01 and 10 add up to those of 00 and 11, whatever the weights; the proof mixes them in halves.
        Assert.Equal([0.25, 0.25, 0.25, 0.25], Separability.Of(xor).Shares!.Select(share => Math.Round(share, 12)));
        Rng rng = new(4);
        int fewest = 4;
        for (int trial = 0; trial < 1000; trial++)
        {
            ThresholdUnit unit = new([(10 * rng.NextDouble()) - 5, (10 * rng.NextDouble()) - 5], (10 * rng.NextDouble()) - 5);
            Assert.Equal(unit.Sum(0, 1) + unit.Sum(1, 0), unit.Sum(0, 0) + unit.Sum(1, 1), 1e-12);
            fewest = Math.Min(fewest, unit.Errors(xor));
        }

        Assert.Equal(1, fewest);
    }

    // Weights put every point on its side; shares mix both classes into the same point.
    private static void Proven(Separability answer)
    {
        if (answer.Unit is { } unit)
        {
            Assert.Equal(0, unit.Errors(answer.Data));
            Assert.Null(answer.Shares);
        }
        else
        {
            Assert.All(answer.Shares!, share => Assert.True(share >= 0));
            Assert.Equal(1, answer.Shares!.Sum(), 1e-12);
            Assert.True(answer.Residual < 1e-12, $"residual {answer.Residual}");
            double positive = answer.Shares!.Where((_, i) => answer.Data.Label(i) == 1).Sum();
            Assert.True(!answer.HasBias || Math.Abs(positive - 0.5) < 1e-9);
        }
    }
}
