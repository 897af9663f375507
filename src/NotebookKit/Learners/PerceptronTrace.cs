using NotebookKit.Charts;

namespace NotebookKit.Learners;

/// <summary>One example shown to the perceptron.</summary>
/// <param name="Number">Counted from 1.</param>
/// <param name="Epoch">The pass, counted from 1.</param>
/// <param name="Example">Which point, counted from 0.</param>
/// <param name="Input">x.</param>
/// <param name="Before">The weights it was shown to.</param>
/// <param name="Sum">u = w x + b.</param>
/// <param name="Output">y, in the coding chosen.</param>
/// <param name="Target">d.</param>
/// <param name="Error">eps = d - y.</param>
/// <param name="After">The weights after it; the same object where nothing was changed.</param>
public sealed record PerceptronStep(
    int Number, int Epoch, int Example, IReadOnlyList<double> Input, ThresholdUnit Before, double Sum, int Output, int Target, int Error, ThresholdUnit After)
{
    /// <summary>What the rule did.</summary>
    public Correction Rule => Perceptron.RuleFor(Target, Output);

    /// <summary>The step in a line.</summary>
    public override string ToString() =>
        $"step {Number}, x = {Points.Text(Input)}: u = {Points.Text(Sum)}, y = {Output}, d = {Target}, {Rule.ToString().ToLowerInvariant()}, w = {Points.Text(After.Weights)}{(After.Bias == 0 ? string.Empty : $", b = {Points.Text(After.Bias)}")}";
}

/// <summary>All that happened while a perceptron learned, step by step.</summary>
[Display.TypeFormatterSource(typeof(Display.PerceptronTraceFormatterSource), PreferredMimeTypes = ["text/html", "text/plain"])]
public sealed class PerceptronTrace
{
    private readonly Perceptron rule;
    private readonly List<PerceptronStep> steps = [];
    private readonly List<int> errors = [];
    private readonly List<double> squaredNorms = [];
    private int shown, inPocket;

    internal PerceptronTrace(Perceptron rule, LabelledPoints points, ThresholdUnit start)
    {
        (this.rule, Data, Start, Unit) = (rule, points, start, start);
        inPocket = rule.Pocket ? start.Errors(points) : 0;
        squaredNorms.Add(SquaredNorm(start));
    }

    /// <summary>The examples.</summary>
    public LabelledPoints Data { get; }

    /// <summary>The weights it began with.</summary>
    public ThresholdUnit Start { get; }

    /// <summary>The weights at the end, or the best of the pocket.</summary>
    public ThresholdUnit Unit { get; private set; }

    /// <summary>The examples shown, at most as many as <see cref="Perceptron.KeptSteps"/>.</summary>
    public IReadOnlyList<PerceptronStep> Steps => steps;

    /// <summary>The wrong answers of each pass.</summary>
    public IReadOnlyList<int> Errors => errors;

    /// <summary>||w||^2 at the start and after each change of the weights, the bias counted; at most <see cref="Perceptron.KeptSteps"/> changes.</summary>
    public IReadOnlyList<double> SquaredNorms => squaredNorms;

    /// <summary>How many passes it took, the last one without errors counted.</summary>
    public int Epochs => errors.Count;

    /// <summary>How many wrong answers were corrected.</summary>
    public int Corrections { get; private set; }

    /// <summary>Whether a whole pass was right.</summary>
    public bool Converged { get; private set; }

    /// <summary>eta.</summary>
    public double LearningRate => rule.LearningRate;

    /// <summary>The steps at which the weights changed.</summary>
    public IEnumerable<PerceptronStep> Changes => steps.Where(step => step.After != step.Before);

    /// <summary>The boundary at the start and after each of the first changes, each with the example that was wrong.</summary>
    /// <param name="most">So many pictures at most.</param>
    /// <exception cref="InvalidOperationException">The points are not in a plane.</exception>
    public IReadOnlyList<Figure> Frames(int most = 12)
    {
        (ThresholdUnit Unit, string Title, PerceptronStep? Step)[] frames =
            [(Start, "start", null), .. Changes.Take(Math.Max(0, most - 1)).Select(step => (step.After, $"step {step.Number}: {step.Rule.ToString().ToLowerInvariant()} x", (PerceptronStep?)step))];
        return [.. frames.Select(frame => Framed(frame.Unit, frame.Title, frame.Step))];
    }

    /// <summary>The boundary step by step, with a slider.</summary>
    public Animation Animate() => new([.. Frames(Animation.MostFrames).Select((figure, i) => new AnimationFrame(i == 0 ? "start" : $"change {i}", figure))]) { Label = "the boundary after" };

    /// <summary>The first changes side by side, up to four.</summary>
    public Figure Draw() => Figure.Beside([.. Frames(4)]) with { Height = 300 };

    /// <summary>What came out, in a line.</summary>
    public override string ToString() =>
        $"perceptron: {Corrections:N0} corrections in {Epochs:N0} passes over {Data.Count:N0} points, {(Converged ? "all right" : $"{Unit.Errors(Data):N0} still wrong")}; {Unit}";

    internal void Add(int epoch, int example, ThresholdUnit before, double sum, int output, int target, ThresholdUnit after)
    {
        shown++;
        Corrections += output == target ? 0 : 1;
        if (steps.Count < rule.KeptSteps)
        {
            int y = Coded(output), d = Coded(target);
            steps.Add(new(shown, epoch, example, Data.Point(example).ToArray(), before, sum, y, d, d - y, after));
        }

        if (!ReferenceEquals(before, after))
        {
            Changed(after);
        }
    }

    internal void EndEpoch(int wrong, ThresholdUnit unit)
    {
        errors.Add(wrong);
        Converged = wrong == 0;
        if (!rule.Pocket || Converged)
        {
            Unit = unit;
        }
    }

    private int Coded(int answer) => rule.Coding == Coding.ZeroOne ? answer : (2 * answer) - 1;

    private void Changed(ThresholdUnit unit)
    {
        if (squaredNorms.Count <= rule.KeptSteps)
        {
            squaredNorms.Add(SquaredNorm(unit));
        }

        if (rule.Pocket && unit.Errors(Data) is var wrong && wrong < inPocket)
        {
            (Unit, inPocket) = (unit, wrong);
        }
    }

    private Figure Framed(ThresholdUnit unit, string title, PerceptronStep? step)
    {
        var frame = Data.Frame();
        PlotOptions options = new() { XLabel = "x1", YLabel = "x2", XRange = frame.X, YRange = frame.Y, Width = 420, Height = 450 };
        List<Series> layers = [.. ((Plot)Data.Draw().Content).Series];
        if (unit.Weights.Any(w => w != 0))
        {
            // The names stay away: small pictures side by side have no room for them.
            layers.AddRange(((Plot)unit.Boundary.Draw(x1: frame.X, x2: frame.Y).Content).Series.Select(series => series with { Name = null }));
        }

        if (step is not null)
        {
            layers.Add(new ScatterSeries([step.Input[0]], [step.Input[1]]) { Shape = 4, Radius = 6 });
        }

        return options.Figure(title, null, layers);
    }

    private static double SquaredNorm(ThresholdUnit unit) => Points.Dot(unit.WeightSpan, unit.WeightSpan) + (unit.Bias * unit.Bias);
}
