using NotebookKit.Optimizers;

namespace NotebookKit.Schedules;

/// <summary>Finds a rate by trying: the loss of one step after another while the rate grows from tiny to far too large.</summary>
/// <remarks>The weights and the optimiser are put back. Smith 2017.</remarks>
[Display.TypeFormatterSource(typeof(Display.RateRangeFormatterSource), PreferredMimeTypes = ["text/html", "text/plain"])]
public sealed class RateRangeTest
{
    private RateRangeTest(double[] rates, double[] losses, double[] smooth) => (Rates, Losses, Smoothed) = (rates, losses, smooth);

    /// <summary>The rates that were tried, from small to large, evenly in their logarithms.</summary>
    public IReadOnlyList<double> Rates { get; }

    /// <summary>The loss of each step.</summary>
    public IReadOnlyList<double> Losses { get; }

    /// <summary>The moving average of the losses.</summary>
    public IReadOnlyList<double> Smoothed { get; }

    /// <summary>The rate where the averaged loss falls fastest: a good one to begin with.</summary>
    public double Suggested
    {
        get
        {
            int lowest = Enumerable.Range(0, Smoothed.Count).MinBy(i => Smoothed[i]);
            return Rates[Enumerable.Range(0, Math.Max(1, lowest)).MinBy(i => Smoothed[Math.Min(i + 1, Smoothed.Count - 1)] - Smoothed[i])];
        }
    }

    /// <summary>Runs the test.</summary>
    /// <param name="optimizer">The optimiser; its parameters and its state are as before when the test ends.</param>
    /// <param name="step">Trains one batch with the optimiser and gives its loss: zero the gradients, forward, backward, <c>optimizer.Step()</c>.</param>
    /// <param name="from">The smallest rate.</param>
    /// <param name="to">The largest rate.</param>
    /// <param name="steps">How many rates.</param>
    /// <exception cref="ArgumentException">The rates are not above 0 and ascending, or there are fewer than two.</exception>
    public static RateRangeTest Run(Optimizer optimizer, Func<double> step, double from = 1e-6, double to = 10, int steps = 100)
    {
        ArgumentNullException.ThrowIfNull(optimizer);
        ArgumentNullException.ThrowIfNull(step);
        if (!(from > 0 && to > from && double.IsFinite(to)) || steps < 2)
        {
            throw new ArgumentException($"RateRangeTest: goes up from a rate above 0 in 2 steps or more, and got {from} to {to} in {steps}.", nameof(from));
        }

        IReadOnlyDictionary<string, Tensor> state = optimizer.State();
        Tensor[] weights = [.. optimizer.Parameters.Select(parameter => parameter.Detach().Clone().Keep())];
        List<double> rates = [], losses = [], smooth = [];
        try
        {
            double mean = 0;
            for (int i = 0; i < steps; i++)
            {
                optimizer.LearningRate = from * Math.Pow(to / from, (double)i / (steps - 1));
                double loss = step();

                // The share of the start's zero in a moving average is taken out, as in Adam.
                mean = (0.9 * mean) + (0.1 * loss);
                double now = mean / (1 - Math.Pow(0.9, i + 1));
                if (!double.IsFinite(loss) || (i > 0 && now > 4 * smooth.Min() && smooth.Min() > 0))
                {
                    break;
                }

                rates.Add(optimizer.LearningRate);
                losses.Add(loss);
                smooth.Add(now);
            }
        }
        finally
        {
            for (int i = 0; i < weights.Length; i++)
            {
                optimizer.Parameters[i].Set(weights[i]);
            }

            optimizer.Load(state);
        }

        return rates.Count > 0
            ? new RateRangeTest([.. rates], [.. losses], [.. smooth])
            : throw new InvalidOperationException("RateRangeTest: the loss is not finite at the smallest rate; look at the inputs.");
    }

    /// <summary>What was tried and what it suggests, in a line.</summary>
    public override string ToString() => $"{Rates.Count} rates from {Rates[0]:G3} to {Rates[^1]:G3}; the loss falls fastest at {Suggested:G3}";
}
