using System.Globalization;
using System.Text;
using NotebookKit.Layers;

namespace NotebookKit.Sequences;

/// <summary>A machine with a state: each input changes the state, and the output is read from it. A recurrent network is one, and so is any other rule.</summary>
/// <remarks>
/// <code>
/// h(t) = f(h(t-1), x(t)),  y(t) = g(h(t), x(t))
/// </code>
/// as in lecture S2 (timing of the RNN). Lecture S1 writes the state one step later, z(t+1) = f(z(t), x(t)), y(t) = g(z(t), x(t)): there the output is read
/// before the state changes, which <see cref="ReadsOldState"/> does.
/// </remarks>
public sealed class StateSpace
{
    private readonly Func<Tensor, Tensor, Tensor> next;
    private readonly Func<Tensor, Tensor, Tensor> output;

    /// <summary>Makes a machine of two rules.</summary>
    /// <param name="next">f: state and input to the next state.</param>
    /// <param name="output">g: state and input to the output.</param>
    public StateSpace(Func<Tensor, Tensor, Tensor> next, Func<Tensor, Tensor, Tensor> output)
    {
        ArgumentNullException.ThrowIfNull(next);
        ArgumentNullException.ThrowIfNull(output);
        (this.next, this.output) = (next, output);
    }

    /// <summary>Whether outputs are read from the state before the input has changed it, as in lecture S1.</summary>
    public bool ReadsOldState { get; init; }

    /// <summary>A recurrent cell as a machine.</summary>
    /// <param name="cell">f.</param>
    /// <param name="output">g, which sees the state alone; the state itself when null.</param>
    public static StateSpace Of(RnnCell cell, Module? output = null)
    {
        ArgumentNullException.ThrowIfNull(cell);
        return new((state, input) => cell.Step(input, state), (state, _) => output is null ? state : output.Forward(state));
    }

    /// <summary>The lecture's table of what is computed when, in symbols.</summary>
    /// <param name="steps">Rows.</param>
    public static string Timing(int steps)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(steps);
        StringBuilder text = new("Time  Input  State                  Output\n");
        for (int t = 1; t <= steps; t++)
        {
            text.Append(CultureInfo.InvariantCulture, $"{$"t={t}",-6}{$"x({t})",-7}{$"h({t}) = f(h({t - 1}), x({t}))",-23}y({t}) = g(h({t}))\n");
        }

        return text.ToString();
    }

    /// <summary>What it computes, in a line.</summary>
    public override string ToString() => ReadsOldState ? "y(t) = g(h(t-1), x(t)), h(t) = f(h(t-1), x(t))" : "h(t) = f(h(t-1), x(t)), y(t) = g(h(t), x(t))";

    /// <summary>Lets inputs run through it.</summary>
    /// <param name="inputs">x(1) to x(T), all of one shape.</param>
    /// <param name="start">h(0).</param>
    public StateTrace Run(IReadOnlyList<Tensor> inputs, Tensor start)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        ArgumentNullException.ThrowIfNull(start);
        List<Tensor> states = [start], outputs = [];
        foreach (Tensor input in inputs)
        {
            Cancellation.ThrowIfRequested();
            Tensor old = states[^1];
            states.Add(next(old, input));
            outputs.Add(output(ReadsOldState ? old : states[^1], input));
        }

        return new(inputs, states, outputs);
    }
}

/// <summary>What a machine went through.</summary>
/// <param name="Inputs">x(1) to x(T).</param>
/// <param name="States">h(0) to h(T): one more.</param>
/// <param name="Outputs">y(1) to y(T).</param>
[Display.TypeFormatterSource(typeof(Display.TextFormatterSource), PreferredMimeTypes = ["text/plain"])]
public sealed record StateTrace(IReadOnlyList<Tensor> Inputs, IReadOnlyList<Tensor> States, IReadOnlyList<Tensor> Outputs)
{
    /// <summary>A line for each step, with the numbers.</summary>
    public override string ToString() => string.Join('\n', Inputs.Select((input, t) => $"t={t + 1}  x {Row(input)}  h {Row(States[t + 1])}  y {Row(Outputs[t])}"));

    private static string Row(Tensor x) => $"[{string.Join(", ", x.Detach().To(DType.Float64).ToArray<double>().Take(8).Select(number => number.ToString("G4", CultureInfo.InvariantCulture)))}{(x.Count > 8 ? ", ..." : "")}]";
}
