using NotebookKit.Learners;

namespace NotebookKit.Homework.Quizzes.Bank;

/// <summary>Lecture S2 L2: the perceptron learning algorithm and its convergence.</summary>
internal static class S2L02
{
    public static LectureQuiz Quiz { get; } = new("S2 L2", "perceptron learning",
    [
        new("update", ["PER-EX", "PER-PLA", "PER-ETA"], Update),
        new("rule", ["PER-RULES"], Rule),
        new("first-pass", ["PER-PLA", "PER-BATCH"], FirstPass),
        new("bound", ["PER-CONV"], Bound),
        new("distance", ["PER-MARGIN", "NEU-DECBOUND"], Distance),
    ]);

    private static NumberItem Update(Draw draw)
    {
        while (true)
        {
            var unit = new ThresholdUnit([draw.Decimal(-2, 2, 0.2), draw.Decimal(-2, 2, 0.2)]);
            var (x, target, rate) = (draw.Wholes(2, -3, 3), draw.Whole(0, 1), draw.Of(0.5, 1.0, 0.1));
            if (unit.Fire(x) != target && x[1] != 0)
            {
                var after = Perceptron.Corrected(unit, x, target, rate, bias: false);
                return NumberItem.Exact($"A perceptron without bias has w = {Show.Vector(unit.Weights)} and sees x = {Show.Vector(x)} with the desired output d = {target}; y = 1 where w x >= 0. What is w2, its second weight, after one update with the learning rate η = {Show.Number(rate)}?", after.Weights[1]) with
                {
                    Explanation = $"u = {Show.Number(unit.Sum(x))}, y = {unit.Fire(x)}, ε = d - y = {target - unit.Fire(x)}; w becomes {Show.Vector(after.Weights)}.",
                };
            }
        }
    }

    private static ChoiceItem Rule(Draw draw)
    {
        var unit = new ThresholdUnit([draw.NotZero(-3, 3), draw.NotZero(-3, 3)], draw.Whole(-2, 2));
        var (x, target) = (draw.Wholes(2, -3, 3), draw.Whole(0, 1));
        var right = Perceptron.RuleFor(target, unit.Fire(x)) switch { Correction.Add => 0, Correction.Subtract => 1, _ => 2 };
        return ChoiceItem.InOrder(
            $"w = {Show.Vector(unit.Weights)}, b = {Show.Number(unit.Bias)}, x = {Show.Vector(x)}, desired output {target}; y = 1 where w x + b >= 0. What does the perceptron do?",
            right, "it adds x to the weights", "it subtracts x from the weights", "nothing");
    }

    private static NumberItem FirstPass(Draw draw)
    {
        var table = new BooleanFunction(2, draw.Whole(0, 15)).Table();
        var order = draw.Order(4);
        var points = table.Take(order);
        var trace = new Perceptron { MaxEpochs = 1 }.Train(points);
        var text = string.Join("; ", Enumerable.Range(0, 4).Select(i => $"{Show.Vector(points.Point(i).ToArray())} → {points.Label(i)}"));
        return NumberItem.Exact($"A perceptron begins with w = (0, 0) and b = 0, learns with η = 1, its bias too, and gives 1 where w x + b >= 0. It sees, one after the other: {text}. How many corrections does it make in this first pass?", trace.Corrections);
    }

    private static NumberItem Bound(Draw draw)
    {
        var optimal = new ThresholdUnit([draw.Whole(1, 3), draw.NotZero(-3, 3)]);
        var all = draw.Order(81).Select(i => new double[] { (i / 9) - 4, (i % 9) - 4 }).Where(point => optimal.Sum(point) != 0).Take(4).ToArray();
        var rows = new double[all.Length, 2];
        for (var i = 0; i < all.Length; i++)
        {
            (rows[i, 0], rows[i, 1]) = (all[i][0], all[i][1]);
        }

        var bound = PerceptronBound.Of(new LabelledPoints(rows, [.. all.Select(point => optimal.Fire(point))]), optimal, bias: false);
        var reflected = all.Select(point => optimal.Fire(point) == 1 ? point : [-point[0] + 0.0, -point[1] + 0.0]);
        return NumberItem.To(2, $"After reflection, all training vectors should give w x > 0: {string.Join(", ", reflected.Select(point => Show.Vector(point)))}. With w_o = {Show.Vector(optimal.Weights)}, how large is the bound n_max = β ‖w_o‖² / α² of the convergence theorem?", bound.MaxCorrections) with
        {
            Explanation = $"α = {Show.Number(bound.Alpha)} is the smallest w_o x, β = {Show.Number(bound.Beta)} the largest ‖x‖².",
        };
    }

    private static NumberItem Distance(Draw draw)
    {
        var unit = new ThresholdUnit([draw.NotZero(-5, 5), draw.NotZero(-5, 5)], draw.Whole(-5, 5));
        var x = draw.Wholes(2, -4, 4);
        return NumberItem.To(2, $"How far is the point {Show.Vector(x)} from the boundary w x + b = 0 with w = {Show.Vector(unit.Weights)} and b = {Show.Number(unit.Bias)}? (A distance, so not negative.)", Math.Abs(unit.Boundary.Distance(x)));
    }
}
