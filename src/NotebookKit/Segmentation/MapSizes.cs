namespace NotebookKit.Segmentation;

/// <summary>Maps cut and padded to sizes that fit each other.</summary>
internal static class MapSizes
{
    /// <summary>The upper left part; what pooling rounded up is at the lower right.</summary>
    public static Tensor Cut(Tensor maps, int height, int width) =>
        maps.Shape[2] == height && maps.Shape[3] == width ? maps : maps[.., .., ..height, ..width];

    /// <summary>The middle part.</summary>
    public static Tensor Middle(Tensor maps, int height, int width)
    {
        int top = (maps.Shape[2] - height) / 2, left = (maps.Shape[3] - width) / 2;
        return maps[.., .., top..(top + height), left..(left + width)];
    }

    /// <summary>Zeros at the lower right up to the next multiples.</summary>
    public static Tensor PadTo(Tensor maps, int multiple)
    {
        int down = (multiple - (maps.Shape[2] % multiple)) % multiple, right = (multiple - (maps.Shape[3] % multiple)) % multiple;
        return down + right == 0 ? maps : maps.Pad(0, (0, 0), (0, 0), (0, down), (0, right));
    }

    /// <summary>Fails for anything but pictures with the right channels.</summary>
    public static void Check(string model, Tensor images, int channels)
    {
        ArgumentNullException.ThrowIfNull(images);
        if (images.Rank != 4 || images.Shape[1] != channels || images.Shape[2] < 1 || images.Shape[3] < 1 || !images.DType.IsFloat())
        {
            throw new ArgumentException($"{model}: takes pictures [N, {channels}, H, W] of floats, and got {images.Shape} of {images.DType}; one picture becomes a batch by Unsqueeze(0), bytes floats by To(DType.Float32) / 255.");
        }
    }
}
