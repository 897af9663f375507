using System.Numerics;
using NotebookKit.Kernels;

namespace NotebookKit.Data;

/// <summary>A change of where things are in an image: every pixel of the result is looked up at a place of the original.</summary>
/// <remarks>One pass over the batch whatever the change. A mask or label image goes through the same places as its image, to the nearest pixel.</remarks>
public abstract class GeometricAugmentation : Augmentation
{
    /// <summary>How numbers between pixels are found: <see cref="Interpolation.Linear"/>, or <see cref="Interpolation.Nearest"/> for the pixel that is nearest.</summary>
    public Interpolation Interpolation { get; init; } = Interpolation.Linear;

    /// <summary>What lies outside the image.</summary>
    public Border Border { get; init; }

    /// <summary>The number outside, for <see cref="Border.Constant"/>.</summary>
    public double Fill { get; init; }

    /// <summary>Images and their masks, changed alike.</summary>
    /// <param name="images">[N, C, H, W] of floats.</param>
    /// <param name="masks">[N, H, W] or [N, k, H, W] of any kind of number; outside the image a mask is 0.</param>
    /// <param name="rng">Where the changes come from; the session's generator when null.</param>
    /// <exception cref="ArgumentException">The masks do not belong to the images.</exception>
    public (Tensor Images, Tensor Masks) Apply(Tensor images, Tensor masks, Rng? rng = null)
    {
        ArgumentNullException.ThrowIfNull(images);
        ArgumentNullException.ThrowIfNull(masks);
        if (images.Rank != 4 || masks.Rank is not (3 or 4) || masks.Shape[0] != images.Shape[0] || masks.Shape[^2] != images.Shape[2] || masks.Shape[^1] != images.Shape[3])
        {
            throw new ArgumentException($"{GetType().Name}: a mask has the height and width of its image, [N, H, W]; got images {images.Shape} and masks {masks.Shape}.", nameof(masks));
        }

        // Both generators stand at the same place, so both draw the same fields.
        Rng fields = (rng ?? Rng.Current).Fork();
        ulong key = fields.NextKey();
        using IDisposable off = Gradients.Gradient.Off();
        (int, int) to = Checked(images);
        Tensor flat = masks.Rank == 4 ? masks : masks.Unsqueeze(1);
        Tensor changed = Warped(flat.Detach().Contiguous(), key, to, Interpolation.Nearest, 0);
        return (Warped(images.Detach().Contiguous(), key, to, Interpolation, Fill), masks.Rank == 4 ? changed : changed.Squeeze(1));
    }

    /// <summary>The size of the result; fails for strengths that make no sense.</summary>
    internal abstract (int Height, int Width) ResultSize(int height, int width);

    /// <summary>Where in the original each pixel of an image of the result is looked up.</summary>
    internal abstract void Places(ref Draws draws, (int Height, int Width) from, (int Height, int Width) to, Span<double> rows, Span<double> columns);

    /// <inheritdoc/>
    protected override Tensor Change(Tensor images, Rng rng)
    {
        ArgumentNullException.ThrowIfNull(images);
        ArgumentNullException.ThrowIfNull(rng);
        return Warped(images, rng.NextKey(), Checked(images), Interpolation, Fill);
    }

    private (int Height, int Width) Checked(Tensor images)
    {
        Require(Interpolation != Interpolation.Cubic, "numbers between pixels are found by Nearest or Linear");
        return ResultSize(images.Shape[2], images.Shape[3]);
    }

    private Tensor Warped(Tensor images, ulong key, (int Height, int Width) to, Interpolation interpolation, double fill)
    {
        Tensor changed = Tensor.Empty(new Shape(images.Shape[0], images.Shape[1], to.Height, to.Width), images.DType, images.Device);
        if (changed.Count == 0 || images.Count == 0)
        {
            changed.Device.Fill(changed, fill);
            return changed;
        }

        switch (images.DType, interpolation)
        {
            case (DType.Float32, Interpolation.Linear):
                Run(new Between<float>(this, key, images, to, fill));
                break;
            case (DType.Float64, Interpolation.Linear):
                Run(new Between<double>(this, key, images, to, fill));
                break;
            case (DType.Float32, _):
                Run(new Pick<float>(this, key, images, to, (float)fill));
                break;
            case (DType.Float64, _):
                Run(new Pick<double>(this, key, images, to, fill));
                break;
            case (DType.Int64, _):
                Run(new Pick<long>(this, key, images, to, (long)fill));
                break;
            case (DType.UInt8, _):
                Run(new Pick<byte>(this, key, images, to, (byte)fill));
                break;
            default:
                Run(new Pick<bool>(this, key, images, to, fill != 0));
                break;
        }

        return changed;

        void Run<T>(IImagePass<T> pass)
            where T : unmanaged => ImagePasses.Run(pass, images.Elements<T>(), images.Shape[0], changed.Elements<T>());
    }

    // The places of one image, in room of the thread.
    private unsafe void Lookup(ulong key, int image, (int Height, int Width) from, (int Height, int Width) to, out Span<double> rows, out Span<double> columns)
    {
        int pixels = to.Height * to.Width;
        Span<double> room = new(Workspace.OfThread<double>(checked(2 * pixels)), 2 * pixels);
        rows = room[..pixels];
        columns = room[pixels..];
        Draws draws = new(key, (ulong)image);
        Places(ref draws, from, to, rows, columns);
    }

    private sealed class Between<T>(GeometricAugmentation change, ulong key, Tensor images, (int Height, int Width) to, double fill) : IImagePass<T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        private readonly (int Height, int Width) from = (images.Shape[2], images.Shape[3]);

        public void Run(int image, ReadOnlySpan<T> source, Span<T> target)
        {
            change.Lookup(key, image, from, to, out Span<double> rows, out Span<double> columns);
            Warp.Linear(source, from, rows, columns, change.Border, fill, target);
        }
    }

    private sealed class Pick<T>(GeometricAugmentation change, ulong key, Tensor images, (int Height, int Width) to, T fill) : IImagePass<T>
        where T : unmanaged
    {
        private readonly (int Height, int Width) from = (images.Shape[2], images.Shape[3]);

        public void Run(int image, ReadOnlySpan<T> source, Span<T> target)
        {
            change.Lookup(key, image, from, to, out Span<double> rows, out Span<double> columns);
            Warp.Nearest(source, from, rows, columns, change.Border, fill, target);
        }
    }
}
