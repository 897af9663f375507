using NotebookKit.Generative;
using NotebookKit.Gradients;
using NotebookKit.Layers;

namespace NotebookKit.Tests.Generative;

/// <summary>What the judge says of sets that are known, the batch's deviation, the penalty, the average and the pool.</summary>
public class JudgeTests
{
    [Fact]
    public void A_collapsed_set_scores_one_class_and_a_perfect_one_all()
    {
        SampleReport collapsed = SampleJudge.Report(Tensor.From(Enumerable.Repeat<double[]>([0, 1, 0, 0], 6).SelectMany(row => row).ToArray(), [6, 4]));
        Assert.Equal((1, 0.0), (collapsed.Covered(), collapsed.Rarest));
        Assert.Equal(1, collapsed.Confident, 12);
        Assert.Equal(1, collapsed.Score, 12);
        Assert.Equal(1, collapsed.EffectiveClasses, 12);

        SampleReport perfect = SampleJudge.Report(Tensor.From([0L, 1, 2, 3, 0, 1, 2, 3]).OneHot(4, DType.Float64));
        Assert.Equal(4, perfect.Score, 12);
        Assert.Equal(4, perfect.EffectiveClasses, 12);
        Assert.Equal(4, perfect.Covered());
    }

    [Fact]
    public void A_judge_that_never_knows_gives_one()
    {
        SampleReport fog = SampleJudge.Report(Tensor.Full([5, 4], 0.25, DType.Float64));
        Assert.Equal(1, fog.Score, 12);
        Assert.Equal(0, fog.Confident);
    }

