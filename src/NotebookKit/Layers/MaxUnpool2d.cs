namespace NotebookKit.Layers;

/// <summary>
/// Max unpooling as a layer: each number goes where the pooling layer that belongs to it found its largest; see
/// <see cref="Ops.MaxUnpool"/>.
/// </summary>
/// <remarks>
/// It uses the positions of the pooling layer's last batch, so it runs after it, in the same forward pass. Lecture S2 L8 (SegNet).
/// </remarks>
public sealed class MaxUnpool2d : Module
{
    // A function, not the layer itself: that is already a part of the model, in its own place.
    private readonly Func<(Tensor Positions, Pair Size)?> last;

    /// <summary>Makes the layer.</summary>
    /// <param name="pool">The pooling layer that it undoes, which keeps its positions.</param>
    /// <exception cref="ArgumentException">The pooling layer keeps no positions.</exception>
    public MaxUnpool2d(MaxPool2d pool)
    {
        ArgumentNullException.ThrowIfNull(pool);
        last = pool.KeepsPositions
            ? () => pool.Last
            : throw new ArgumentException("MaxUnpool2d: the pooling layer keeps no positions; make it with keepPositions: true.");
    }

    /// <inheritdoc/>
    public override Tensor Forward(Tensor input)
    {
        ArgumentNullException.ThrowIfNull(input);
        (Tensor positions, Pair size) = last() ?? throw new InvalidOperationException("MaxUnpool2d: the pooling layer has not run yet; unpooling needs its positions.");
        return input.MaxUnpool2d(positions, size);
    }

    /// <inheritdoc/>
    public override string ToString() => "MaxUnpool2d()";
}
