using NotebookKit.Learners;
using NotebookKit.Losses;

namespace NotebookKit.Homework.Quizzes.Bank;

/// <summary>Lecture S4: the questions that the lecture itself asks, with their answers.</summary>
internal static class S4
{
    public static LectureQuiz Quiz { get; } = new("S4", "the size of networks and the paths through them",
    [
        new("lecture-params", ["CRS-S4QUIZ", "MLP-COUNT"], _ => Parameters(3, 25, 12)),
        new("weights", ["CRS-S4TASK", "MLP-COUNT"], draw => Weights(draw.Whole(1, 9), draw.Whole(2, 12))),
        new("paths", ["CRS-S4TASK", "BP-PATHS"], draw => Paths(draw.Whole(1, 4), draw.Whole(2, 9))),
        new("paths-through", ["CRS-S4QPATH", "BP-PATHS"], draw => PathsThrough(draw.Whole(1, 4), draw.Whole(2, 9))),
        new("softmax-before", ["CRS-S4QSM", "ACT-SOFTMAX"], SoftmaxBefore),
        new("cross-entropy", ["LOSS-CE"], CrossEntropy),
    ]);

    /// <summary>The lecture's quiz, "3 input nodes, 25 in the hidden layer, 12 output nodes".</summary>
    public static NumberItem Parameters(int inputs, int hidden, int outputs) => NumberItem.Exact(
        $"Given a neural network with {inputs} input nodes, {hidden} nodes in the hidden layer and {outputs} output nodes. How many trainable parameters does this network have?", (double)NetworkSize.Parameters(inputs, hidden, outputs)) with
    {
        Explanation = $"{NetworkSize.Weights(inputs, hidden, outputs)} weights and {hidden + outputs} biases.",
    };

    /// <summary>The lecture's task, first question.</summary>
    public static NumberItem Weights(int hiddenLayers, int width) => NumberItem.Exact(
        $"Assume a neural network with k = {hiddenLayers} hidden {Layers(hiddenLayers)}, where all layers (input and output too) each have w = {width} neurons. How many weights does it have, biases left out?", (double)NetworkSize.Weights(Sizes(hiddenLayers, width))) with
    {
        Explanation = "w² (k + 1).",
    };

    /// <summary>The lecture's task, second question.</summary>
    public static NumberItem Paths(int hiddenLayers, int width) => NumberItem.Exact(
        $"Assume a fully connected network with k = {hiddenLayers} hidden {Layers(hiddenLayers)}, where all layers (input and output too) each have w = {width} neurons. How many paths start in any input neuron and end in any output neuron?", (double)NetworkSize.Paths(Sizes(hiddenLayers, width))) with
    {
        Explanation = "w^(k + 2).",
    };

    /// <summary>The lecture's question: paths for the derivative by one weight of the first layer.</summary>
    public static NumberItem PathsThrough(int hiddenLayers, int width) => NumberItem.Exact(
        $"In a fully connected network with k = {hiddenLayers} hidden {Layers(hiddenLayers)} and w = {width} neurons in every layer, how many paths are there to consider when computing dL/dw for one weight w between an input and the first hidden layer?", (double)NetworkSize.PathsThrough(1, Sizes(hiddenLayers, width))) with
    {
        Explanation = "w^k: from that hidden neuron to all outputs.",
    };

    private static TextItem SoftmaxBefore(Draw draw)
    {
        var z = draw.Decimal(-3, 3, 0.1);
        var first = Compute.Of(z, 0).Softmax()[0].Item();
        return new TextItem(
            $"Where was a formula like softmax used before? The softmax of the two scores ({Show.Number(z)}, 0) gives its first class {first.ToString("0.0000", System.Globalization.CultureInfo.InvariantCulture)}, which is what an activation function of single neurons gives for z = {Show.Number(z)}. Name that function.",
            ["sigmoid", "sigmoid function", "logistic function", "logistic", "logistic sigmoid", "logistic regression", "sigmoid activation", "sigmoid activation function"])
        {
            Explanation = "softmax([z, 0]) has exp(z) / (exp(z) + 1) = 1 / (1 + exp(-z)) in first place: the logistic sigmoid is the softmax of two classes.",
        };
    }

    private static NumberItem CrossEntropy(Draw draw)
    {
        var (parts, k) = (draw.Different(3, 1, 12), draw.Whole(0, 2));
        double[] y = [.. parts.Select(part => Math.Round((double)part / parts.Sum(), 2))];
        double[] target = [.. Enumerable.Range(0, 3).Select(i => i == k ? 1.0 : 0.0)];
        return NumberItem.To(3, $"A network's output is ŷ = {Show.Vector(y)} and y = {Show.Vector(target)} is right. What is the cross entropy -Σ y ln ŷ?", Loss.CrossEntropyOfProbabilities(Compute.Of(y), Compute.Of(target), reduction: Reduction.Sum).Item());
    }

    private static int[] Sizes(int hiddenLayers, int width) => [.. Enumerable.Repeat(width, hiddenLayers + 2)];

    private static string Layers(int count) => count == 1 ? "layer" : "layers";
}