    [Fact]
    public void The_score_is_exp_of_the_information_that_a_sample_gives_about_its_class()
    {
        // Another route: entropy of the mean minus the mean of the entropies.
        double[][] rows = [[0.7, 0.2, 0.1], [0.1, 0.8, 0.1], [0.95, 0.05, 0], [0.3, 0.3, 0.4]];
        static double Entropy(IEnumerable<double> p) => -p.Sum(x => x > 0 ? x * Math.Log(x) : 0);
        double[] mean = [.. Enumerable.Range(0, 3).Select(k => rows.Average(row => row[k]))];
        SampleReport report = SampleJudge.Report(Tensor.From(rows.SelectMany(row => row).ToArray(), [4, 3]), clear: 0.75);
        Assert.Equal(Math.Exp(Entropy(mean) - rows.Average(Entropy)), report.Score, 12);
        Assert.Equal([0.5, 0.25, 0.25], report.Shares);
        Assert.Equal(0.5, report.Confident);
        Assert.Equal((3, 1), (report.Covered(), report.Covered(0.3)));
        Assert.Contains("3 of 3 classes", report.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void The_judge_asks_its_classifier_in_use_and_leaves_it_alone()
    {
        Sequential classifier = new(new Linear(2, 3, rng: new Rng(1)), new Dropout(0.9));
        Tensor samples = Tensor.Normal([700, 2], rng: new Rng(2));
        SampleJudge judge = new(classifier);
        Assert.Equal(judge.Look(samples), judge.Look(samples), (a, b) => a!.Score == b!.Score && a.Shares.SequenceEqual(b.Shares));
        Assert.Equal(classifier.Predict(samples).Softmax(1).ToArray<float>(), judge.Probabilities(samples).ToArray<float>());
        Assert.Equal(700, judge.Names(samples).Count);
        Assert.True(classifier.IsTraining);
        Assert.All(classifier.Parameters(), parameter => Assert.True(parameter.RequiresGrad && parameter.Grad is null));
    }

    [Fact]
    public void Bad_probabilities_and_samples_are_named()
    {
        Assert.Contains("Softmax", Assert.Throws<ArgumentException>(() => SampleJudge.Report(Tensor.Ones([2, 3]))).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => SampleJudge.Report(Tensor.From([-0.5, 1.5], [1, 2])));
        Assert.Throws<ArgumentException>(() => SampleJudge.Report(Tensor.Ones([3])));
        Assert.Throws<ArgumentException>(() => new SampleJudge(new Linear(2, 3)).Look(Tensor.Zeros([0, 2])));
        Assert.Contains("[4, classes]", Assert.Throws<ArgumentException>(() => new SampleJudge(new Identity()).Look(Tensor.Zeros([4, 5, 2]))).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => new SampleJudge(new Flatten()) { Clear = 1 });
    }

    [Fact]
    public void The_deviation_of_a_batch_stands_in_a_map_of_its_own()
    {
        Tensor x = Tensor.Normal([6, 2, 3, 4], rng: new Rng(3), dtype: DType.Float64);
        Tensor y = new BatchDeviation(3).Forward(x);
        Assert.Equal(new Shape(6, 3, 3, 4), y.Shape);
        Assert.Equal(x.ToArray<double>(), y[.., ..2].ToArray<double>());

        // Examples 0, 2, 4 and 1, 3, 5 are the groups: N examples are laid out as [group, groups].
        double[] all = x.ToArray<double>();
        foreach (int first in new[] { 0, 1 })
        {
            double sum = 0;
            for (int place = 0; place < 24; place++)
            {
                double[] values = [.. new[] { 0, 2, 4 }.Select(i => all[((first + i) * 24) + place])];
                sum += Math.Sqrt(values.Average(v => v * v) - (values.Average() * values.Average()) + 1e-8);
            }

            Assert.All(Enumerable.Range(0, 3), i => Assert.Equal(sum / 24, y[first + (2 * i), 2, 1, 1].Item(), 9));
        }

        Assert.True(new BatchDeviation(8).Forward(Tensor.Ones([5, 1, 2, 2]))[.., 1..].Max().Item() < 1e-3);
        Assert.True(Gradient.Check(new BatchDeviation(3).Forward, x).IsRight);
        Assert.Contains("does not divide", Assert.Throws<ArgumentException>(() => new BatchDeviation(4).Forward(x)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => new BatchDeviation(4).Forward(Tensor.Zeros([4, 2])));
        Assert.Throws<ArgumentOutOfRangeException>(() => new BatchDeviation(1));
    }

    [Fact]
    public void The_penalty_of_a_linear_detective_is_the_length_of_its_weights()
    {
        Linear detective = new(3, 1, dtype: DType.Float64);
        detective.Weight.Set(Tensor.From([1.0, 2, -2], [1, 3]));
        Tensor real = Tensor.Normal([5, 3], rng: new Rng(4), dtype: DType.Float64), penalty = RealPenalty.Of(detective, real, 10);
        Assert.Equal(10.0 / 2 * 9, penalty.Item(), 12);
        penalty.Backward();
        Assert.Equal([10.0, 20, -20], detective.Weight.Grad!.ToArray<double>());
        Assert.False(real.RequiresGrad);
    }

    [Fact]
    public void The_penalty_has_a_second_derivative_through_the_detective_of_pictures()
    {
        Sequential detective = Dcgan.Discriminator(8, 3, rng: new Rng(5));
        Tensor real = Tensor.Uniform([4, 1, 8, 8], -1, 1, new Rng(6));
        Parameter weight = detective.Parameters().First();
        RealPenalty.Of(detective, real).Backward();
        double slope = weight.Grad!.ToArray<double>()[7], step = 1e-2;
        double At(double move)
        {
            float[] numbers = weight.ToArray<float>();
            float[] moved = [.. numbers];
            moved[7] += (float)move;
            weight.Set(Tensor.From(moved, weight.Shape));
            double value = RealPenalty.Of(detective, real).Item();
            weight.Set(Tensor.From(numbers, weight.Shape));
            return value;
        }

        Assert.Equal((At(step) - At(-step)) / (2 * step), slope, 0.02 * (1e-3 + Math.Abs(slope)));
    }

    [Fact]
    public void The_average_is_the_decayed_sum_of_all_that_it_saw()
    {
        Linear learns = new(1, 1, bias: false), mean = new(1, 1, bias: false);
        WeightAverage average = new(mean, 0.75);
        double expected = 0;
        double[] seen = [8, 4, 6, -2, 10];
        for (int i = 0; i < seen.Length; i++)
        {
            learns.Weight.Set(Tensor.Full([1, 1], seen[i]));
            average.Add(learns);
            double stay = Math.Min(0.75, i / (i + 1.0));
            expected = (stay * expected) + ((1 - stay) * seen[i]);
        }

        Assert.Equal(expected, mean.Weight.Item(), 5);
        Assert.Equal(10, learns.Weight.Item());
        Assert.True(mean.Weight.RequiresGrad);
        Assert.Throws<ArgumentException>(() => average.Add(new Linear(2, 1)));
        Assert.Throws<ArgumentOutOfRangeException>(() => new WeightAverage(mean, 1));
        Assert.Contains("5 steps", average.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void The_pool_gives_back_as_many_as_it_gets_and_loses_none()
    {
        ReplayPool pool = new(4);
        Rng dice = new(7);
        List<double> put = [], given = [];
        for (int batch = 0; batch < 40; batch++)
        {
            double[] numbers = [batch * 3, (batch * 3) + 1, (batch * 3) + 2];
            put.AddRange(numbers);
            double[] back = pool.Exchange(Tensor.From(numbers, [3, 1]), dice).ToArray<double>();
            Assert.Equal(3, back.Length);
            Assert.True(batch > 0 || back.SequenceEqual(numbers), "until it is full it hands on what it gets");
            given.AddRange(back);
        }

        Assert.Equal(4, pool.Count);
        Assert.True(given.Except(put).Any() is false);
        Assert.Contains(given.Select((number, place) => place - number), late => late > 5);
        Assert.Equal([7f], new ReplayPool(0).Exchange(Tensor.From([7f], [1, 1])).ToArray<float>());
        Assert.Contains("same form", Assert.Throws<ArgumentException>(() => pool.Exchange(Tensor.Zeros([3, 2]))).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => new ReplayPool(-1));
    }
}
