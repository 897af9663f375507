namespace NotebookKit.Gradients;

/// <summary>A tensor that an operation saved for the way back, with the version it had then.</summary>
public readonly struct Saved
{
    private readonly Tensor? tensor;
    private readonly int version;

    /// <summary>Saves a tensor.</summary>
    public Saved(Tensor? tensor)
    {
        this.tensor = tensor;
        version = tensor is { IsGone: false } ? tensor.Storage.Version : 0;
    }

    /// <summary>Whether a tensor was saved at all.</summary>
    internal bool Has => tensor is not null;

    /// <summary>The tensor, to look at; null where none was saved, or it was changed or given back since.</summary>
    internal Tensor? Peek => tensor is { IsGone: false } saved && saved.Storage.Version == version ? saved : null;

    /// <summary>The tensor, unchanged since.</summary>
    /// <exception cref="InvalidOperationException">It was changed in place meanwhile, so the gradient would be wrong.</exception>
    public Tensor Tensor
    {
        get
        {
            Tensor saved = tensor ?? throw new InvalidOperationException("Backward: this operation did not save that tensor.");
            // What is gone says so itself when it is read.
            return saved.IsGone || saved.Storage.Version == version
                ? saved
                : throw new InvalidOperationException(
                    $"Backward: a tensor {saved.Shape} that the gradient needs was changed in place after it was used; change a Clone() instead, or call Backward before.");
        }
    }
}
