using NotebookKit.Attacks;
using NotebookKit.Layers;
using NotebookKit.Losses;

namespace NotebookKit.Tests.Attacks;

/// <summary>Attacks along the gradient: closed forms on linear models, laws, PyTorch's numbers, and a model that is left as it was.</summary>
public class GradientAttackTests
{
    private static readonly Tensor Places = Tensor.From([.. Enumerable.Range(0, 24).Select(i => 0.5 + (0.3 * Math.Sin((3 * (i / 6)) + (i % 6))))], [4, 6]);
    private static readonly Tensor Labels = Tensor.From([0L, 1, 2, 0]);

    [Fact]
    [Trait("System", "ATK-FGSM")]
    [Trait("Golden", "G-FGSM")]
    public void Fgsm_changes_every_pixel_by_epsilon_exactly_and_raises_each_loss()
    {
        Sequential model = Victims.OfSines();
        Tensor fooled = new Fgsm { Size = 0.007 }.Attack(model, Places, Labels);
        Assert.All((fooled - Places).ToArray<double>(), change => Assert.Equal(0.007, Math.Abs(change), 1e-9));
        Assert.All(Losses(model, fooled).Zip(Losses(model, Places)), pair => Assert.True(pair.First > pair.Second));
    }

    [Fact]
    [Trait("System", "ATK-FGSM")]
    public void Fgsm_follows_the_gradient_by_finite_differences()
    {
        Sequential model = Victims.OfSines();
        double[] change = (new Fgsm { Size = 0.01 }.Attack(model, Places, Labels) - Places).ToArray<double>();
        double[] flat = Places.ToArray<double>();
        for (int i = 0; i < flat.Length; i++)
        {
            double slope = Losses(model, Moved(1e-5))[i / 6] - Losses(model, Moved(-1e-5))[i / 6];
            Assert.Equal(Math.Sign(slope), Math.Sign(change[i]));
            Tensor Moved(double by) => Tensor.From([.. flat.Select((value, j) => j == i ? value + by : value)], [4, 6]);
        }
    }

    [Fact]
    [Trait("System", "ATK-FGSM")]
    [Trait("Golden", "E-64")]
    public void The_step_is_up_the_loss_and_a_step_of_descent_would_help_the_model()
    {
        Sequential model = Victims.OfSines();
        Tensor fooled = new Fgsm { Size = 0.05 }.Attack(model, Places, Labels);
        double[] before = Losses(model, Places), up = Losses(model, fooled), down = Losses(model, Places - (fooled - Places));
        Assert.All(Enumerable.Range(0, 4), i => Assert.True(down[i] < before[i] && before[i] < up[i]));
    }

    [Fact]
    public void On_a_linear_model_no_corner_of_the_cube_is_worse_than_fgsm_and_many_steps_end_there_too()
    {
        Linear model = new(6, 2, dtype: DType.Float64, rng: new Rng(3));
        Tensor one = Places[..1], label = Labels[..1];
        double fast = LossOf(model, new Fgsm { Size = 0.1 }.Attack(model, one, label), label);
        double[] flat = one.ToArray<double>();
        double worst = Enumerable.Range(0, 64).Max(corner =>
            LossOf(model, Tensor.From([.. flat.Select((value, i) => value + ((corner >> i & 1) == 1 ? 0.1 : -0.1))], [1, 6]), label));
        Assert.Equal(worst, fast, 9);
        Assert.Equal(worst, LossOf(model, new Pgd { Size = 0.1, Steps = 40, Rng = new Rng(1) }.Attack(model, one, label), label), 9);

        // The round ball: the margin w'x grows by |w| r, along w.
        Tensor w = (model.Weight[1] - model.Weight[0]).Detach();
        Tensor round = new Pgd { Size = 0.1, Norm = BallNorm.Two, RandomStart = false }.Attack(model, one, label);
        double gain = ((round - one) * w).Sum().Item();
        Assert.Equal(0.1 * w.Norm().Item(), gain, 9);
    }

