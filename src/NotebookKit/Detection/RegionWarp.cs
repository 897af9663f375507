namespace NotebookKit.Detection;

/// <summary>R-CNN's cut-out: every region of a picture, stretched to the size that the network takes, whatever shape it had.</summary>
/// <remarks>The box is rounded outward to whole pixels and resized bilinearly, so a box of the size asked for is copied. Girshick et al. 2014; lecture S2 L8.</remarks>
public static class RegionWarp
{
    /// <summary>Cuts and stretches regions.</summary>
    /// <param name="image">[channels, H, W] of floats.</param>
    /// <param name="boxes">The regions; each has a pixel of the picture at least.</param>
    /// <param name="size">What they become.</param>
    /// <returns>[K, channels, height, width].</returns>
    /// <exception cref="ArgumentException">It is no picture, or a box lies beside it.</exception>
    public static Tensor Warp(Tensor image, IReadOnlyList<Box> boxes, Pair size)
    {
        ArgumentNullException.ThrowIfNull(image);
        ArgumentNullException.ThrowIfNull(boxes);
        if (image.Rank != 3 || !image.DType.IsFloat())
        {
            throw new ArgumentException($"Warp: takes one picture [channels, H, W] of floats, and this is {image.Shape} of {image.DType}.", nameof(image));
        }

        (int height, int width) = (image.Shape[1], image.Shape[2]);
        return boxes.Count == 0 ? Tensor.Zeros(new Shape(0, image.Shape[0], size.Height, size.Width), image.DType) : Tensor.Concat([.. boxes.Select(box =>
        {
            Box on = box.Clip(width, height);
            (int left, int top, int right, int bottom) = ((int)Math.Floor(on.Left), (int)Math.Floor(on.Top), (int)Math.Ceiling(on.Right), (int)Math.Ceiling(on.Bottom));
            return right > left && bottom > top
                ? image[.., top..bottom, left..right].Unsqueeze(0).Interpolate(size, Interpolation.Linear)
                : throw new ArgumentException($"Warp: {box} has no pixel on a picture of {height} by {width}.", nameof(boxes));
        })]);
    }
}
