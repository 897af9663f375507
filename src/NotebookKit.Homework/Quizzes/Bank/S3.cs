using NotebookKit.Layers;
using NotebookKit.Losses;
using NotebookKit.Optimizers;
using NotebookKit.Reward;
using NotebookKit.Schedules;
using NotebookKit.Sparse;

namespace NotebookKit.Homework.Quizzes.Bank;

/// <summary>Lecture S3: from the neuron to deep, sparse and rewarded networks.</summary>
internal static class S3
{
    public static LectureQuiz Quiz { get; } = new("S3", "neural networks from the start",
    [
        new("forward", ["MLP-FWD", "NEU-ART"], Forward),
        new("error", ["LOSS-MSE"], Error),
        new("sparse", ["SPN-ER", "SPN-SET"], SparseLayer),
        new("stride", ["CONV-STRIDE"], Stride),
        new("q-value", ["RL-DQN"], QValue),
        new("rate-decay", ["LRS-DECAY"], RateDecay),
    ]);

    private static NumberItem Forward(Draw draw)
    {
        var (w, b, x) = (draw.Table(2, 3, -2, 2), draw.Wholes(2, -1, 1), draw.Wholes(3, -2, 2));
        var linear = new Linear(3, 2, dtype: DType.Float64);
        linear.Weight.Set(Compute.Of(w));
        linear.Bias!.Set(Compute.Of(b));
        var y = linear.Forward(Compute.Of(x).Reshape(1, 3)).Sigmoid().ToArray<double>();
        return NumberItem.To(3, $"A layer of two sigmoid neurons has the weights (a row for each){Show.Table(w)}and the biases {Show.Vector(b)}. What does the first neuron give for x = {Show.Vector(x)}?", y[0]);
    }

    private static NumberItem Error(Draw draw)
    {
        double[] Outputs() => [draw.Decimal(0, 1, 0.1), draw.Decimal(0, 1, 0.1), draw.Decimal(0, 1, 0.1)];
        var (y, d) = (Outputs(), draw.Wholes(3, 0, 1));
        return NumberItem.Exact($"A network gives {Show.Vector(y)}, and {Show.Vector(d)} is right. What is the error Σ (y - ŷ)² / 2?", Loss.HalfSquaredError(Compute.Of(y), Compute.Of(d)).Item());
    }

    private static NumberItem SparseLayer(Draw draw)
    {
        var (inputs, outputs, epsilon) = (draw.Whole(200, 1000), draw.Whole(200, 1000), draw.Of(5, 10, 20));
        var expected = Topology.ErdosRenyiProbability(inputs, outputs, epsilon) * inputs * outputs;
        return NumberItem.Exact($"A sparse layer connects each of {inputs} inputs with each of {outputs} neurons with the probability ε (n_in + n_out) / (n_in n_out), ε = {epsilon}. How many connections are expected?", Math.Round(expected, 6));
    }

    private static NumberItem Stride(Draw draw)
    {
        var image = draw.Table(5, 5, 0, 6);
        double[,] kernel = { { 1, 0, -1 }, { 1, 0, -1 }, { 1, 0, -1 } };
        var result = Compute.Picture(image).Conv2d(Compute.Of(kernel).Reshape(1, 1, 3, 3), stride: 2).ToArray<double>();
        var k = draw.Whole(0, 3);
        return NumberItem.Exact($"The kernel{Show.Table(kernel)}slides over the image (a correlation, as the lecture's figure) with stride 2:{Show.Table(image)}What is the {(k < 2 ? "upper" : "lower")} {(k % 2 == 0 ? "left" : "right")} of the four results?", result[k]);
    }

    private static NumberItem QValue(Draw draw)
    {
        var (reward, discount, next) = (draw.Whole(-2, 5), draw.Of(0.5, 0.8, 0.9), draw.Wholes(3, -3, 9));
        var world = new MarkovDecisions([[[new Chance(1, 1, reward)]], []]);
        return NumberItem.To(2, $"In state s the action a gives the reward {reward} and leads to s', where the Q-values are {Show.Vector(next)}. With the discount γ = {Show.Number(discount)}, what is the target r + γ max Q(s', a')?", world.Worth([0, next.Max()], 0, 0, discount));
    }

    private static NumberItem RateDecay(Draw draw)
    {
        var (first, factor, k) = (draw.Of(0.1, 0.5, 1.0), draw.Of(0.9, 0.95, 0.5), draw.Whole(2, 9));
        var rate = new ExponentialDecay(new Sgd([new Parameter(Compute.Of(0))]) { LearningRate = first }) { Factor = factor }.RateAt(k);
        return NumberItem.To(4, $"The learning rate begins with {Show.Number(first)} and is multiplied by {Show.Number(factor)} after each epoch. What is it after {k} epochs?", rate);
    }
}
