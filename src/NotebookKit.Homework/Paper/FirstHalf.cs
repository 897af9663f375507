using NotebookKit.Homework.Quizzes;
using NotebookKit.Learners;
using NotebookKit.Losses;
using NotebookKit.Optimizers;

namespace NotebookKit.Homework.Paper;

/// <summary>Calculations of the course's first half; without a draw they have the lecture's numbers.</summary>
internal static class FirstHalf
{
    public static PaperQuestion Perceptron(Draw? draw)
    {
        double[] start = draw is null ? [1, -0.8] : [draw.Decimal(-1, 1, 0.2), draw.Decimal(-1, 1, 0.2)];
        double[][] points = draw is null ? [[1, 2], [-1, 2], [0, -1]] : [draw.Wholes(2, -3, 3), draw.Wholes(2, -3, 3), draw.Wholes(2, -3, 3)];
        int[] targets = draw is null ? [1, 0, 0] : [1, 0, draw.Whole(0, 1)];
        var unit = new ThresholdUnit(start);
        var steps = new List<string>();
        for (var i = 0; i < points.Length; i++)
        {
            var after = Learners.Perceptron.Corrected(unit, points[i], targets[i], bias: false);
            steps.Add($"u = {Show.Number(Math.Round(unit.Sum(points[i]), 9))}, y = {unit.Fire(points[i])}, ε = {targets[i] - unit.Fire(points[i])}, w = {Show.Vector(after.Weights.Select(w => Math.Round(w, 9)))}");
            unit = after;
        }

        var text = string.Join(", ", points.Select((point, i) => $"x{i + 1} = {Show.Vector(point)} with d = {targets[i]}"));
        return new PaperQuestion(
            "Perceptron learning",
            $"A perceptron without bias begins with w = {Show.Vector(start)} and gives y = 1 where w x >= 0, else 0. Show it {text}, one after the other, with the learning rate η = 1. Write u, y, the error ε = d - y and the new w of each step.",
            [.. steps.Select((step, i) => new SchemeLine(2, $"step {i + 1}: {step} (1 for u, y and ε; 1 for w)"))])
        {
            Answer = $"At the end w = {Show.Vector(unit.Weights.Select(w => Math.Round(w, 9)))}.",
            Numbers = [.. unit.Weights],
            Lines = 9,
        };
    }

    public static PaperQuestion Xor(Draw? draw)
    {
        var isFirst = draw is null || draw.Whole(0, 1) == 0;
        var net = isFirst ? ThresholdNet.Xor1() : ThresholdNet.Xor2();
        var formulas = isFirst ? "z1 = U[x2 - x1 - 0.5], z2 = U[x2 - x1 + 0.5], y = U[z1 - z2 + 0.5]" : "z1 = U[x1 + x2 - 1.5], z2 = U[x1 + x2 - 0.5], y = U[z2 - 2 z1 - 0.5]";
        var rows = BooleanFunction.Rows(2).Select(x =>
        {
            double[] hidden = [.. net.Layers[0].Select(unit => (double)unit.Fire(x))];
            return (X: x, Hidden: hidden, Output: net.Layers[1][0].Fire(hidden));
        }).ToArray();
        return new PaperQuestion(
            "XOR by a network",
            $"U[u] is 1 for u >= 0 and 0 otherwise. A network has {formulas}. Fill in z1, z2 and y for the four inputs. Then draw the two lines of the hidden units in the plane of x1 and x2, and say why no single unit can do the same.",
            [
                .. rows.Select(row => new SchemeLine(1, $"x = {Show.Vector(row.X)}: z = {Show.Vector(row.Hidden)}, y = {row.Output}")),
                new(1, "two parallel lines, the right side of each marked"),
                new(1, "the inequalities of (0,1) and (1,0) added contradict those of (0,0) and (1,1)"),
            ])
        {
            Numbers = [.. rows.SelectMany(row => row.Hidden.Append(row.Output))],
            Lines = 12,
        };
    }

    public static PaperQuestion Size(Draw? draw)
    {
        int[] net = draw is null ? [3, 25, 12] : [draw.Whole(2, 9), draw.Whole(5, 30), draw.Whole(2, 15)];
        var (k, w) = draw is null ? (3, 4) : (draw.Whole(2, 5), draw.Whole(2, 6));
        int[] sizes = [.. Enumerable.Repeat(w, k + 2)];
        var (parameters, weights, paths, through) = (NetworkSize.Parameters(net), NetworkSize.Weights(sizes), NetworkSize.Paths(sizes), NetworkSize.PathsThrough(1, sizes));
        return new PaperQuestion(
            "The size of networks",
            $"a) How many trainable parameters does a fully connected network with {net[0]} inputs, {net[1]} hidden neurons and {net[2]} outputs have?\n\nb) A fully connected network has k = {k} hidden layers, and every layer, input and output too, has w = {w} neurons. How many weights does it have without biases?\n\nc) How many paths lead from any input to any output of it?\n\nd) How many of these pass one given weight of the first layer?",
            [new(2, $"a) {parameters} (1 without the biases: {NetworkSize.Weights(net)})"), new(1, $"b) w² (k + 1) = {weights}"), new(1, $"c) w^(k + 2) = {paths}"), new(1, $"d) w^k = {through}")])
        {
            Numbers = [(double)parameters, (double)weights, (double)paths, (double)through],
            Lines = 8,
        };
    }

