using NotebookKit.Learners;

namespace NotebookKit.Tests.Learners;

public class PerceptronTests
{
    private static readonly Perceptron WorkedExample = new() { Bias = false, Start = new ThresholdUnit([1, -0.8]) };

    [Fact]
    [Trait("Golden", "G-PLA1")]
    [Trait("Golden", "G-PLA2")]
    [Trait("Golden", "G-PLA3")]
    [Trait("Golden", "G-PLAEND")]
    public void The_trace_is_the_lectures_worked_example()
    {
        PerceptronTrace trace = WorkedExample.Train(RandomPoints.Lecture);
        double[] sums = [-0.6, 0.4, 0.8, 3.4, -2.6, -0.2];
        int[] outputs = [0, 1, 1, 1, 0, 0], errors = [1, -1, -1, 0, 0, 0];
        double[][] after = [[2, 1.2], [3, -0.8], [3, 0.2], [3, 0.2], [3, 0.2], [3, 0.2]];
        Assert.Equal(6, trace.Steps.Count);
        for (int i = 0; i < 6; i++)
        {
            PerceptronStep step = trace.Steps[i];
            Assert.Equal(sums[i], step.Sum, 1e-12);
            Assert.Equal((outputs[i], errors[i]), (step.Output, step.Error));
            Assert.Equal(after[i], step.After.Weights, (p, q) => Math.Abs(p - q) < 1e-12);
            Assert.Equal(0, step.After.Bias);
        }

        Assert.Equal((3, 2, true), (trace.Corrections, trace.Epochs, trace.Converged));
        Assert.Equal([3, 0], trace.Errors);
        Assert.Equal(4, trace.Frames().Count);
        Assert.Equal([Correction.Add, Correction.Subtract, Correction.Subtract], trace.Changes.Select(step => step.Rule));
    }

    [Fact]
    [Trait("System", "PER-PLA")]
    [Trait("Golden", "G-PLAZERO")]
    public void From_zero_weights_six_corrections_follow_and_every_separable_set_is_learned()
    {
        PerceptronTrace trace = new Perceptron { Bias = false }.Train(RandomPoints.Lecture);
        double[][] weights = [[1, -2], [1, -1], [2, 1], [3, -1], [3, 0], [3, 1]];
        Assert.Equal(weights, trace.Changes.Select(step => step.After.Weights.ToArray()));
        Assert.True(trace.Converged);
        Assert.Equal(0, trace.Errors[^1]);
        The_trace_is_the_lectures_worked_example();

        Rng rng = new(11);
        for (int trial = 0; trial < 50; trial++)
        {
            LabelledPoints points = RandomPoints.Separable(rng, 20, 1 + (trial % 4), 0.05);
            PerceptronTrace learned = new Perceptron { MaxEpochs = 20_000, Shuffle = trial % 2 == 0 ? rng.Fork() : null }.Train(points);
            Assert.True(learned.Converged);
            Assert.Equal(0, learned.Unit.Errors(points));
        }
    }

    [Fact]
    [Trait("Golden", "G-ROS400")]
    public void A_sensor_of_20_x_20_cells_has_400_weights()
    {
        Rng rng = new(12);
        LabelledPoints pictures = new(Tensor.Uniform([10, 20, 20], rng: rng).Reshape(10, -1), Tensor.From([0L, 1, 0, 1, 0, 1, 0, 1, 0, 1]));
        ThresholdUnit unit = new Perceptron().Train(pictures).Unit;
        Assert.Equal(400, unit.Weights.Count);
        Assert.Equal(0, unit.Errors(pictures));
    }

    [Theory]
    [Trait("System", "PER-RULES")]
    [InlineData(1, 0, Correction.Add)]
    [InlineData(0, 1, Correction.Subtract)]
    [InlineData(1, 1, Correction.Nothing)]
    [InlineData(0, 0, Correction.Nothing)]
    public void An_error_of_one_adds_of_minus_one_subtracts_of_zero_does_nothing(int target, int output, Correction rule)
    {
        Assert.Equal(rule, Perceptron.RuleFor(target, output));
        ThresholdUnit before = new([2, -1], output == 1 ? 5 : -5);
        double factor = rule switch { Correction.Add => 1, Correction.Subtract => -1, _ => 0 };
        ThresholdUnit after = Perceptron.Corrected(before, [0.5, 3], target);
        Assert.Equal(output, before.Fire(0.5, 3));
        Assert.Equal([2 + (factor * 0.5), -1 + (factor * 3)], after.Weights);
        Assert.Equal(before.Bias + factor, after.Bias);
    }

