using NotebookKit.Generative;
using NotebookKit.Layers;
using NotebookKit.Models;
using NotebookKit.Optimizers;

namespace NotebookKit.Tests.Generative;

/// <summary>Games that are small enough to be played to the end.</summary>
public class GameTests
{
    private static Sequential Dense(int inputs, int hidden, int outputs, int seed) => new(
        new Linear(inputs, hidden, rng: new Rng(seed)), Activation.Tanh(), new Linear(hidden, outputs, rng: new Rng(seed + 100)));

    private static Gan Bell(GanLoss loss, int seed)
    {
        Linear forger = new(1, 1, rng: new Rng(seed));
        Sequential detective = Dense(1, 16, 1, seed + 1);
        return new(forger, detective, 1, new Adam(forger.Parameters()) { LearningRate = 0.02, Beta1 = 0.5 }, new Adam(detective.Parameters()) { LearningRate = 0.02, Beta1 = 0.5 })
        {
            Loss = loss,
            RealPenaltyWeight = 0.5,
            RealPenaltyEvery = 1,
        };
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_forger_of_one_line_learns_a_bell(bool squares)
    {
        Gan gan = Bell(squares ? GanLoss.LeastSquares : GanLoss.NonSaturating, 1);
        Tensor real = Tensor.Normal([2000, 1], 3, 0.5, new Rng(2));
        gan.Learn(real, 500, 64, new Rng(3));
        double[] forged = gan.Sample(4000, new Rng(4)).ToArray<double>();
        double mean = forged.Average(), deviation = Math.Sqrt(forged.Average(x => (x - mean) * (x - mean)));
        Assert.Equal(3, mean, 0.3);
        Assert.Equal(0.5, deviation, 0.25);
    }

    [Fact]
    public void The_same_seed_plays_the_same_game_and_history_tells_it()
    {
        Tensor real = Tensor.Normal([200, 1], 3, 0.5, new Rng(2));
        List<int> seen = [];
        int looks = 0;
        GanHistory first = Bell(GanLoss.NonSaturating, 1).Learn(real, 7, 32, new Rng(3), step => seen.Add(step.Number), (_, shown) => looks += shown.Shape[0]);
        GanHistory again = Bell(GanLoss.NonSaturating, 1).Learn(real, 7, 32, new Rng(3));
        Assert.Equal(first.Steps, again.Steps);
        Assert.Equal(Enumerable.Range(1, 7), seen);
        Assert.Equal(128, looks);
        Assert.Contains("step 7", first.ToString(), StringComparison.Ordinal);
        Assert.Contains("detective", first.ToFigure().ToString(), StringComparison.Ordinal);
        Assert.Empty(first.Judged);
    }

    [Fact]
    public void Each_moves_in_its_own_step_only()
    {
        // The forger's step must not move the detective, nor the detective's step the forger: with one rate at 0 the other's parameters alone change.
        foreach (bool still in new[] { true, false })
        {
            Sequential forger = Dense(2, 4, 2, 1), detective = Dense(2, 4, 1, 2);
            detective.Parameters().First().RequiresGrad = false;
            double[] forgerBefore = Numbers(forger), detectiveBefore = Numbers(detective);
            Gan gan = new(forger, detective, 2, new Sgd(forger.Parameters()) { LearningRate = still ? 0 : 0.1 }, new Sgd(detective.Parameters()) { LearningRate = still ? 0.1 : 0 });
            gan.Step(Tensor.Normal([8, 2], rng: new Rng(5)), new Rng(6));
            Assert.Equal(still, forgerBefore.SequenceEqual(Numbers(forger)));
            Assert.Equal(!still, detectiveBefore.SequenceEqual(Numbers(detective)));
            Assert.Equal([false, true, true, true], detective.Parameters().Select(parameter => parameter.RequiresGrad));
        }
    }

    [Fact]
    public void A_step_of_each_is_the_gradient_of_its_loss()
    {
        Sequential forger = Dense(2, 4, 2, 1), detective = Dense(2, 4, 1, 2), forgerCopy = Dense(2, 4, 2, 9), detectiveCopy = Dense(2, 4, 1, 9);
        forgerCopy.Load(forger.State());
        detectiveCopy.Load(detective.State());
        Tensor real = Tensor.Normal([8, 2], rng: new Rng(5));
        new Gan(forger, detective, 2, new Sgd(forger.Parameters()) { LearningRate = 0.1 }, new Sgd(detective.Parameters()) { LearningRate = 0.1 }).Step(real, new Rng(6));

        Tensor fake = forgerCopy.Forward(Tensor.Normal([8, 2], rng: new Rng(6)));
        Tensor caught = (-detectiveCopy.Forward(real)).Softplus().Mean() + detectiveCopy.Forward(fake.Detach()).Softplus().Mean();
        caught.Backward();
        new Sgd(detectiveCopy.Parameters()) { LearningRate = 0.1 }.Step();
        forgerCopy.ZeroGrad();
        (-detectiveCopy.Forward(fake)).Softplus().Mean().Backward();
        new Sgd(forgerCopy.Parameters()) { LearningRate = 0.1 }.Step();
        Assert.Equal(Numbers(detectiveCopy), Numbers(detective), (a, b) => Math.Abs(a - b) < 1e-6);
        Assert.Equal(Numbers(forgerCopy), Numbers(forger), (a, b) => Math.Abs(a - b) < 1e-6);
    }

    [Fact]
    public void Pictures_have_their_size_and_the_judge_its_report()
    {
        Gan gan = new(Dcgan.Generator(5, 14, 4, new Rng(1)), Dcgan.Discriminator(14, 4, 4, new Rng(2)), 5)
        {
            Judge = new SampleJudge(new Sequential(new Flatten(), new Linear(196, 10, rng: new Rng(3)))),
            LookEvery = 2,
            JudgedSamples = 10,
            Average = new WeightAverage(Dcgan.Generator(5, 14, 4, new Rng(9)), 0.5),
        };
        GanHistory history = gan.Learn(Tensor.Uniform([40, 1, 14, 14], -1, 1, new Rng(4)), 3, 8, new Rng(5));
        Assert.Equal([2, 3], history.Judged.Select(look => look.Step));
        Assert.Equal(new Shape(3, 1, 14, 14), gan.Sample(3, new Rng(1)).Shape);
        Assert.Equal(new Shape(2, 1, 8, 8), Dcgan.Generator(5, 8, 4).Predict(Tensor.Zeros([2, 5])).Shape);
        Assert.Equal(new Shape(2, 1), Dcgan.Discriminator(8, 4).Predict(Tensor.Zeros([2, 1, 8, 8])).Shape);
        Assert.Throws<ArgumentException>(() => Dcgan.Generator(5, 15));
        Assert.Contains("GAN", gan.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Bad_input_is_named()
    {
        Gan gan = Bell(GanLoss.NonSaturating, 1);
        Assert.Contains("batch of 64", Assert.Throws<ArgumentException>(() => gan.Learn(Tensor.Zeros([10, 1]), 1)).Message, StringComparison.Ordinal);
        Assert.Contains("[N, 1]", Assert.Throws<ArgumentException>(() => gan.Make(Tensor.Zeros([10, 2]))).Message, StringComparison.Ordinal);
        Assert.Contains("LearningRate", Assert.Throws<InvalidOperationException>(() => gan.Learn(Tensor.Full([64, 1], double.NaN), 1)).Message, StringComparison.Ordinal);
        using CancellationTokenSource stop = new();
        stop.Cancel();
        using (Cancellation.By(stop.Token))
        {
            Assert.Throws<OperationCanceledException>(() => gan.Learn(Tensor.Ones([64, 1]), 1));
        }
    }

    private static double[] Numbers(Module model) => [.. model.Parameters().SelectMany(parameter => parameter.ToArray<double>())];
}
