namespace NotebookKit.Regularization;

/// <summary>A step of the surgeon on paper.</summary>
/// <param name="Index">The weight that goes.</param>
/// <param name="Rises">J_i of every weight, by which it was chosen: w_i^2 / (2 [Q^-1]_ii), with mu in Q.</param>
/// <param name="Rise">(1/2) dw' Q dw for the weight that goes: by how much the loss is to rise. Without mu it is its J_i.</param>
/// <param name="Change">dw, [n].</param>
/// <param name="Weights">w + dw, [n]; exactly 0 at the index.</param>
/// <param name="Mu">What was added to Q's diagonal; 0 where Q is positive definite.</param>
public sealed record SurgeonStep(int Index, IReadOnlyList<double> Rises, double Rise, Tensor Change, Tensor Weights, double Mu)
{
    /// <summary>The weight and its cost in a line.</summary>
    public override string ToString() => $"weight {Index} goes, the loss rises by {Rise:G4}; the others move by [{string.Join(", ", Change.ToArray<double>().Select(d => $"{d:G3}"))}]";
}

/// <summary>A weight that was pruned.</summary>
/// <param name="Place">Its place among all parameters.</param>
/// <param name="Name">Its parameter and place.</param>
/// <param name="PredictedRise">(1/2) dw' Q dw: by how much the loss was to rise.</param>
/// <param name="LossBefore">The loss before.</param>
/// <param name="LossAfter">The loss after.</param>
/// <param name="Mu">What was added to the Hessian's diagonal.</param>
public sealed record PruningStep(int Place, string Name, double PredictedRise, double LossBefore, double LossAfter, double Mu)
{
    /// <summary>By how much the loss did rise.</summary>
    public double Rise => LossAfter - LossBefore;

    /// <summary>The weight and what it cost.</summary>
    public override string ToString() => $"{Name}: loss {LossBefore:G4} to {LossAfter:G4}, predicted rise {PredictedRise:G3}";
}

/// <summary>The weights that were pruned, in turn.</summary>
/// <param name="Steps">A step a weight.</param>
/// <param name="Weights">How many weights there were.</param>
[Display.TypeFormatterSource(typeof(Display.PruningTraceFormatterSource), PreferredMimeTypes = ["text/html", "text/plain"])]
public sealed record PruningTrace(IReadOnlyList<PruningStep> Steps, int Weights)
{
    /// <summary>How many of how many, and what it cost.</summary>
    public override string ToString() => Steps.Count == 0
        ? $"none of {Weights} weights pruned"
        : $"{Steps.Count} of {Weights} weights pruned, loss {Steps[0].LossBefore:G4} to {Steps[^1].LossAfter:G4}";
}
