namespace NotebookKit.Data;

/// <summary>Class numbers written as what the units of an output layer are to say.</summary>
public static class TargetCode
{
    /// <summary>1 for the right class and -1 for the others: [N] becomes [N, classes]. For tanh outputs and hinge losses; lecture S1 (hints).</summary>
    /// <param name="labels">[N] class numbers, Int64.</param>
    /// <param name="classes">How many classes there are.</param>
    /// <param name="dtype">Float32 or Float64.</param>
    /// <exception cref="ArgumentException">A label names no class.</exception>
    public static Tensor Signs(Tensor labels, int classes, DType dtype = DType.Float32)
    {
        ArgumentNullException.ThrowIfNull(labels);
        return (2 * labels.OneHot(classes, dtype)) - 1;
    }
}
