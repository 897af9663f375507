using NotebookKit.Devices;
using NotebookKit.Gradients;

namespace NotebookKit.Ops;

/// <summary>Images [N, C, H, W] whose numbers lie pixel by pixel: all channels of a pixel side by side.</summary>
/// <remarks>
/// The shape stays PyTorch's; only the strides say that channels are fastest. Convolution, pooling and normalisation read and
/// write that order, where a vector holds neighbouring channels of one pixel, and elementwise operations keep the order they
/// find, so an image is turned around once at the entry of a network and not between its layers.
/// </remarks>
internal static class ChannelsLast
{
    /// <summary>Whether the numbers of an image tensor lie in this order; axes of size 1 do not matter.</summary>
    public static bool Holds(Tensor x)
    {
        TensorLayout pixels = PixelsOf(x.Shape);
        if (x.Layout == pixels)
        {
            return true;
        }

        ReadOnlySpan<int> own = x.Strides, strides = pixels.Strides, sizes = x.Shape.Span;
        for (int axis = 0; axis < 4; axis++)
        {
            if (sizes[axis] != 1 && own[axis] != strides[axis])
            {
                return x.Count == 0;
            }
        }

        return true;
    }

    /// <summary>The same image in this order, without a history: itself when it already is, else a copy.</summary>
    public static Tensor Of(Tensor x)
    {
        if (Holds(x))
        {
            return x;
        }

        Tensor y = Empty(x.Shape, x.DType, x.Device);
        x.Device.Gather(Pixels(x), Pixels(y));
        return y;
    }

    /// <summary>Room for an image in this order.</summary>
    public static Tensor Empty(Shape shape, DType dtype, Device device) => new(device.Allocate(dtype, shape.Count), PixelsOf(shape), 0, device);

    /// <summary>A view [N, H, W, C] of an image [N, C, H, W]: contiguous when the image is in this order. No history.</summary>
    public static Tensor Pixels(Tensor x) => new(
        x.Storage,
        new Shape(x.Shape[0], x.Shape[2], x.Shape[3], x.Shape[1]),
        [x.Strides[0], x.Strides[2], x.Strides[3], x.Strides[1]],
        x.Offset,
        x.Device);

    /// <summary>The sum of each channel over images and pixels, [C]: the gradient of a bias.</summary>
    public static Tensor SumOfPixels(Tensor x)
    {
        Shape rows = new(x.Shape[0] * x.Shape[2] * x.Shape[3], x.Shape[1]);
        return !Gradient.Flows(x) && Holds(x)
            ? new Tensor(x.Storage, rows.Sizes.InOrder, x.Offset, x.Device).Sum(0)
            : x.Permute(0, 2, 3, 1).Reshape(rows.Span).Sum(0);
    }

    private static TensorLayout PixelsOf(Shape shape) =>
        shape.Sizes.Pixels ?? throw new ArgumentException($"An image has four axes, [N, C, H, W], and not {shape}.", nameof(shape));
}
