using NotebookKit.Learners;

namespace NotebookKit.Homework.Quizzes.Bank;

/// <summary>Lecture S2 L1: the artificial neuron and what a hyperplane can separate.</summary>
internal static class S2L01
{
    public static LectureQuiz Quiz { get; } = new("S2 L1", "neuron and perceptron",
    [
        new("sum", ["NEU-ART", "NEU-BIASAUG"], Sum),
        new("sigmoid", ["ACT-SIG"], Sigmoid),
        new("and", ["NEU-ANDR", "NEU-AND"], And),
        new("separable", ["NEU-SEP", "NEU-XORNO"], Separable),
        new("fires", ["NEU-DECBOUND", "ACT-STEP"], Fires),
    ]);

    private static NumberItem Sum(Draw draw)
    {
        double[] w = [draw.Decimal(-2, 2, 0.1), draw.Decimal(-2, 2, 0.1), draw.Decimal(-2, 2, 0.1)];
        var (x, b) = (draw.Wholes(3, -4, 4), draw.Decimal(-3, 3, 0.5));
        return NumberItem.Exact($"A neuron has the weights w = {Show.Vector(w)} and the bias b = {Show.Number(b)}. What is its weighted sum u for the input x = {Show.Vector(x)}?", new ThresholdUnit(w, b).Sum(x)) with
        {
            Explanation = "u = w x + b.",
        };
    }

    private static NumberItem Sigmoid(Draw draw)
    {
        var (u, slope) = (draw.Decimal(-3, 3, 0.1), draw.Of(0.5, 1.0, 2.0));
        return NumberItem.To(3, $"The sigmoid with slope λ is y = 1 / (1 + exp(-λu)). What is y for u = {Show.Number(u)} and λ = {Show.Number(slope)}?", Compute.Apply(x => (x * slope).Sigmoid(), u));
    }

    private static NumberItem And(Draw draw)
    {
        var inputs = draw.Whole(3, 30);
        return NumberItem.Exact($"A neuron with a step at 0 is to be the logical AND of {inputs} inputs (0 or 1), all its weights being 1. Which bias does the lecture give it, half way between firing and not?", ThresholdUnit.And(inputs).Bias) with
        {
            Explanation = "w₀ = -(R - 0.5): only all inputs together reach 0.",
        };
    }

    private static ChoicesItem Separable(Draw draw)
    {
        var hard = draw.Of(BooleanFunction.Xor.Number, BooleanFunction.Xnor.Number);
        int[] numbers = [hard, .. draw.Different(8, 1, 14).Where(number => number != BooleanFunction.Xor.Number && number != BooleanFunction.Xnor.Number).Take(4)];
        var functions = draw.Order(numbers.Length).Select(i => new BooleanFunction(2, numbers[i])).ToArray();
        return ChoicesItem.Where(
            "Which of these functions of x1, x2 can a single neuron with a step compute? The values stand in the order (0,0), (0,1), (1,0), (1,1).",
            functions,
            one => string.Join(' ', BooleanFunction.Rows(2).Select(row => one.Of((int)row[0], (int)row[1]))),
            one => Separability.Of(one.Table()).IsSeparable) with
        { Explanation = "One line must have all the 1s on one side: all but XOR and its opposite." };
    }

    private static ChoicesItem Fires(Draw draw)
    {
        var unit = new ThresholdUnit([draw.NotZero(-3, 3), draw.NotZero(-3, 3)], draw.Whole(-4, 4));
        var points = draw.Different(5, 0, 48).Select(i => new double[] { (i / 7) - 3, (i % 7) - 3 }).ToArray();
        return ChoicesItem.Where($"A neuron with w = {Show.Vector(unit.Weights)} and b = {Show.Number(unit.Bias)} gives 1 where w x + b >= 0 and 0 elsewhere. For which of these points does it give 1?", points, point => Show.Vector(point), point => unit.Fire(point) == 1);
    }
}
