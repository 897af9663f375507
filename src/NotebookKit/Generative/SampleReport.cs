namespace NotebookKit.Generative;

/// <summary>What a judge found in a set of samples.</summary>
/// <param name="Shares">Of each class, the share of the samples that the judge calls so; they sum to 1.</param>
/// <param name="Confident">The share of the samples that the judge is sure of.</param>
/// <param name="Score">exp of the mean KL(p(class | sample), p(class)): 1 (all look alike, or nothing is clear) to the number of classes (all clear, all equally often).</param>
public sealed record SampleReport(IReadOnlyList<double> Shares, double Confident, double Score)
{
    /// <summary>The share of the rarest class; 0 when one is missing.</summary>
    public double Rarest => Shares.Min();

    /// <summary>exp of the entropy of the shares: as many equally frequent classes would be as diverse; 1 for a collapsed set.</summary>
    public double EffectiveClasses => Math.Exp(-Shares.Sum(share => share > 0 ? share * Math.Log(share) : 0));

    /// <summary>Classes with at least a share of the samples.</summary>
    /// <param name="least">The share, 2 % by custom.</param>
    public int Covered(double least = 0.02) => Shares.Count(share => share >= least && share > 0);

    /// <summary>In a line.</summary>
    public override string ToString() => FormattableString.Invariant(
        $"{Covered()} of {Shares.Count} classes with 2 % or more, the rarest {100 * Rarest:F1} %; {100 * Confident:F0} % clear; score {Score:F2}");
}
