using NotebookKit.Data;
using NotebookKit.Layers;
using NotebookKit.Models;
using NotebookKit.Optimizers;
using NotebookKit.Training;

namespace NotebookKit.Tests.Attacks;

/// <summary>Small models to attack.</summary>
internal static class Victims
{
    private static readonly Lazy<(Sequential Model, Tensor Pictures, Tensor Labels, Dataset Train)> Trained = new(Train);

    /// <summary>A network that reads digits of 8 x 8 pixels, values 0 to 1, and 200 that it was not taught.</summary>
    public static (Sequential Model, Tensor Pictures, Tensor Labels, Dataset Train) Digits => Trained.Value;

    /// <summary>Numbers anybody can write down: sin(offset + place).</summary>
    public static Tensor Sines(int rows, int columns, double offset) =>
        Tensor.From([.. Enumerable.Range(0, rows * columns).Select(i => Math.Sin(offset + i))], [rows, columns]);

    /// <summary>tanh(x W1') W2' with weights of sines, 6 inputs and 3 classes, in double precision.</summary>
    public static Sequential OfSines()
    {
        Linear first = new(6, 8, bias: false, dtype: DType.Float64), second = new(8, 3, bias: false, dtype: DType.Float64);
        first.Weight.Set(Sines(8, 6, 1));
        second.Weight.Set(Sines(3, 8, 0.5));
        return new Sequential(first, Activation.Tanh(), second);
    }

    /// <summary>A new network for the digits.</summary>
    public static Sequential Network(long seed)
    {
        Rng rng = new(seed);
        return new Sequential(new Flatten(), new Linear(64, 32, rng: rng), new ReLU(), new Linear(32, 10, rng: rng));
    }

    private static (Sequential Model, Tensor Pictures, Tensor Labels, Dataset Train) Train()
    {
        Dataset all = Datasets.Digits();
        Dataset digits = new("digits", all.Inputs.To(DType.Float32) / 16, all.Labels, all.ClassNames);
        Dataset train = digits.Take(1500);
        Sequential model = Network(1);
        new Trainer(model, new Adam(model.Parameters()) { LearningRate = 5e-3 }) { Show = false }.Fit(train, epochs: 8, batchSize: 50, rng: new Rng(2));
        return (model, digits.Inputs[1500..1700], digits.Labels[1500..1700], train);
    }
}
