using NotebookKit.Charts;

namespace NotebookKit.Learners;

/// <summary>Barron's bound of the error of a network with m hidden neurons, p inputs and N examples: C/m + m p ln(N) / N.</summary>
/// <remarks>
/// The first term is what the net cannot represent, the second what the examples cannot tell. C is C_f as lecture S1 prints it
/// and C_f^2 in the paper. Barron, Approximation and estimation bounds for artificial neural networks, 1994.
/// </remarks>
/// <param name="C">How rough the function is.</param>
/// <param name="Inputs">p.</param>
/// <param name="Examples">N, at least 2.</param>
public sealed record BarronBound(double C, int Inputs, int Examples)
{
    private readonly double perNeuron = C > 0 && Inputs > 0 && Examples > 1
        ? Inputs * Math.Log(Examples) / Examples
        : throw new ArgumentException($"BarronBound: C and the inputs are above 0, the examples above 1, and these are {C}, {Inputs} and {Examples}.");

    /// <summary>sqrt(C N / (p ln N)): the number of neurons with the smallest bound.</summary>
    public double BestWidth => Math.Sqrt(C / perNeuron);

    /// <summary>C/m: falls with the width.</summary>
    public double Approximation(double width) => C / width;

    /// <summary>m p ln(N) / N: grows with the width.</summary>
    public double Estimation(double width) => width * perNeuron;

    /// <summary>Both.</summary>
    public double Total(double width) => Approximation(width) + Estimation(width);

    /// <summary>The two terms, their sum, and where it is smallest.</summary>
    public Figure Draw()
    {
        Numbers m = Numbers.From(Enumerable.Range(0, 200).Select(i => BestWidth * Math.Pow(10, -1 + (i / 100.0))));
        return new PlotOptions { XLabel = "hidden neurons m", YLabel = "error", LogX = true, LogY = true }.Figure(
            "Too few neurons cannot, too many do not know", null,
            new LineSeries(m, Numbers.From(m.Select(Approximation))) { Name = "approximation" },
            new LineSeries(m, Numbers.From(m.Select(Estimation))) { Name = "estimation" },
            new LineSeries(m, Numbers.From(m.Select(Total))) { Name = "both" }).Mark(x: BestWidth, text: $"m* = {BestWidth:G4}");
    }

    /// <summary>Where the bound is smallest.</summary>
    public override string ToString() => $"C = {C}, p = {Inputs}, N = {Examples:N0}: best with m = {BestWidth:G5} neurons, bound {Total(BestWidth):G4}";
}
