using NotebookKit.Optimizers;
using NotebookKit.Schedules;

namespace NotebookKit.Homework.Quizzes.Bank;

/// <summary>Lecture S2 L4: gradient descent and its relatives.</summary>
internal static class S2L04
{
    public static LectureQuiz Quiz { get; } = new("S2 L4", "optimisation",
    [
        new("step", ["OPT-GD", "LRS-CONST"], Step),
        new("momentum", ["OPT-MOM"], Momentum),
        new("best-rate", ["OPT-TAYLOR", "OPT-LINE"], BestRate),
        new("condition", ["OPT-COND", "OPT-HESS", "OPT-CANYON"], Condition),
        new("stationary", ["OPT-STAT"], Stationary),
        new("decay", ["LRS-LINEAR", "LRS-DECAY"], Decay),
    ]);

    private static NumberItem Step(Draw draw)
    {
        var (a, b, x, rate) = (draw.Whole(1, 5), draw.Whole(-4, 4), draw.NotZero(-5, 5), draw.Of(0.01, 0.05, 0.1, 0.2));
        var at = new Parameter(Compute.Of(x));
        ((at.Square() * a) + (at * b)).Sum().Backward();
        new Sgd([at]) { LearningRate = rate }.Step();
        return NumberItem.Exact($"f(x) = {Show.Terms((a, "x²"), (b, "x"))}. Gradient descent stands at x = {x}. Where is it after one step with the learning rate {Show.Number(rate)}?", at.Item());
    }

    private static NumberItem Momentum(Draw draw)
    {
        var (alpha, rate) = (draw.Of(0.5, 0.7, 0.8, 0.9), draw.Of(0.1, 0.2, 0.01, 0.05));
        double[] slopes = [draw.NotZero(-4, 4), draw.NotZero(-4, 4), draw.NotZero(-4, 4)];
        var at = new Parameter(Compute.Of(0));
        var sgd = new Sgd([at]) { LearningRate = rate, Momentum = alpha, RateInVelocity = true };
        foreach (var slope in slopes)
        {
            sgd.ZeroGrad();
            (at * slope).Sum().Backward();
            sgd.Step();
        }

        return NumberItem.To(3, $"Momentum: v ← αv - εg, θ ← θ + v, with α = {Show.Number(alpha)}, ε = {Show.Number(rate)} and v = θ = 0 at the start. The gradients of three steps are g = {string.Join(", ", slopes.Select(Show.Number))}. What is θ after them?", at.Item());
    }

    private static NumberItem BestRate(Draw draw)
    {
        var (a, b, x, y) = (draw.Whole(1, 9), draw.Whole(1, 9), draw.NotZero(-4, 4), draw.NotZero(-4, 4));
        var model = Landscape.Taylor(Quadratic(a, b, 0), Compute.Of(x, y));
        return NumberItem.To(3, $"f(x, y) = ({Show.Terms((a, "x²"), (b, "y²"))}) / 2. Gradient descent stands at ({x}, {y}). Which learning rate takes it to the lowest point against the gradient, ε = gᵀg / (gᵀHg)?", model.BestRate);
    }

    private static NumberItem Condition(Draw draw)
    {
        int[] both = draw.Different(2, 1, 60);
        return NumberItem.To(2, $"f(x, y) = ({Show.Terms((both[0], "x²"), (both[1], "y²"))}) / 2. What is the conditioning number of its Hessian, the largest ratio of two eigenvalues?", Landscape.Condition(Quadratic(both[0], both[1], 0), Compute.Of(1, 1)));
    }

    private static ChoiceItem Stationary(Draw draw)
    {
        while (true)
        {
            var (a, b, c) = (draw.NotZero(-5, 5), draw.NotZero(-5, 5), draw.Whole(-6, 6));
            var kind = Landscape.Classify(Quadratic(2 * a, 2 * b, c), Compute.Of(0, 0)).Kind;
            if (kind is StationaryKind.Minimum or StationaryKind.Maximum or StationaryKind.Saddle)
            {
                var right = kind switch { StationaryKind.Minimum => 0, StationaryKind.Maximum => 1, _ => 2 };
                return ChoiceItem.InOrder($"f(x, y) = {Show.Terms((a, "x²"), (b, "y²"), (c, "x y"))} has a stationary point at (0, 0). What is it?", right, "a minimum", "a maximum", "a saddle");
            }
        }
    }

    private static NumberItem Decay(Draw draw)
    {
        var (first, last, tau) = (draw.Of(0.1, 0.2, 0.5, 1.0), draw.Of(0.001, 0.01, 0.005), draw.Of(100, 200, 400));
        var k = tau / 20 * draw.Whole(1, 19);
        var rate = new LinearDecay(new Sgd([new Parameter(Compute.Of(0))]) { LearningRate = first }) { FinalRate = last, Tau = tau }.RateAt(k);
        return NumberItem.To(4, $"The learning rate falls evenly from {Show.Number(first)} to {Show.Number(last)} within τ = {tau} steps. What is it at step k = {k}?", rate);
    }

    private static Objective Quadratic(double a, double b, double c) => new(p => (((p[0].Square() * a) + (p[1].Square() * b)) / 2) + (p[0] * p[1] * c));
}