    [Fact]
    public void Losses_after_attacks_are_those_of_pytorch()
    {
        // PyTorch 2.14, float64, the same weights and pictures: FGSM 0.1; five steps of 0.04 in the cube of 0.1; five of 0.1 in the round ball of 0.2.
        Sequential model = Victims.OfSines();
        double[] cube = [1.1744202299116275, 1.5004687777148993, 1.9611004380537462, 1.5655148977205968];
        double[] ball = [1.1362859301666877, 1.4805192063928194, 1.9176483026297224, 1.5204711235785728];
        Equal(cube, new Fgsm { Size = 0.1 });
        Equal(cube, new Pgd { Size = 0.1, Steps = 5, StepSize = 0.04, RandomStart = false });
        Equal(ball, new Pgd { Size = 0.2, Steps = 5, StepSize = 0.1, RandomStart = false, Norm = BallNorm.Two });

        void Equal(double[] expected, IAttack attack) =>
            Assert.All(expected.Zip(Losses(model, attack.Attack(model, Places, Labels))), pair => Assert.Equal(pair.First, pair.Second, 1e-9));
    }

    [Theory]
    [InlineData(BallNorm.Infinity)]
    [InlineData(BallNorm.Two)]
    public void Projection_gives_the_nearest_point_of_the_ball(BallNorm norm)
    {
        Tensor change = Tensor.Normal([200, 3], rng: new Rng(1), dtype: DType.Float64);
        Tensor near = NormBall.Project(change, 0.8, norm);
        double[] size = NormBall.Lengths(change, norm).ToArray<double>(), after = NormBall.Lengths(near, norm).ToArray<double>();
        Assert.All(size.Zip(after), pair => Assert.Equal(Math.Min(pair.First, 0.8), pair.Second, 1e-12));
        Assert.Equal(near.ToArray<double>(), NormBall.Project(near, 0.8 + 1e-12, norm).ToArray<double>());
        Tensor others = NormBall.Random([2000, 3], 0.8, norm, new Rng(2), DType.Float64);
        Assert.True(NormBall.Lengths(others, norm).Max().Item() <= 0.8 + 1e-12);
        double[] away = NormBall.Lengths(change - near, BallNorm.Two).ToArray<double>();
        double[] best = change.CDist(others).Min(1).ToArray<double>();
        Assert.All(away.Zip(best), pair => Assert.True(pair.First <= pair.Second + 1e-12));

        // Even by volume: half of the points lie in the ball with half the volume.
        double half = 0.8 * Math.Pow(0.5, 1.0 / 3);
        Assert.Equal(0.5, NormBall.Lengths(others, norm).ToArray<double>().Average(length => length < half ? 1.0 : 0), 0.05);
    }

    [Theory]
    [InlineData(BallNorm.Infinity, 0.1)]
    [InlineData(BallNorm.Two, 1.0)]
    public void Pgd_stays_in_ball_and_range_and_is_at_least_as_strong_as_fgsm(BallNorm norm, double size)
    {
        (Sequential model, Tensor pictures, Tensor labels, _) = Victims.Digits;
        Tensor fooled = new Pgd { Size = size, Norm = norm, Restarts = 2, Rng = new Rng(4) }.Attack(model, pictures, labels);
        Assert.True(NormBall.Lengths(fooled - pictures, norm).Max().Item() <= size + 1e-6);
        Assert.InRange(fooled.Min().Item(), 0, 1);
        Assert.InRange(fooled.Max().Item(), 0, 1);
        if (norm == BallNorm.Infinity)
        {
            double fast = RobustnessCurve.Accuracy(model, new Fgsm { Size = size }, pictures, labels);
            Assert.True(Metric.Accuracy(model.Predict(fooled), labels) <= fast);
        }
    }

    [Fact]
    public void More_restarts_only_make_the_margin_of_each_picture_larger()
    {
        (Sequential model, Tensor pictures, Tensor labels, _) = Victims.Digits;
        double[] Margins(int restarts)
        {
            Tensor fooled = new Pgd { Size = 0.08, Steps = 3, Restarts = restarts, Rng = new Rng(5) }.Attack(model, pictures, labels);
            return Victim.Margins(model.Predict(fooled), labels.ToArray<long>());
        }

        double[] once = Margins(1), thrice = Margins(3);
        Assert.All(once.Zip(thrice), pair => Assert.True(pair.Second >= pair.First));
        Assert.NotEqual(once, thrice);
        Assert.Equal(thrice, Margins(3));
    }

    [Fact]
    public void One_step_of_the_iterative_ones_is_fgsm()
    {
        (Sequential model, Tensor pictures, Tensor labels, _) = Victims.Digits;
        float[] fast = new Fgsm { Size = 0.1 }.Attack(model, pictures, labels).ToArray<float>();
        float[] iterative = new IterativeFgsm { Size = 0.1, Steps = 1 }.Attack(model, pictures, labels).ToArray<float>();
        float[] projected = new Pgd { Size = 0.1, Steps = 1, RandomStart = false }.Attack(model, pictures, labels).ToArray<float>();
        Assert.All(fast.Zip(iterative), pair => Assert.Equal(pair.First, pair.Second, 1e-6f));
        Assert.All(fast.Zip(projected), pair => Assert.Equal(pair.First, pair.Second, 1e-6f));
    }

