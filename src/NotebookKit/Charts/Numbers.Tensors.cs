namespace NotebookKit.Charts;

/// <content>From tensors.</content>
public readonly partial struct Numbers
{
    /// <summary>Copies all numbers of a tensor of any shape, row after row.</summary>
    public static implicit operator Numbers(Tensor tensor)
    {
        ArgumentNullException.ThrowIfNull(tensor);
        return new(tensor.ToArray<double>());
    }
}
