namespace NotebookKit.Layers;

/// <summary>A learned vector for each word of a vocabulary: Int64 indices [..] become [.., D]; see <see cref="Ops.Embedding"/>.</summary>
/// <remarks>The vectors begin normally distributed with deviation 1, PyTorch's default; that of the padding index is 0 and stays so.</remarks>
public sealed class Embedding : Module
{
    /// <summary>Makes the layer.</summary>
    /// <param name="words">How many words, V.</param>
    /// <param name="size">Numbers a word, D.</param>
    /// <param name="padding">The index of the word that stands for nothing; none when null.</param>
    /// <param name="rng">Where the first vectors come from; the session's generator when null.</param>
    /// <param name="dtype">Float32 or Float64.</param>
    public Embedding(int words, int size, int? padding = null, Rng? rng = null, DType dtype = DType.Float32)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(words);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(size);
        if (padding is { } place && (uint)place >= (uint)words)
        {
            throw new ArgumentOutOfRangeException(nameof(padding), place, $"Embedding: the padding index is one of the {words} words.");
        }

        Tensor start = Tensor.Normal([words, size], rng: rng, dtype: dtype);
        if (padding is { } row)
        {
            start.Device.Scatter(Tensor.Zeros([size], dtype), Ops.Slice.View(start, [row]));
        }

        Weight = new Parameter(start);
        Padding = padding;
    }

    /// <summary>[V, D].</summary>
    public Parameter Weight { get; }

    /// <summary>The index of the word that stands for nothing.</summary>
    public int? Padding { get; }

    /// <inheritdoc/>
    public override Tensor Forward(Tensor input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return Weight.Embedding(input, Padding);
    }

    /// <inheritdoc/>
    public override string ToString() => $"Embedding({Weight.Shape[0]}, {Weight.Shape[1]})";
}