    [Fact]
    public void Aimed_attacks_make_the_wanted_class()
    {
        (Sequential model, Tensor pictures, Tensor labels, _) = Victims.Digits;
        Pgd attack = new() { Size = 0.4, Aim = shown => shown.Following(), Rng = new Rng(6) };
        AttackReport report = AttackReport.Of(model, attack, pictures, labels);
        Assert.True(report.Success > 0.95, report.ToString());
        AttackReport fast = AttackReport.Of(model, new Fgsm { Size = 0.4, Aim = attack.Aim }, pictures, labels);
        Assert.True(fast.Success < report.Success);
    }

    [Fact]
    public void An_attack_leaves_mode_gradients_and_frozen_parameters_as_they_were()
    {
        Rng rng = new(1);
        Sequential inner = new(new Linear(64, 16, rng: rng), new Dropout(0.5), new Linear(16, 10, rng: rng));
        Sequential model = new(new Flatten(), inner);
        (_, Tensor pictures, Tensor labels, _) = Victims.Digits;
        model.IsTraining = true;
        inner[1].IsTraining = false;
        Linear first = (Linear)inner[0], last = (Linear)inner[2];
        last.Weight.RequiresGrad = false;
        Loss.CrossEntropy(model.Forward(pictures[..4]), labels[..4]).Backward();
        float[] gradient = first.Weight.Grad!.ToArray<float>();
        Fgsm attack = new();
        foreach (IAttack one in (IAttack[])[attack, new Pgd { Steps = 2, Restarts = 2, Rng = new Rng(1) }, new IterativeFgsm { Steps = 2 }, new StickerAttack { Step = 4, PrintSteps = 2 }])
        {
            one.Attack(model, pictures[..2], labels[..2]);
            Assert.True(model.IsTraining && inner.IsTraining && !inner[1].IsTraining);
            Assert.Equal(gradient, first.Weight.Grad!.ToArray<float>());
            Assert.True(first.Weight.RequiresGrad && !last.Weight.RequiresGrad && last.Weight.Grad is null);
        }

        Assert.Throws<ArgumentException>(() => attack.Attack(model, pictures[..2].Reshape(2, 8, 8)[.., .., ..7], labels[..2]));
        Assert.True(model.IsTraining && !inner[1].IsTraining && first.Weight.RequiresGrad);
        Assert.False(pictures.RequiresGrad);
    }

    [Fact]
    public void Bad_input_is_named()
    {
        (Sequential model, Tensor pictures, Tensor labels, _) = Victims.Digits;
        Fgsm attack = new();
        Assert.Contains("scale the pictures", Assert.Throws<ArgumentException>(() => attack.Attack(model, pictures * 16, labels)).Message);
        Assert.Contains("Unsqueeze", Assert.Throws<ArgumentException>(() => attack.Attack(model, pictures[0][0][0], labels)).Message);
        Assert.Contains("of the 200 pictures", Assert.Throws<ArgumentException>(() => attack.Attack(model, pictures, labels[..3])).Message);
        Assert.Throws<ArgumentException>(() => new Fgsm { Low = 1, High = 0 }.Attack(model, pictures, labels));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Fgsm { Size = -0.1 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new Pgd { Steps = 0 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new IterativeFgsm { Steps = 0 });
        Assert.Throws<ArgumentException>(() => NormBall.Project(pictures, -1, BallNorm.Two));
        Assert.Equal("FGSM, size 0.1, pixels 0 to 1", attack.ToString());
        Assert.Equal(pictures.ToArray<float>(), new Fgsm { Size = 0 }.Attack(model, pictures, labels).ToArray<float>());
    }

    private static double[] Losses(Module model, Tensor x) => Loss.CrossEntropy(model.Predict(x), Labels, reduction: Reduction.None).ToArray<double>();

    private static double LossOf(Module model, Tensor x, Tensor label) => Loss.CrossEntropy(model.Predict(x), label).Item();
}

/// <summary>Classes to aim at.</summary>
internal static class ClassNumbers
{
    /// <summary>The next digit, 0 after 9.</summary>
    public static Tensor Following(this Tensor labels) => Tensor.From([.. labels.ToArray<long>().Select(label => (label + 1) % 10)]);
}