    [Fact]
    [Trait("System", "PER-ETA")]
    public void From_zero_weights_the_rate_only_scales()
    {
        LabelledPoints points = RandomPoints.Separable(new Rng(12), 40, 3, 0.05);

        // Powers of two scale without rounding, so not even a tie could fall otherwise; 0.1 and 10 are the row's own.
        foreach ((double slow, double fast) in ((double, double)[])[(0.1, 10), (0.125, 8)])
        {
            PerceptronTrace a = new Perceptron { LearningRate = slow }.Train(points), b = new Perceptron { LearningRate = fast }.Train(points);
            Assert.True(a.Converged);
            Assert.Equal(a.Steps.Select(step => (step.Example, step.Output)), b.Steps.Select(step => (step.Example, step.Output)));
            Assert.Equal(a.Unit.Weights.Select(w => w / slow), b.Unit.Weights.Select(w => w / fast), (p, q) => Math.Abs(p - q) < 1e-9);
        }
    }

    [Fact]
    [Trait("System", "PER-BATCH")]
    public void A_batch_adds_the_corrections_computed_at_the_weights_before_it()
    {
        LabelledPoints points = RandomPoints.Separable(new Rng(13), 25, 3, 0.01);
        ThresholdUnit start = new([0.3, -1, 0.2], 0.1);
        PerceptronTrace batch = new Perceptron { Start = start, Update = UpdateStrategy.Batch, LearningRate = 0.5, MaxEpochs = 1 }.Train(points);
        Assert.Equal(Expected(start, Enumerable.Range(0, 25)), batch.Unit.Augmented, (p, q) => Math.Abs(p - q) < 1e-12);

        PerceptronTrace mini = new Perceptron { Start = start, Update = UpdateStrategy.MiniBatch, BatchSize = 10, LearningRate = 0.5, MaxEpochs = 1, Shuffle = new Rng(14) }.Train(points);
        int[] order = new Rng(14).Permutation(25);
        double[] w = [.. start.Augmented];
        foreach (int[] chunk in order.Chunk(10))
        {
            w = Expected(new ThresholdUnit(w.AsSpan(1), w[0]), chunk);
        }

        Assert.Equal(w, mini.Unit.Augmented, (p, q) => Math.Abs(p - q) < 1e-12);

        double[] Expected(ThresholdUnit unit, IEnumerable<int> examples)
        {
            double[] sum = [.. unit.Augmented];
            foreach (int i in examples)
            {
                double[] corrected = [.. Perceptron.Corrected(unit, points.Point(i), points.Label(i), 0.5).Augmented];
                sum = [.. sum.Select((v, k) => v + corrected[k] - unit.Augmented[k])];
            }

            return sum;
        }
    }

    [Fact]
    [Trait("System", "PER-CONV")]
    [Trait("Golden", "G-PLABOUND")]
    public void The_corrections_stay_below_the_bound_and_the_norm_between_the_curves()
    {
        LabelledPoints lecture = RandomPoints.Lecture;
        PerceptronBound own = PerceptronBound.Of(lecture, new ThresholdUnit([3, 0.2]), bias: false), best = PerceptronBound.Best(lecture, bias: false);
        Assert.Equal((5, 0.2, 1130), (own.Beta, own.Alpha, Math.Round(own.MaxCorrections, 9)));
        Assert.Equal(50, best.MaxCorrections, 1e-3);
        double length = Math.Sqrt(best.Optimal.Sum(w => w * w));
        Assert.Equal([0.9487, 0.3162], best.Optimal.Select(w => Math.Round(w / length, 4)));
        Assert.True(new Perceptron { Bias = false }.Train(lecture).Corrections <= 50);

        Rng rng = new(15);
        for (int trial = 0; trial < 100; trial++)
        {
            LabelledPoints points = RandomPoints.Separable(rng, 15, 2, 0.1);
            PerceptronTrace trace = new Perceptron { MaxEpochs = 100_000 }.Train(points);
            PerceptronBound bound = PerceptronBound.Best(points);
            Assert.True(trace.Corrections <= bound.MaxCorrections);
            Assert.True(bound.MaxCorrections <= PerceptronBound.Of(points, trace.Unit).MaxCorrections * (1 + 1e-9));
            Assert.Equal(bound.Upper(bound.MaxCorrections), bound.Lower(bound.MaxCorrections), bound.Upper(bound.MaxCorrections) * 1e-12);
            for (int n = 1; n < trace.SquaredNorms.Count; n++)
            {
                Assert.InRange(trace.SquaredNorms[n], bound.Lower(n) * (1 - 1e-9), bound.Upper(n) * (1 + 1e-9));
            }
        }

        var plot = (NotebookKit.Charts.Plot)best.Draw(new Perceptron { Bias = false }.Train(lecture)).Content;
        Assert.Contains("n_max = 50", best.Draw().ToSvg());
        Assert.Equal(["at most", "at least", "perceptron"], plot.Series.Where(series => series.Name is not null).Select(series => series.Name));
    }

