using NotebookKit.Kernels;

namespace NotebookKit.Ops;

/// <summary>How windows slide along one axis.</summary>
/// <param name="Kernel">Places of a window.</param>
/// <param name="Stride">From window to window.</param>
/// <param name="Padding">Places before and after the axis.</param>
/// <param name="Dilation">From place to place within a window.</param>
/// <param name="Ceil">Whether a last window that leaves the axis counts, as long as it begins within it.</param>
internal readonly record struct Sliding(int Kernel, int Stride, int Padding, int Dilation, bool Ceil)
{
    /// <summary>How many windows: (n + 2 padding - dilation (kernel - 1) - 1) / stride + 1, rounded down, or up for <see cref="Ceil"/>.</summary>
    public int Outputs(int size)
    {
        long room = size + (2L * Padding) - (Dilation * (Kernel - 1L)) - 1;
        if (room < 0)
        {
            return Ceil && room > -Stride && size > 0 ? 1 : 0;
        }

        long outputs = ((room + (Ceil ? Stride - 1 : 0)) / Stride) + 1;
        return checked((int)(Ceil && (outputs - 1) * Stride >= (long)size + Padding ? outputs - 1 : outputs));
    }

    /// <summary>The windows of both axes of an image tensor, checked.</summary>
    /// <exception cref="ArgumentException">This is no image, or the windows do not fit it.</exception>
    public static (Sliding Down, Sliding Across) Over(
        string operation, Tensor x, Pair kernel, Pair? stride, Pair padding, Pair dilation, bool ceil, bool halfPadding = true)
    {
        Images.Check(operation, x);
        return Over(operation, x.Shape, kernel, stride ?? kernel, padding, dilation, ceil, halfPadding);
    }

    /// <summary>The windows of both axes of an image shape, checked.</summary>
    /// <exception cref="ArgumentException">The windows do not fit it.</exception>
    public static (Sliding Down, Sliding Across) Over(
        string operation, Shape shape, Pair kernel, Pair step, Pair padding, Pair dilation, bool ceil = false, bool halfPadding = false)
    {
        Sliding down = new(kernel.Height, step.Height, padding.Height, dilation.Height, ceil);
        Sliding across = new(kernel.Width, step.Width, padding.Width, dilation.Width, ceil);
        down.Check(operation, shape[2], "height", shape, halfPadding);
        across.Check(operation, shape[3], "width", shape, halfPadding);
        return (down, across);
    }

    /// <summary>The windows of both axes for a kernel.</summary>
    public static WindowGrid Grid(in Sliding down, in Sliding across, int height, int width) => new(
        (height, width),
        (down.Outputs(height), across.Outputs(width)),
        (down.Kernel, across.Kernel),
        (down.Stride, across.Stride),
        (down.Padding, across.Padding),
        (down.Dilation, across.Dilation));

    private void Check(string operation, int size, string axis, Shape shape, bool halfPadding)
    {
        if (Kernel < 1 || Stride < 1 || Dilation < 1 || Padding < 0)
        {
            throw new ArgumentException($"{operation}: kernel {Kernel}, stride {Stride}, padding {Padding}, dilation {Dilation} along the {axis} of {shape}: the padding is 0 or more, the others 1 or more.");
        }

        if (halfPadding && Padding > Kernel / 2)
        {
            throw new ArgumentException($"{operation}: a padding of {Padding} along the {axis} of {shape} is more than half a window of {Kernel}, and some windows would see nothing else; at most {Kernel / 2}.");
        }

        if (Outputs(size) < 1)
        {
            throw new ArgumentException($"{operation}: a window of {(Dilation * (Kernel - 1L)) + 1} does not fit the {axis} {size} of {shape} with padding {Padding}; take a smaller window or pad more.");
        }
    }
}
