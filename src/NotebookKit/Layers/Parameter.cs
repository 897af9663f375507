namespace NotebookKit;

/// <summary>A tensor that a model learns: its gradient is always collected, and no scope takes its buffer back.</summary>
public sealed class Parameter : Tensor
{
    /// <summary>Makes a parameter that begins with the numbers of a tensor.</summary>
    /// <exception cref="InvalidOperationException">The tensor holds no floats.</exception>
    public Parameter(Tensor start)
        : base(Owned(start)) => RequiresGrad = true;

    private static Tensor Owned(Tensor start)
    {
        ArgumentNullException.ThrowIfNull(start);
        return start.Detach().Contiguous().Keep();
    }
}
