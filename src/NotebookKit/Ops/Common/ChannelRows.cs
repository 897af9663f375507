using NotebookKit.Devices;

namespace NotebookKit.Ops;

/// <summary>Tensors [N, C], [N, C, L] and [N, C, H, W] as rows of channels, for operations that treat each channel by itself.</summary>
internal static class ChannelRows
{
    // Below it a plane holds less than a vector.
    private const int ShortestPlane = 8;

    /// <summary>The numbers as [segments, rows, C], channels side by side: a segment an image, or one segment for all. No history; a copy only where they lie otherwise.</summary>
    public static Tensor Of(Tensor x, bool segmentAnImage)
    {
        Tensor image = ChannelsLast.Of(x.Rank == 4 ? x : Image(x));
        int pixels = image.Shape[2] * image.Shape[3];
        int channels = image.Shape[1];
        (int segments, int rows) = segmentAnImage ? (image.Shape[0], pixels) : (1, image.Shape[0] * pixels);
        return new Tensor(image.Storage, new Shape(segments, rows, channels), [rows * channels, channels, 1], image.Offset, image.Device);
    }

    /// <summary>Whether an image lies plane by plane, in planes long enough to be worked on as they lie; else its rows of channels are.</summary>
    public static bool InPlanes(Tensor x) => x.Rank > 2 && x.IsContiguous && x.Shape.Span[2..].Product() >= ShortestPlane;

    /// <summary>The numbers as [segments, images, C, plane]: a segment an image, or one segment for all. No history; a copy only where they lie otherwise.</summary>
    public static Tensor Planes(Tensor x, bool segmentAnImage)
    {
        Tensor image = x.Bare;
        int plane = image.Shape.Span[2..].Product();
        return segmentAnImage ? image.Reshape(image.Shape[0], 1, image.Shape[1], plane) : image.Reshape(1, image.Shape[0], image.Shape[1], plane);
    }

    /// <summary>Room for a tensor of a shape whose channels lie side by side.</summary>
    public static Tensor Empty(Shape shape, DType dtype, Device device)
    {
        Tensor image = ChannelsLast.Empty(ImageShape(shape), dtype, device);
        return shape.Rank == 4 ? image : new Tensor(image.Storage, shape, image.Strides[..shape.Rank], image.Offset, device);
    }

    /// <summary>The same view as <see cref="Of"/>, recorded.</summary>
    public static Tensor Recorded(Tensor x, bool segmentAnImage)
    {
        Tensor pixels = x.Reshape(ImageShape(x.Shape).Span).Permute(0, 2, 3, 1);
        return pixels.Reshape(segmentAnImage ? x.Shape[0] : 1, pixels.Shape[1] * pixels.Shape[2] * (segmentAnImage ? 1 : x.Shape[0]), x.Shape[1]);
    }

    /// <summary>Back from <see cref="Recorded"/> to the shape it came from.</summary>
    public static Tensor Back(Tensor rows, Shape shape)
    {
        Shape image = ImageShape(shape);
        return rows.Reshape(image[0], image[2], image[3], image[1]).Permute(0, 3, 1, 2).Reshape(shape.Span);
    }

    private static Shape ImageShape(Shape shape) =>
        new(shape[0], shape[1], shape.Rank > 2 ? shape[2] : 1, shape.Rank > 3 ? shape[3] : 1);

    private static Tensor Image(Tensor x) => new(
        x.Storage,
        ImageShape(x.Shape),
        [x.Strides[0], x.Strides[1], x.Rank > 2 ? x.Strides[2] : 1, x.Rank > 3 ? x.Strides[3] : 1],
        x.Offset,
        x.Device);
}
