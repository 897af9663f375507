using NotebookKit.Attacks;
using NotebookKit.Data;
using NotebookKit.Layers;
using NotebookKit.Losses;
using NotebookKit.Optimizers;

namespace NotebookKit.Tests.Attacks;

/// <summary>Curves, disturbances, the surface of the loss, and training on attacks.</summary>
public class RobustnessTests(Xunit.Abstractions.ITestOutputHelper output)
{
    [Fact]
    [Trait("System", "ATK-FGSM")]
    public void Accuracy_falls_with_epsilon()
    {
        (Sequential model, Tensor pictures, Tensor labels, _) = Victims.Digits;
        RobustnessCurve curve = RobustnessCurve.Of([("net", model)], [new Fgsm(), new Pgd { Steps = 10, Rng = new Rng(1) }], [0, 0.05, 0.1, 0.2], pictures, labels, 64);
        Assert.Equal(Metric.Accuracy(model.Predict(pictures), labels), curve.Lines[0].Accuracies[0], 12);
        Assert.All(curve.Lines, line => Assert.All(line.Accuracies.Zip(line.Accuracies.Skip(1)), pair => Assert.True(pair.Second < pair.First)));
        Assert.Equal(Metric.Accuracy(model.Predict(new Fgsm { Size = 0.1 }.Attack(model, pictures, labels)), labels), curve.Lines[0].Accuracies[2], 12);
        Assert.True(curve.SizeAt(1, 0.5) <= curve.SizeAt(0, 0.5));
        Assert.Equal(0, curve.SizeAt(0, 1));
        Assert.True(double.IsNaN(curve.SizeAt(0, -1)));
        Assert.Contains("PGD", curve.ToString());
        Assert.Contains("<svg", curve.ToFigure().ToSvg());
        Assert.Throws<ArgumentException>(() => RobustnessCurve.Of([], [new Fgsm()], [0.1], pictures, labels));
    }

    [Fact]
    public void The_report_counts_what_a_loop_counts()
    {
        (Sequential model, Tensor pictures, Tensor labels, _) = Victims.Digits;
        Fgsm attack = new() { Size = 0.06 };
        AttackReport report = AttackReport.Of(model, attack, pictures, labels, 64);
        Tensor changed = attack.Attack(model, pictures, labels);
        Assert.Equal(Metric.Accuracy(model.Predict(changed), labels), report.After, 12);
        Assert.Equal(Metric.Accuracy(model.Predict(pictures), labels), report.Before, 12);
        Assert.Equal(0.06, report.LargestChange, 1e-6);
        Assert.Contains("<svg", AttackReport.ToFigure(model, pictures[..4], changed[..4], labels[..4]).ToSvg());
    }

    [Fact]
    [Trait("System", "ATK-ROBUST")]
    public void A_little_noise_or_blur_undoes_part_of_an_attack()
    {
        (Sequential model, Tensor pictures, Tensor labels, _) = Victims.Digits;
        Survival survival = Survival.Of(model, new Pgd { Size = 0.08, Steps = 10, Rng = new Rng(1) }, [Disturbance.Noise(0.1, 1), Disturbance.Blur(0.5)], pictures, labels);
        output.WriteLine(survival.ToString());
        Assert.Equal(1, survival.Lines[0].StillFooled);
        Assert.True(survival.Lines[1].StillFooled < 0.85, survival.ToString());
        Assert.True(survival.Lines[1].Attacked > survival.Lines[0].Attacked, survival.ToString());
        Assert.True(survival.Lines[2].StillFooled < 0.93 && survival.Lines[2].Clean > survival.Lines[0].Clean - 0.05, survival.ToString());
        Assert.Contains("<svg", survival.ToFigure().ToSvg());
        Assert.Throws<ArgumentException>(() => Survival.Of(model, new Fgsm(), [new("cut", p => p[..1])], pictures, labels));
    }

