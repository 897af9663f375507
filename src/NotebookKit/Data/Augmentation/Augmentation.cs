namespace NotebookKit.Data;

/// <summary>A random change of images that leaves their labels true: more to learn from than there is.</summary>
/// <remarks>
/// Takes and gives [N, C, H, W] of floats, a batch at once, outside of the record for gradients. Each image has random numbers of its own, fixed by
/// the generator and the image's number alone. Nothing is changed at strength 0, bit for bit. Lectures S2 L7, S4 (data augmentation).
/// Write your own with <see cref="Change"/>.
/// </remarks>
[Display.TypeFormatterSource(typeof(Display.TextFormatterSource), PreferredMimeTypes = ["text/plain"])]
public abstract class Augmentation
{
    /// <summary>Changed images.</summary>
    /// <param name="images">[N, C, H, W] of floats.</param>
    /// <param name="rng">Where the changes come from; the session's generator when null.</param>
    /// <exception cref="ArgumentException">These are no images of floats.</exception>
    public Tensor Apply(Tensor images, Rng? rng = null)
    {
        ArgumentNullException.ThrowIfNull(images);
        if (images.Rank != 4 || !images.DType.IsFloat())
        {
            string mend = images.Rank == 3 ? "Unsqueeze(0) makes a batch of one" : images.Rank == 4 ? "To(DType.Float32) / 255 makes floats of bytes" : "Reshape gives rows their channels, height and width";
            throw new ArgumentException($"{GetType().Name}: takes images [N, C, H, W] of floats, and got {images.Shape} of {images.DType}; {mend}.", nameof(images));
        }

        using IDisposable off = Gradients.Gradient.Off();
        return Change(images.Detach().Contiguous(), rng ?? Rng.Current);
    }

    /// <summary>A batch with changed inputs and the same labels.</summary>
    /// <param name="batch">The batch.</param>
    /// <param name="rng">Where the changes come from; the session's generator when null.</param>
    public Batch Apply(Batch batch, Rng? rng = null)
    {
        ArgumentNullException.ThrowIfNull(batch);
        return batch with { Inputs = Apply(batch.Inputs, rng) };
    }

    /// <summary>The same image changed several times, to look at: [count, C, H, W].</summary>
    /// <param name="image">[C, H, W] or [1, C, H, W].</param>
    /// <param name="count">How many.</param>
    /// <param name="rng">Where the changes come from; the session's generator when null.</param>
    public Tensor Views(Tensor image, int count, Rng? rng = null)
    {
        ArgumentNullException.ThrowIfNull(image);
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        Tensor one = image.Rank == 3 ? image.Unsqueeze(0) : image;
        return one.Rank == 4 && one.Shape[0] == 1
            ? Apply(one.Detach().Expand([count, .. one.Shape.Span[1..]]), rng)
            : throw new ArgumentException($"Views: takes one image [C, H, W], and got {image.Shape}.", nameof(image));
    }

    /// <summary>This change, and then another.</summary>
    public Augmentation Then(Augmentation next)
    {
        ArgumentNullException.ThrowIfNull(next);
        return new AugmentationChain(this, next);
    }

    /// <summary>The name and its strengths.</summary>
    public override string ToString() => $"{GetType().Name}({string.Join(", ", GetType().GetProperties().Where(property => property.GetIndexParameters().Length == 0).Select(property => FormattableString.Invariant($"{property.Name} {property.GetValue(this)}")))})";

    /// <summary>The change itself.</summary>
    /// <param name="images">[N, C, H, W] of floats, contiguous; not to be written to.</param>
    /// <param name="rng">Where the changes come from.</param>
    protected abstract Tensor Change(Tensor images, Rng rng);

    /// <summary>Fails unless a strength is a number in its range.</summary>
    private protected void Require(bool holds, string rule)
    {
        if (!holds)
        {
            throw new ArgumentException($"{GetType().Name}: {rule}; it is {this}.");
        }
    }
}

/// <summary>Changes one after another.</summary>
/// <param name="steps">The changes in their order.</param>
public sealed class AugmentationChain(params IReadOnlyList<Augmentation> steps) : Augmentation
{
    /// <summary>The changes in their order.</summary>
    public IReadOnlyList<Augmentation> Steps { get; } = [.. steps];

    /// <inheritdoc/>
    public override string ToString() => string.Join(", then ", Steps);

    /// <inheritdoc/>
    protected override Tensor Change(Tensor images, Rng rng) => Steps.Aggregate(images, (changed, step) => step.Apply(changed, rng));
}
