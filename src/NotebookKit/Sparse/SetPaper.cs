namespace NotebookKit.Sparse;

/// <summary>What the inventors of SET measured, as the lecture shows it: accuracy of a full, a fixed sparse and an evolving network.</summary>
/// <remarks>Mocanu et al. 2018; lecture S0 (results compared to fully connected networks), whose text rounds the last two of CIFAR-10 to 62 and 75 %.</remarks>
/// <param name="Data">The data set.</param>
/// <param name="Full">Per cent right, fully connected (MLP).</param>
/// <param name="Fixed">Per cent right, fixed random connections (MLP_FixProb).</param>
/// <param name="Evolving">Per cent right, evolving connections (SET-MLP).</param>
public sealed record SetPaper(string Data, double Full, double Fixed, double Evolving)
{
    /// <summary>Parameters of the evolving network for CIFAR-10.</summary>
    public const int Parameters = 278_000;

    /// <summary>Its weights as a share of the full network's.</summary>
    public const double ShareOfFull = 0.014;

    /// <summary>Parameters of the second best network that was then known.</summary>
    public const int ParametersOfSecondBest = 31_000_000;

    /// <summary>Per cent right of the second best network.</summary>
    public const double SecondBest = 74;

    /// <summary>The lecture's table.</summary>
    public static IReadOnlyList<SetPaper> Results { get; } = [new("MNIST", 98.55, 97.68, 98.74), new("CIFAR10", 68.70, 62.19, 74.84)];
}
