namespace NotebookKit.Data;

/// <summary>AlexNet's way to look at a test image: five patches and their mirror images, whose answers are averaged.</summary>
/// <remarks>Krizhevsky, Sutskever and Hinton 2012: 224 x 224 out of 256 x 256; lecture S2 L7 (data augmentation I).</remarks>
public static class TenCrop
{
    /// <summary>The ten views in the order top left, top right, bottom left, bottom right, middle, and then each of these mirrored: ten times [N, C, size, size].</summary>
    /// <param name="images">[N, C, H, W].</param>
    /// <param name="size">Rows and columns of a patch.</param>
    /// <exception cref="ArgumentException">The patch does not fit.</exception>
    public static IReadOnlyList<Tensor> Views(Tensor images, int size = 224)
    {
        ArgumentNullException.ThrowIfNull(images);
        if (images.Rank != 4 || size < 1 || size > images.Shape[2] || size > images.Shape[3])
        {
            throw new ArgumentException($"TenCrop: takes patches of {size} x {size} out of images [N, C, H, W] that are no smaller, and got {images.Shape}.", nameof(images));
        }

        int bottom = images.Shape[2] - size, right = images.Shape[3] - size;
        Tensor[] five = [Patch(0, 0), Patch(0, right), Patch(bottom, 0), Patch(bottom, right), Patch(bottom / 2, right / 2)];
        return [.. five, .. five.Select(patch => patch.Flip(3))];

        Tensor Patch(int top, int left) => images[.., .., top..(top + size), left..(left + size)];
    }

    /// <summary>The mean of a model's answers to the ten views.</summary>
    /// <param name="model">Images [N, C, size, size] to answers, such as probabilities.</param>
    /// <param name="images">[N, C, H, W].</param>
    /// <param name="size">Rows and columns of a patch.</param>
    public static Tensor Average(Func<Tensor, Tensor> model, Tensor images, int size = 224)
    {
        ArgumentNullException.ThrowIfNull(model);
        IReadOnlyList<Tensor> views = Views(images, size);
        return views.Select(model).Aggregate((sum, next) => sum + next) / views.Count;
    }

    /// <summary>How many different views an image has: every place of the patch, each also mirrored.</summary>
    /// <param name="image">Rows and columns of the image.</param>
    /// <param name="size">Rows and columns of the patch.</param>
    public static int DistinctViews(int image = 256, int size = 224) => size >= 1 && size <= image
        ? checked((image - size + 1) * (image - size + 1) * 2)
        : throw new ArgumentException($"TenCrop: a patch of {size} does not fit into an image of {image}.");
}

/// <summary>What AlexNet's inventors gained by each of their means, in per cent of error, as the lecture lists it.</summary>
/// <remarks>Krizhevsky, Sutskever and Hinton 2012; lecture S2 L7.</remarks>
public static class AlexNetGains
{
    /// <summary>Colour PCA: top-1.</summary>
    public const double ColourPcaTop1 = 1;

    /// <summary>Two GPUs: top-1.</summary>
    public const double TwoGpusTop1 = 1.7;

    /// <summary>Two GPUs: top-5.</summary>
    public const double TwoGpusTop5 = 1.2;

    /// <summary>Overlapping pooling: top-1.</summary>
    public const double OverlappingPoolingTop1 = 0.4;

    /// <summary>Overlapping pooling: top-5.</summary>
    public const double OverlappingPoolingTop5 = 0.3;
}