    [Fact]
    public void Both_codings_make_the_same_corrections()
    {
        LabelledPoints points = RandomPoints.Separable(new Rng(16), 30, 2, 0.05);
        PerceptronTrace zero = new Perceptron().Train(points), sign = new Perceptron { Coding = Coding.PlusMinusOne }.Train(points);
        Assert.Equal(zero.Unit.Augmented, sign.Unit.Augmented);
        Assert.All(sign.Steps, step => Assert.True(step.Output is 1 or -1 && step.Error is 2 or -2 or 0));
    }

    [Fact]
    public void The_pocket_holds_the_best_weights_seen()
    {
        Rng rng = new(17);
        Tensor x = Tensor.Normal([60, 2], rng: rng, dtype: DType.Float64);
        LabelledPoints noisy = new(x, Tensor.From([.. Enumerable.Range(0, 60).Select(i => rng.NextDouble() < 0.25 ? 0L : x[i].Sum().Item() > 0 ? 1L : 0L)]));
        PerceptronTrace trace = new Perceptron { Pocket = true, MaxEpochs = 30 }.Train(noisy);
        int fewest = trace.Steps.Select(step => step.After).Append(trace.Start).Distinct().Min(unit => unit.Errors(noisy));
        Assert.False(trace.Converged);
        Assert.Equal(fewest, trace.Unit.Errors(noisy));
    }

    [Fact]
    [Trait("System", "PER-MARGIN")]
    public void The_support_vector_machines_margin_is_the_widest()
    {
        Rng rng = new(18);
        for (int trial = 0; trial < 10; trial++)
        {
            LabelledPoints points = RandomPoints.Separable(rng, 25, 2, 0.15);
            SvmResult svm = new LinearSvm { C = double.PositiveInfinity, Tolerance = 1e-10 }.Train(points);
            Assert.Equal(svm.Margin, svm.Unit.Margin(points), 1e-6);
            double nearest = Enumerable.Range(0, points.Count).Min(i => Math.Abs(svm.Unit.Boundary.Distance(points.Point(i))));
            Assert.Equal(2 * nearest, svm.Unit.Margin(points), 1e-12);
            for (int run = 0; run < 20; run++)
            {
                ThresholdUnit found = new Perceptron { Shuffle = rng.Fork(), MaxEpochs = 10_000 }.Train(points).Unit;
                Assert.InRange(found.Margin(points), 0, svm.Margin + 1e-9);
            }
        }
    }

    [Fact]
    [Trait("System", "PER-IO")]
    public void A_table_and_a_trained_perceptron_agree_where_the_table_has_answers()
    {
        LabelledPoints and = BooleanFunction.And.Table();
        LookUpTable table = new(and);
        ThresholdUnit learned = new Perceptron().Train(and).Unit;
        Assert.All(BooleanFunction.Rows(2), row => Assert.Equal(table.Find(row), learned.Fire(row)));
        Assert.Null(table.Find(0.5, 1));
        Assert.Throws<ArgumentException>(() => new LookUpTable(new(new double[,] { { 0 }, { -0.0 } }, [0, 1])));

        var (train, test) = RandomPoints.Separable(new Rng(19), 100, 2, 0.1).Split(0.3, new Rng(20));
        Assert.Equal((70, 30), (train.Count, test.Count));
        Assert.Equal(0, new LookUpTable(train).Accuracy(test));
        Assert.Equal(1, new LookUpTable(train).Accuracy(train));
        Assert.True(new Perceptron().Train(train).Unit.Accuracy(test) > 0.85);
    }

    [Fact]
    public void Misuse_is_named()
    {
        LabelledPoints points = RandomPoints.Lecture;
        Assert.Contains("LearningRate", Assert.Throws<ArgumentException>(() => new Perceptron { LearningRate = 0 }.Train(points)).Message);
        Assert.Contains("3 weights", Assert.Throws<ArgumentException>(() => new Perceptron { Start = new ThresholdUnit([1, 2, 3]) }.Train(points)).Message);
        Assert.Contains("do not separate", Assert.Throws<ArgumentException>(() => PerceptronBound.Of(points, new ThresholdUnit([-1, 0]), bias: false)).Message);
        Assert.Contains("no line separates", Assert.Throws<ArgumentException>(() => PerceptronBound.Best(BooleanFunction.Xor.Table())).Message);
        Assert.Contains("all 4 points are labelled 1", Assert.Throws<ArgumentException>(() => new LinearSvm().Train(new BooleanFunction(2, 15).Table())).Message);
        Assert.Contains("no line separates", Assert.Throws<ArgumentException>(() => new LinearSvm { C = double.PositiveInfinity }.Train(BooleanFunction.Xor.Table())).Message);
        Assert.Contains("share between 0 and 1", Assert.Throws<ArgumentException>(() => points.Split(1)).Message);
    }
}
