namespace NotebookKit.Learners;

/// <summary>The perceptron learning algorithm: show an example, and where the answer is wrong add it to the weights or subtract it.</summary>
/// <remarks>
/// y = 1 where w x >= 0, eps = d - y, w(k + 1) = w(k) + eta eps x(k), until a whole pass is right. Rosenblatt 1958; lecture
/// S2 L2, whose y = sign(w x) means the step and whose classes are 1 and 0. With the coding +-1 eps is halved, so that
/// the corrections are the same.
/// </remarks>
public sealed record Perceptron
{
    /// <summary>eta: from zero weights it only scales them, so that no decision depends on it.</summary>
    public double LearningRate { get; init; } = 1;

    /// <summary>Whether a bias is learned, as the weight of a constant 1.</summary>
    public bool Bias { get; init; } = true;

    /// <summary>The weights to begin with; null: zeros.</summary>
    public ThresholdUnit? Start { get; init; }

    /// <summary>When corrections reach the weights.</summary>
    public UpdateStrategy Update { get; init; } = UpdateStrategy.Instance;

    /// <summary>How many examples a mini-batch has.</summary>
    public int BatchSize { get; init; } = 8;

    /// <summary>Where the order of each pass comes from; null: always the order given.</summary>
    public Rng? Shuffle { get; init; }

    /// <summary>How answers are written in the trace.</summary>
    public Coding Coding { get; init; } = Coding.ZeroOne;

    /// <summary>Passes at most: where no line separates, it would go on for ever.</summary>
    public int MaxEpochs { get; init; } = 1000;

    /// <summary>Keeps the best weights seen in its pocket and returns those: for points that no line separates. Gallant 1990.</summary>
    public bool Pocket { get; init; }

    /// <summary>So many steps are kept for the trace; later ones are only counted.</summary>
    public int KeptSteps { get; init; } = 5000;

    /// <summary>What the rule does with an error eps = d - y.</summary>
    public static Correction RuleFor(int target, int output) => (target - output) switch { > 0 => Correction.Add, < 0 => Correction.Subtract, _ => Correction.Nothing };

    /// <summary>One correction: w + eta eps x.</summary>
    /// <param name="unit">The weights.</param>
    /// <param name="x">The example.</param>
    /// <param name="target">What it is, 1 or 0.</param>
    /// <param name="learningRate">eta.</param>
    /// <param name="bias">Whether the bias learns too.</param>
    public static ThresholdUnit Corrected(ThresholdUnit unit, ReadOnlySpan<double> x, int target, double learningRate = 1, bool bias = true)
    {
        ArgumentNullException.ThrowIfNull(unit);
        double step = learningRate * (target - unit.Fire(x));
        double[] weights = unit.WeightSpan.ToArray();
        Points.Add(weights, x, step);
        return new(weights, unit.Bias + (bias ? step : 0));
    }

    /// <summary>Learns.</summary>
    /// <param name="points">The examples.</param>
    /// <returns>Every step, and the unit at the end.</returns>
    /// <exception cref="ArgumentException">An option is out of range, or the start has another number of weights.</exception>
    public PerceptronTrace Train(LabelledPoints points)
    {
        ArgumentNullException.ThrowIfNull(points);
        Check(points);
        ThresholdUnit unit = Start ?? new ThresholdUnit(new double[points.Dimension]);
        PerceptronTrace trace = new(this, points, unit);
        int[] order = [.. Enumerable.Range(0, points.Count)];
        int batch = Update switch { UpdateStrategy.Instance => 1, UpdateStrategy.Batch => points.Count, _ => BatchSize };
        for (int epoch = 1; epoch <= MaxEpochs && !trace.Converged; epoch++)
        {
            order = Shuffle?.Permutation(points.Count) ?? order;
            int errors = 0;
            for (int from = 0; from < order.Length; from += batch)
            {
                errors += Pass(points, order.AsSpan(from, Math.Min(batch, order.Length - from)), epoch, ref unit, trace);
            }

            trace.EndEpoch(errors, unit);
        }

        return trace;
    }

    // The corrections of some examples, computed at the same weights.
    private int Pass(LabelledPoints points, ReadOnlySpan<int> examples, int epoch, ref ThresholdUnit unit, PerceptronTrace trace)
    {
        double[] change = new double[points.Dimension];
        double changeOfBias = 0;
        int errors = 0;
        ThresholdUnit before = unit;
        for (int i = 0; i < examples.Length; i++)
        {
            ReadOnlySpan<double> x = points.Point(examples[i]);
            double sum = before.Sum(x);
            int output = sum >= 0 ? 1 : 0, target = points.Label(examples[i]), error = target - output;
            if (error != 0)
            {
                errors++;
                Points.Add(change, x, LearningRate * error);
                changeOfBias += Bias ? LearningRate * error : 0;
            }

            if (i == examples.Length - 1 && errors > 0)
            {
                double[] weights = before.WeightSpan.ToArray();
                Points.Add(weights, change, 1);
                unit = new(weights, before.Bias + changeOfBias);
            }

            trace.Add(epoch, examples[i], before, sum, output, target, unit);
        }

        return errors;
    }

    private void Check(LabelledPoints points)
    {
        if (!(LearningRate > 0) || !double.IsFinite(LearningRate) || MaxEpochs < 1 || BatchSize < 1)
        {
            throw new ArgumentException($"Perceptron: LearningRate, MaxEpochs and BatchSize are above 0, and these are {LearningRate}, {MaxEpochs} and {BatchSize}.");
        }

        if (Start is { } start && start.Inputs != points.Dimension)
        {
            throw new ArgumentException($"Perceptron: the start has {start.Inputs} weights, and the points have {points.Dimension} numbers.");
        }
    }
}
