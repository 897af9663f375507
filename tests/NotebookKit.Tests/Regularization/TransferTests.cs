using NotebookKit.Layers;
using NotebookKit.Losses;
using NotebookKit.Optimizers;
using NotebookKit.Regularization;

namespace NotebookKit.Tests.Regularization;

public class TransferTests
{
    // Both tasks look at the same hidden directions of 20 inputs: the first asks for all signs, the second for one of four combinations.
    private static readonly Tensor Directions = Tensor.Normal([20, 3], rng: new Rng(1));

    private static (Tensor X, Tensor Signs, Tensor Labels) Task(int count, long seed)
    {
        Tensor x = Tensor.Normal([count, 20], rng: new Rng(seed));
        float[] signs = [.. x.MatMul(Directions).ToArray<float>().Select(u => u > 0 ? 1f : 0)];
        long[] labels = [.. Enumerable.Range(0, count).Select(i => (long)((2 * signs[3 * i]) + (signs[(3 * i) + 1] == signs[(3 * i) + 2] ? 1 : 0)))];
        return (x, Tensor.From(signs, new Shape(count, 3)), Tensor.From(labels));
    }

    private static Sequential Features(Rng rng) => new(new Linear(20, 32, rng: rng), new ReLU(), new BatchNorm1d(32), new Linear(32, 16, rng: rng), new ReLU());

    private static void Train(Module model, Func<Tensor> loss, int steps, double rate = 0.01)
    {
        Adam optimizer = new(model.Parameters()) { LearningRate = rate, WeightDecay = 0.001 };
        model.IsTraining = true;
        for (int step = 0; step < steps; step++)
        {
            optimizer.ZeroGrad();
            loss().Backward();
            optimizer.Step();
        }
    }

    [Fact]
    [Trait("System", "REG-TRANSFER")]
    public void Frozen_features_stay_bit_for_bit_and_a_new_head_on_them_beats_a_start_from_scratch()
    {
        (Tensor x, Tensor signs, _) = Task(1000, 2);
        Sequential features = Features(new Rng(3));
        Sequential source = new(features, new Linear(16, 3, rng: new Rng(4)));
        Train(source, () => Loss.BinaryCrossEntropyOfScores(source.Forward(x), signs), 200);

        // Forty examples of the new task.
        (Tensor few, _, Tensor labels) = Task(40, 5);
        (Tensor test, _, Tensor truth) = Task(1000, 6);
        float[][] before = [.. features.State().Values.Select(tensor => tensor.ToArray<float>())];
        Sequential transferred = new(new Frozen(features), new Linear(16, 4, rng: new Rng(7)));
        Train(transferred, () => Loss.CrossEntropy(transferred.Forward(few), labels), 200);
        Assert.Equal(before, features.State().Values.Select(tensor => tensor.ToArray<float>()));

        Sequential scratch = new(Features(new Rng(8)), new Linear(16, 4, rng: new Rng(7)));
        Train(scratch, () => Loss.CrossEntropy(scratch.Forward(few), labels), 200);
        double gained = Metric.Accuracy(transferred.Predict(test), truth);
        double alone = Metric.Accuracy(scratch.Predict(test), truth);
        Assert.True(gained > alone + 0.1, $"{gained:P1} with the features, {alone:P1} from scratch");
    }

    [Fact]
    [Trait("System", "REG-FEATSVM")]
    public void Features_train_another_classifier()
    {
        (Tensor x, Tensor signs, Tensor labels) = Task(800, 2);
        Sequential features = Features(new Rng(3));
        Sequential source = new(features, new Linear(16, 3, rng: new Rng(4)));
        Train(source, () => Loss.BinaryCrossEntropyOfScores(source.Forward(x), signs), 150);
        Tensor f = new Frozen(features).Features(x, batchSize: 300);
        Assert.Equal(new Shape(800, 16), f.Shape);
        Assert.Equal(features.Predict(x).ToArray<float>().Select(v => Math.Round(v, 4)), f.ToArray<float>().Select(v => Math.Round(v, 4)));

        // A linear support vector machine and a logistic regression on the features.
        foreach (Func<Tensor, Tensor> loss in new Func<Tensor, Tensor>[] { s => Loss.MultiMargin(s, labels), s => Loss.CrossEntropy(s, labels) })
        {
            Linear classifier = new(16, 4, rng: new Rng(5));
            Train(classifier, () => loss(classifier.Forward(f)), 150, 0.05);
            (Tensor test, _, Tensor truth) = Task(500, 6);
            double accuracy = Metric.Accuracy(classifier.Predict(new Frozen(features).Features(test)), truth);
            Assert.True(accuracy > 0.8, $"{accuracy:P1}");
        }
    }
}
