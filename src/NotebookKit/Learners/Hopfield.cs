using NotebookKit.Charts;

namespace NotebookKit.Learners;

/// <summary>The Hopfield net: neurons of +1 and -1 that feed each other, and fall back into the patterns that were stored.</summary>
/// <remarks>
/// W = (1/n) sum p p' by Hebb's rule, without connections of a neuron with itself. A neuron takes the sign of its sum, one
/// after the other, and keeps its state where the sum is 0; so the energy E = -1/2 s' W s never rises and the net comes to
/// rest. About 0.14 n random patterns fit. Hopfield 1982; lecture S2 L1 names it.
/// </remarks>
public sealed class Hopfield
{
    private readonly double[][] weights;

    /// <summary>Stores patterns.</summary>
    /// <param name="patterns">[P, n] of 1 and -1; 1 and 0 mean the same.</param>
    /// <exception cref="ArgumentException">A value is something else.</exception>
    public Hopfield(Tensor patterns)
    {
        double[][] stored = [.. Points.Rows(nameof(Hopfield), patterns).Select(Signs)];
        int n = stored[0].Length;
        weights = [.. Enumerable.Range(0, n).Select(_ => new double[n])];
        foreach (double[] pattern in stored)
        {
            for (int i = 0; i < n; i++)
            {
                Points.Add(weights[i], pattern, pattern[i] / n);
                weights[i][i] = 0;
            }
        }

        Patterns = Tensor.From(stored).Keep();
    }

    /// <summary>What was stored, [P, n] of 1 and -1.</summary>
    public Tensor Patterns { get; }

    /// <summary>How many neurons.</summary>
    public int Neurons => weights.Length;

    /// <summary>W, [n, n].</summary>
    public Tensor Weights => Tensor.From(weights);

    /// <summary>E = -1/2 s' W s.</summary>
    public double Energy(Tensor state) => Energy(State(state));

    /// <summary>Lets the net come to rest from a state.</summary>
    /// <param name="start">[n] of 1 and -1, or 1 and 0.</param>
    /// <param name="rng">The order of the neurons in each pass; null: from the first to the last.</param>
    /// <param name="maxPasses">Passes at most.</param>
    /// <exception cref="ArgumentException">The state has another number of neurons.</exception>
    public HopfieldTrace Recall(Tensor start, Rng? rng = null, int maxPasses = 100)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(maxPasses);
        double[] state = State(start);
        List<double[]> states = [[.. state]];
        List<double> energies = [Energy(state)];
        bool atRest = false;
        for (int pass = 0; pass < maxPasses && !atRest; pass++)
        {
            atRest = true;
            foreach (int i in rng?.Permutation(Neurons) ?? Enumerable.Range(0, Neurons))
            {
                double sum = Points.Dot(weights[i], state);
                if (sum * state[i] < 0)
                {
                    state[i] = -state[i];
                    atRest = false;
                    states.Add([.. state]);
                    energies.Add(Energy(state));
                }
            }
        }

        return new HopfieldTrace(states, energies, atRest);
    }

    /// <summary>Its size.</summary>
    public override string ToString() => $"Hopfield net of {Neurons:N0} neurons with {Patterns.Shape[0]:N0} stored patterns";

    private static double[] Signs(double[] values)
    {
        bool hasZero = values.Contains(0);
        int odd = Array.FindIndex(values, value => value is not (1 or -1 or 0) || (value == -1 && hasZero));
        return odd < 0
            ? [.. values.Select(value => value == 1 ? 1.0 : -1.0)]
            : throw new ArgumentException($"Hopfield: neurons are 1 and -1, or 1 and 0, and neuron {odd} is {values[odd]}{(values[odd] == -1 ? " beside zeros" : string.Empty)}.");
    }

    private double[] State(Tensor state)
    {
        ArgumentNullException.ThrowIfNull(state);
        return state.Rank == 1 && state.Count == Neurons
            ? Signs(state.Detach().ToArray<double>())
            : throw new ArgumentException($"Hopfield: a state of this net is [{Neurons}], and this one is {state.Shape}.", nameof(state));
    }

    private double Energy(double[] state) => -0.5 * weights.Select((row, i) => state[i] * Points.Dot(row, state)).Sum();
}

/// <summary>How a Hopfield net came to rest: the state and the energy at the start and after each flip of a neuron.</summary>
[Display.TypeFormatterSource(typeof(Display.HopfieldTraceFormatterSource), PreferredMimeTypes = ["text/html", "text/plain"])]
public sealed class HopfieldTrace
{
    private readonly List<double[]> states;

    internal HopfieldTrace(List<double[]> states, List<double> energies, bool isAtRest) => (this.states, Energies, IsAtRest) = (states, energies, isAtRest);

    /// <summary>The energy at the start and after each flip; it never rises.</summary>
    public IReadOnlyList<double> Energies { get; }

    /// <summary>Whether no neuron wants to flip any more.</summary>
    public bool IsAtRest { get; }

    /// <summary>How many neurons flipped.</summary>
    public int Flips => states.Count - 1;

    /// <summary>The state at the end, [n] of 1 and -1.</summary>
    public Tensor Final => State(Flips);

    /// <summary>The state after some flips, [n].</summary>
    public Tensor State(int flips) => Tensor.From(states[flips]);

    /// <summary>The energy over the flips.</summary>
    public Figure Draw() => Chart.Line(Numbers.From(Energies), "Energy", new() { XLabel = "flips", YLabel = "E" });

    /// <summary>Some states on the way as pictures, the first and the last among them.</summary>
    /// <param name="width">Neurons in a row of the picture.</param>
    /// <param name="most">So many pictures at most.</param>
    /// <exception cref="ArgumentException">The neurons do not fill whole rows.</exception>
    public Figure Pictures(int width, int most = 6)
    {
        int n = states[0].Length;
        if (width < 1 || n % width != 0 || most < 2)
        {
            throw new ArgumentException($"Pictures: {n} neurons do not fill rows of {width} (at least two pictures).", nameof(width));
        }

        int frames = Math.Min(most, states.Count);
        int[] chosen = [.. Enumerable.Range(0, frames).Select(i => frames == 1 ? 0 : (int)Math.Round((double)i * Flips / (frames - 1)))];
        return Figure.Beside([.. chosen.Select(flips => new Figure(new HeatMap(Grid(states[flips], width)) { ColorBar = false }) { Title = flips switch { 0 => "start", 1 => "1 flip", _ => $"{flips} flips" } })]);
    }

    /// <summary>What happened, in a line.</summary>
    public override string ToString() => $"{Flips:N0} flips, energy {Points.Text(Energies[0])} to {Points.Text(Energies[^1])}, {(IsAtRest ? "at rest" : "not yet at rest")}";

    private static double[,] Grid(double[] state, int width)
    {
        double[,] grid = new double[state.Length / width, width];
        for (int i = 0; i < state.Length; i++)
        {
            grid[i / width, i % width] = state[i];
        }

        return grid;
    }
}
