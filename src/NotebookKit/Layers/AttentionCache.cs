namespace NotebookKit.Layers;

/// <summary>Keys and values of the steps that an attention layer has seen, so that a longer text need not be read from its beginning for each new letter.</summary>
public sealed class AttentionCache
{
    private Tensor? keys;
    private Tensor? values;

    /// <summary>Steps remembered.</summary>
    public int Count => keys?.Shape[2] ?? 0;

    /// <summary>How many, in a line.</summary>
    public override string ToString() => $"keys and values of {Count:N0} steps";

    /// <summary>Remembers the keys and values [N, heads, t, d] of new steps, and gives those of all.</summary>
    internal (Tensor Keys, Tensor Values) Add(Tensor newKeys, Tensor newValues)
    {
        if (keys is not null && keys.Shape[0] != newKeys.Shape[0])
        {
            throw new ArgumentException($"AttentionCache: it remembers {keys.Shape[0]} sequences, and {newKeys.Shape[0]} were added to.");
        }

        keys = (keys is null ? newKeys.Contiguous() : Tensor.Concat([keys, newKeys], 2)).Detach().Clone().Keep();
        values = (values is null ? newValues.Contiguous() : Tensor.Concat([values, newValues], 2)).Detach().Clone().Keep();
        return (keys, values);
    }
}