    public static PaperQuestion Saturation(Draw? draw)
    {
        var (w, b) = draw is null ? (0.6, 0.9) : (draw.Decimal(0.2, 2, 0.2), draw.Decimal(0.2, 2, 0.1));
        var y = Compute.Apply(x => x.Sigmoid(), w + b);
        var squared = Compute.Slope(at => Loss.HalfSquaredError((at + b).Sigmoid(), Compute.Of(0)), w)[0];
        var entropy = Compute.Slope(at => Loss.BinaryCrossEntropyOfScores(at + b, Compute.Of(0)), w)[0];
        return new PaperQuestion(
            "Quadratic loss and cross entropy",
            $"A sigmoid neuron y = 1 / (1 + exp(-(w x + b))) has w = {Show.Number(w)}, b = {Show.Number(b)}, gets x = 1 and should give d = 0. Compute y, and dL/dw for the quadratic loss L = (y - d)² / 2 and for the cross entropy L = -d ln y - (1 - d) ln(1 - y), to 3 decimals. Why does one of them learn faster here?",
            [new(1, $"y = {To(y, 3)}"), new(2, $"quadratic: (y - d) y (1 - y) x = {To(squared, 3)}"), new(2, $"cross entropy: (y - d) x = {To(entropy, 3)}"), new(1, "the quadratic loss has the factor y (1 - y), which is small where the neuron is surely wrong")])
        {
            Numbers = [y, squared, entropy],
            Lines = 10,
        };
    }

    public static PaperQuestion Momentum(Draw? draw)
    {
        var (alpha, rate) = draw is null ? (0.9, 0.1) : (draw.Of(0.5, 0.8, 0.9), draw.Of(0.1, 0.2));
        double[] slopes = draw is null ? [1, 0.5, -0.25] : [draw.Whole(1, 4), draw.Decimal(-2, 2, 0.5), draw.Decimal(-2, 2, 0.5)];
        var at = new Parameter(Compute.Of(0));
        var sgd = new Sgd([at]) { LearningRate = rate, Momentum = alpha, RateInVelocity = true };
        var places = new List<double>();
        foreach (var slope in slopes)
        {
            sgd.ZeroGrad();
            (at * slope).Sum().Backward();
            sgd.Step();
            places.Add(at.Item());
        }

        return new PaperQuestion(
            "Momentum",
            $"v ← αv - εg, θ ← θ + v with α = {Show.Number(alpha)}, ε = {Show.Number(rate)}, and v = θ = 0 at first. The gradients of three steps are {string.Join(", ", slopes.Select(Show.Number))}. Compute v and θ after each step. How long does a step become in the end if the gradient stays at g?",
            [.. places.Select((place, i) => new SchemeLine(1, $"step {i + 1}: v = {To(place - (i == 0 ? 0 : places[i - 1]), 4)}, θ = {To(place, 4)}")), new(1, "ε g / (1 - α)")])
        {
            Numbers = places,
            Lines = 8,
        };
    }

    public static PaperQuestion Softmax(Draw? draw)
    {
        double[][] scores = draw is null ? [[5, 4, 2], [4, 2, 8], [4, 4, 1]] : [draw.Wholes(3, -2, 5), draw.Wholes(3, -2, 5), draw.Wholes(3, -2, 5)];
        long[] right = draw is null ? [0, 2, 1] : [draw.Whole(0, 2), draw.Whole(0, 2), draw.Whole(0, 2)];
        var table = Tensor.From(scores);
        var chances = table.Softmax().ToArray2D<double>();
        double[] losses = [.. scores.Select((row, i) => Loss.CrossEntropy(Compute.Of(row).Reshape(1, 3), Tensor.From([right[i]])).Item())];
        string[] names = ["cat", "dog", "horse"];
        return new PaperQuestion(
            "Softmax and its loss",
            $"A network gives three pictures these scores for cat, dog and horse:{Show.Rows([.. scores.Select((row, i) => ($"picture {i + 1}", Show.Vector(row)))])}The pictures show a {string.Join(", a ", right.Select(k => names[k]))}. Compute the softmax probabilities and the negative log-likelihood of each picture, and the sum of the losses.",
            [.. losses.Select((loss, i) => new SchemeLine(2, $"picture {i + 1}: {string.Join(", ", Enumerable.Range(0, 3).Select(j => To(chances[i, j], 2)))}; loss {To(loss, 3)}")), new(1, $"sum {To(losses.Sum(), 3)}")])
        {
            Numbers = [.. chances.Cast<double>(), .. losses, losses.Sum()],
            Lines = 10,
        };
    }

    internal static string To(double number, int decimals) => number.ToString($"F{decimals}", System.Globalization.CultureInfo.InvariantCulture);
}
