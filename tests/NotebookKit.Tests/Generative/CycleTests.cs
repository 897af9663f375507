using NotebookKit.Generative;
using NotebookKit.Layers;
using NotebookKit.Models;

namespace NotebookKit.Tests.Generative;

/// <summary>The circle: zero for maps that undo each other, and two clouds translated into each other.</summary>
public class CycleTests
{
    private static Sequential Detective(int seed) => new(new Linear(2, 32, rng: new Rng(seed)), Activation.Tanh(), new Linear(32, 1, rng: new Rng(seed + 50)));

    private static CycleGan Clouds(double circle) =>
        new(new Linear(2, 2, rng: new Rng(1)), new Linear(2, 2, rng: new Rng(2)), Detective(3), Detective(4)) { CycleWeight = circle, LearningRate = 0.02, Loss = GanLoss.NonSaturating };

    [Fact]
    [Trait("System", "VIS-CYCLE")]
    public void The_circle_is_zero_for_inverse_maps_and_for_no_others()
    {
        Tensor x = Tensor.Normal([20, 2], rng: new Rng(1), dtype: DType.Float64);
        Tensor m = Tensor.From([2.0, 1, -1, 3], [2, 2]), shift = Tensor.From([5.0, -1]);
        Tensor There(Tensor v) => v.MatMul(m) + shift;
        Assert.Equal(0, CycleGan.CycleLoss(x, There, v => (v - shift).MatMul(m.Inverse())).Item(), 12);
        Assert.Equal(0, CycleGan.CycleLoss(x, v => v.Exp(), v => v.Log()).Item(), 12);

        // The wrong order, the transpose instead of the inverse, and a there that throws a number away.
        Assert.True(CycleGan.CycleLoss(x, There, v => v.MatMul(m.Inverse()) - shift).Item() > 0.1);
        Assert.True(CycleGan.CycleLoss(x, There, v => (v - shift).MatMul(m.Transpose())).Item() > 0.1);
        Tensor flat = Tensor.From([1.0, 0, 0, 0], [2, 2]);
        Assert.Equal(x[.., 1].Abs().Sum().Item() / 40, CycleGan.CycleLoss(x, v => v.MatMul(flat), v => v).Item(), 12);
        Assert.Equal(0.5, CycleGan.CycleLoss(x, v => v + 0.25, v => v + 0.25).Item(), 12);
    }

    [Fact]
    [Trait("System", "VIS-CYCLE")]
    public void Two_clouds_are_translated_into_each_other_and_back()
    {
        // Source: round, at (0, 0). Target: at (2, -1), four times as wide as high.
        Tensor source = Tensor.Normal([1000, 2], rng: new Rng(5));
        Tensor target = (Tensor.Normal([1000, 2], rng: new Rng(6)) * Tensor.From([2f, 0.5f])) + Tensor.From([2f, -1f]);
        CycleGan gan = Clouds(1);
        CycleHistory history = gan.Learn(source, target, 450, 64, new Rng(7));
        Tensor there = gan.Translate(source), back = gan.TranslateBack(target);
        Close([2, -1], there.Mean(0), 0.35);
        Close([0, 0], back.Mean(0), 0.35);
        double[] spread = there.StandardDeviation(0).ToArray<double>();
        Assert.InRange(spread[0] / spread[1], 2.2, 7);
        Assert.True(CycleGan.CycleLoss(source, gan.Translate, gan.TranslateBack).Item() < 0.15);
        Assert.True(history.Steps[^1].CycleLoss < 0.3 * history.Steps[0].CycleLoss);
    }

    [Fact]
    public void The_same_seed_translates_the_same_and_history_tells_it()
    {
        Tensor source = Tensor.Normal([64, 2], rng: new Rng(5)), target = Tensor.Normal([80, 2], 1, 2, new Rng(6));
        List<int> seen = [];
        CycleHistory first = Clouds(10).Learn(source, target, 5, rng: new Rng(7), progress: step => seen.Add(step.Number));
        Assert.Equal(first.Steps, Clouds(10).Learn(source, target, 5, rng: new Rng(7)).Steps);
        Assert.Equal([1, 2, 3, 4, 5], seen);
        Assert.Contains("circle", first.ToFigure().ToString(), StringComparison.Ordinal);
        Assert.Contains("step 5", first.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void The_identity_term_pulls_a_translator_towards_leaving_things_alone()
    {
        // Both sets the same, no detective's pull to speak of: the identity alone says what to do.
        Tensor same = Tensor.Normal([200, 2], rng: new Rng(5));
        double Far(double weight)
        {
            CycleGan gan = new(new Linear(2, 2, rng: new Rng(1)), new Linear(2, 2, rng: new Rng(2)), Detective(3), Detective(4))
            {
                CycleWeight = 0,
                IdentityWeight = weight,
                LearningRate = 0.02,
                DetectiveRate = 0,
            };
            gan.Learn(same, same, 120, rng: new Rng(7));
            return (gan.Translate(same) - same).Abs().Mean().Item();
        }

        Assert.True(Far(100) < 0.1);
        Assert.True(Far(0) > 0.3);
    }

    [Fact]
    public void Detectives_are_held_still_only_while_the_translators_learn()
    {
        CycleGan gan = Clouds(10);
        double[] Numbers(Module model) => [.. model.Parameters().SelectMany(parameter => parameter.ToArray<double>())];
        double[] before = Numbers(gan.TargetDetective);
        gan.DetectiveRate = 0;
        gan.Step(Tensor.Normal([8, 2], rng: new Rng(5)), Tensor.Normal([8, 2], rng: new Rng(6)), new Rng(7));
        Assert.Equal(before, Numbers(gan.TargetDetective));
        Assert.All(gan.TargetDetective.Parameters(), parameter => Assert.True(parameter.RequiresGrad));
    }

    [Fact]
    public void Bad_input_is_named()
    {
        Tensor few = Tensor.Zeros([4, 2]), many = Tensor.Zeros([64, 2]);
        Assert.Contains("source", Assert.Throws<ArgumentException>(() => Clouds(1).Learn(few, many, 1)).Message, StringComparison.Ordinal);
        Assert.Contains("target", Assert.Throws<ArgumentException>(() => Clouds(1).Learn(many, few, 1)).Message, StringComparison.Ordinal);
        Assert.Contains("came back as", Assert.Throws<ArgumentException>(() => CycleGan.CycleLoss(many, v => v[.., ..1], v => v)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => Clouds(-1));
        Assert.Contains("LearningRate", Assert.Throws<InvalidOperationException>(() => Clouds(1).Learn(Tensor.Full([64, 2], double.NaN), many, 1)).Message, StringComparison.Ordinal);
        Assert.Contains("circle 1", Clouds(1).ToString(), StringComparison.Ordinal);
    }

    private static void Close(double[] expected, Tensor actual, double tolerance)
    {
        double[] numbers = actual.ToArray<double>();
        for (int i = 0; i < expected.Length; i++)
        {
            Assert.Equal(expected[i], numbers[i], tolerance);
        }
    }
}
