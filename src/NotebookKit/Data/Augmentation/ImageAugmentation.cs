using System.Numerics;
using NotebookKit.Kernels;

namespace NotebookKit.Data;

/// <summary>A change that makes each image by itself, in one pass over the batch; its size stays.</summary>
public abstract class ImageAugmentation : Augmentation
{
    /// <summary>Whether the strengths ask for no change at all.</summary>
    internal abstract bool IsIdentity { get; }

    /// <summary>Fails for strengths or images that make no sense.</summary>
    internal abstract void Check(ImageSize size);

    /// <summary>Changes one image, channel after channel, with random numbers of its own.</summary>
    internal abstract void One<T>(ref Draws draws, ImageSize size, ReadOnlySpan<T> from, Span<T> to)
        where T : unmanaged, IFloatingPointIeee754<T>;

    /// <inheritdoc/>
    protected override Tensor Change(Tensor images, Rng rng)
    {
        ArgumentNullException.ThrowIfNull(images);
        ArgumentNullException.ThrowIfNull(rng);
        ImageSize size = new(images.Shape[1], images.Shape[2], images.Shape[3]);
        Check(size);
        ulong key = rng.NextKey();
        if (IsIdentity)
        {
            return images.Clone();
        }

        Tensor changed = Tensor.Empty(images.Shape, images.DType, images.Device);
        if (images.DType == DType.Float32)
        {
            ImagePasses.Run(new Pass<float>(this, key, size), images.Elements<float>(), images.Shape[0], changed.Elements<float>());
        }
        else
        {
            ImagePasses.Run(new Pass<double>(this, key, size), images.Elements<double>(), images.Shape[0], changed.Elements<double>());
        }

        return changed;
    }

    private readonly struct Pass<T>(ImageAugmentation change, ulong key, ImageSize size) : IImagePass<T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        public void Run(int image, ReadOnlySpan<T> from, Span<T> to)
        {
            Draws draws = new(key, (ulong)image);
            change.One(ref draws, size, from, to);
        }
    }
}

/// <summary>The sizes of an image.</summary>
/// <param name="Channels">Its colours.</param>
/// <param name="Height">Its rows.</param>
/// <param name="Width">Pixels in a row.</param>
internal readonly record struct ImageSize(int Channels, int Height, int Width)
{
    /// <summary>Pixels of a channel.</summary>
    public int Pixels => Height * Width;
}