    [Fact]
    public void Disturbances_do_what_they_say()
    {
        Tensor x = Tensor.Uniform([2, 1, 8, 10], rng: new Rng(1), dtype: DType.Float64);
        double[] flat = x.ToArray<double>();
        double[] moved = Disturbance.Shift(3, -2).Change(x).ToArray<double>();
        for (int i = 0; i < flat.Length; i++)
        {
            (int n, int r, int c) = (i / 80, i / 10 % 8, i % 10);
            Assert.Equal(r + 2 < 8 && c - 3 >= 0 ? flat[(n * 80) + ((r + 2) * 10) + c - 3] : 0, moved[i]);
        }

        Assert.Equal(flat, Disturbance.Shift(0, 0).Change(x).ToArray<double>());
        Assert.Equal(flat, Disturbance.Lens(0).Change(x).ToArray<double>());
        Assert.Equal(flat, Disturbance.None.Change(x).ToArray<double>());

        // A point becomes the bell, whose sum is 1.
        Tensor point = Tensor.Zeros([1, 1, 15, 15], DType.Float64);
        point[0, 0, 7, 7].Fill(1);
        double[] bell = Disturbance.Blur(1.2).Change(point).ToArray<double>();
        Assert.Equal(1, bell.Sum(), 9);
        Assert.Equal(Math.Exp(-(4 + 1) / (2 * 1.44)), bell[(9 * 15) + 8] / bell[(7 * 15) + 7], 9);
        Assert.Equal(0.1, (Disturbance.Noise(0.1, 3, -9, 9).Change(Tensor.Zeros([1, 1, 100, 100])) - 0).StandardDeviation().Item(), 0.005);
        Tensor grey = Tensor.Full([1, 1, 16, 16], 0.5);
        Assert.Equal(0.5, Disturbance.Jpeg(90).Change(grey).Mean().Item(), 0.01);
        Tensor colour = Tensor.Full([2, 3, 16, 16], 0.25);
        Assert.Equal(new Shape(2, 3, 16, 16), Disturbance.Jpeg(50).Change(colour).Shape);
        Assert.Equal(0.25, Disturbance.Jpeg(95).Change(colour).Mean().Item(), 0.02);
        Assert.Throws<ArgumentOutOfRangeException>(() => Disturbance.Jpeg(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => Disturbance.Blur(0));
        Assert.Throws<ArgumentException>(() => Disturbance.Shift(1, 0).Change(x[0]));
    }

    [Fact]
    public void The_surface_of_the_loss_is_the_loss_at_each_point()
    {
        (Sequential model, Tensor pictures, Tensor labels, _) = Victims.Digits;
        long label = (long)labels[0].Item();
        LossSurface surface = LossSurface.Of(model, pictures[0], label, 0.2, 5, new Rng(1));
        Assert.Equal(Loss.CrossEntropy(model.Predict(pictures[..1]), labels[..1]).Item(), surface.Losses[2, 2], 1e-5);
        Tensor fooled = new Fgsm { Size = 0.2 }.Attack(model, pictures[..1], labels[..1]);
        Assert.Equal(Loss.CrossEntropy(model.Predict(fooled), labels[..1]).Item(), surface.Losses[2, 4], 1e-4);
        Assert.True(surface.Losses[2, 4] > surface.Losses[2, 2]);
        Assert.Contains("<svg", surface.ToFigure().ToSvg());
        Assert.Contains("<svg", surface.ToClassFigure().ToSvg());
        Assert.Throws<ArgumentException>(() => LossSurface.Of(model, pictures[0], label, pictures[0], pictures[0][0], 0.1));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    [Trait("System", "ATK-TRAIN")]
    public void Training_on_attacks_raises_the_accuracy_under_attack(bool projected)
    {
        (Sequential plain, Tensor pictures, Tensor labels, Dataset train) = Victims.Digits;
        Dataset test = new("kept aside", pictures, labels, train.ClassNames);
        Pgd judge = new() { Size = 0.15, Steps = 10 };
        AdversarialTraining training = new(projected ? new Pgd { Size = 0.15, Steps = 3 } : new Fgsm { Size = 0.15 }) { BatchSize = 50, Judges = [judge], WarmUp = 30, Share = projected ? 0.5 : 1 };
        RobustHistory Run()
        {
            Sequential model = Victims.Network(1);
            return training.Fit(model, new Adam(model.Parameters()) { LearningRate = 5e-3 }, train, test, 6, new Rng(2));
        }

        RobustHistory history = Run();
        output.WriteLine(history.ToString());
        double before = RobustnessCurve.Accuracy(plain, judge with { Rng = new Rng(3) }, pictures, labels);
        Assert.Equal(7, history.Epochs.Count);
        Assert.True(history.Epochs[^1].UnderAttack[0] > before + 0.15, $"{before}\n{history}");
        Assert.True(history.Epochs[^1].Clean > 0.8, history.ToString());
        if (projected)
        {
            Assert.Equal(history.ToString(), Run().ToString());
        }

        Assert.Contains("<svg", history.ToFigure().ToSvg());
    }

    [Fact]
    public void Only_the_asked_share_of_a_batch_is_attacked()
    {
        (Sequential model, Tensor pictures, Tensor labels, _) = Victims.Digits;
        Batch batch = new(pictures[..40], labels[..40]);
        Batch mixed = new AdversarialTraining(new Fgsm { Size = 0.1 }) { Share = 0.25 }.Attacked(model, batch);
        Assert.Equal(pictures[10..40].ToArray<float>(), mixed.Inputs[10..].ToArray<float>());
        Assert.Equal(new Fgsm { Size = 0.1 }.Attack(model, pictures[..10], labels[..10]).ToArray<float>(), mixed.Inputs[..10].ToArray<float>());
        Assert.Same(batch, new AdversarialTraining(new Fgsm()) { Share = 0 }.Attacked(model, batch));
        Assert.Throws<ArgumentOutOfRangeException>(() => new AdversarialTraining(new Fgsm()) { Share = 2 });
        Dataset numbers = new("numbers", pictures, pictures);
        Assert.Throws<ArgumentException>(() => new AdversarialTraining(new Fgsm()).Fit(model, new Adam(model.Parameters()), numbers));
    }
}
