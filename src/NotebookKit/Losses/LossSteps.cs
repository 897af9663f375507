using NotebookKit.Ops;

namespace NotebookKit.Losses;

/// <summary>What all losses share: the checks of their operands, and the last step to one number.</summary>
internal static class LossSteps
{
    /// <summary>Targets as the kind of float that the outputs hold, of exactly the same shape.</summary>
    /// <remarks>Repeating would hide the commonest slip: outputs [N, 1] against targets [N] make N x N differences.</remarks>
    public static Tensor TargetsFor(string operation, Tensor outputs, Tensor targets)
    {
        ArgumentNullException.ThrowIfNull(outputs);
        ArgumentNullException.ThrowIfNull(targets);
        Check.Floats(operation, outputs);
        if (outputs.Shape != targets.Shape)
        {
            string mend = outputs.Count == targets.Count ? $"; give the targets that shape with Reshape({string.Join(", ", outputs.Shape)})" : string.Empty;
            throw new ArgumentException($"{operation}: there must be one target an output, and the outputs are {outputs.Shape}, the targets {targets.Shape}{mend}.");
        }

        Tensor floats = targets.DType.IsFloat() ? targets : targets.To(outputs.DType);
        Check.SameFloats(operation, outputs, floats);
        return floats;
    }

    /// <summary>The losses as one number, or as they are.</summary>
    public static Tensor Reduce(this Tensor losses, Reduction reduction) => reduction switch
    {
        Reduction.Mean => losses.Mean(),
        Reduction.Sum => losses.Sum(),
        Reduction.None => losses,
        _ => throw new ArgumentOutOfRangeException(nameof(reduction), reduction, "A loss is reduced by Mean, Sum or None."),
    };

    /// <summary>A number that must be above 0, or 0 at least.</summary>
    public static double Positive(string operation, string name, double value, bool orZero = false) =>
        (value > 0 || (orZero && value == 0)) && double.IsFinite(value)
            ? value
            : throw new ArgumentOutOfRangeException(name, value, $"{operation}: {name} is a number {(orZero ? "of 0 or more" : "above 0")}.");

    /// <summary>Signs of -1 or 1, one an example, as floats.</summary>
    public static Tensor SignsFor(string operation, Tensor outputs, Tensor signs)
    {
        Tensor floats = TargetsFor(operation, outputs, signs);
        foreach (double sign in floats.ToArray<double>())
        {
            if (sign is not (1 or -1))
            {
                throw new ArgumentException($"{operation}: the targets are -1 or 1, and one of {signs.Shape} is {sign}; make them of 0 and 1 with 2 * t - 1.");
            }
        }

        return floats;
    }

    /// <summary>Nats as nats or bits.</summary>
    public static Tensor In(this Tensor nats, LogBase logBase) => logBase switch
    {
        LogBase.E => nats,
        LogBase.Two => nats / Math.Log(2),
        _ => throw new ArgumentOutOfRangeException(nameof(logBase), logBase, "A logarithm has base E or Two."),
    };
}
