using ILGPU;
using NotebookKit.Kernels;

namespace NotebookKit.Ilgpu.Works;

/// <summary>Images [N, C, H, W] with steps along each axis.</summary>
internal readonly struct Images<T>(ArrayView<T> numbers, int imageStep, int channelStep, int rowStep, int columnStep)
    where T : unmanaged
{
    /// <summary>A number.</summary>
    public T At(int image, int channel, int row, int column) => numbers[(image * imageStep) + (channel * channelStep) + (row * rowStep) + (column * columnStep)];
}

/// <summary>The windows of images as a matrix that is nowhere written down: a row for each map pixel, a column for each place of the filter and channel.</summary>
internal readonly struct WindowOperand<T>(Images<T> images, ConvolutionGeometry g) : IOperand<T>
    where T : unmanaged
{
    /// <inheritdoc/>
    public T At(int product, int row, int column)
    {
        int pixels = g.MapHeight * g.MapWidth;
        int image = row / pixels;
        int pixel = row - (image * pixels);
        int place = column / g.ChannelsInGroup;
        int channel = column - (place * g.ChannelsInGroup);
        int y = (pixel / g.MapWidth * g.StrideY) + (place / g.KernelWidth * g.DilationY) - g.Top;
        int x = (pixel % g.MapWidth * g.StrideX) + (place % g.KernelWidth * g.DilationX) - g.Left;
        T value = default;
        if (y >= 0 && y < g.Height && x >= 0 && x < g.Width)
        {
            value = images.At(image, (product * g.ChannelsInGroup) + channel, y, x);
        }

        return value;
    }
}

/// <summary>The map pixels that looked at each image pixel, as a matrix: a row for each image pixel, a column for each place of the filter and filter.</summary>
internal readonly struct LookerOperand<T>(Images<T> maps, ConvolutionGeometry g) : IOperand<T>
    where T : unmanaged
{
    /// <inheritdoc/>
    public T At(int product, int row, int column)
    {
        int pixels = g.Height * g.Width;
        int image = row / pixels;
        int pixel = row - (image * pixels);
        int place = column / g.FiltersInGroup;
        int filter = column - (place * g.FiltersInGroup);
        int y = (pixel / g.Width) + g.Top - (place / g.KernelWidth * g.DilationY);
        int x = (pixel % g.Width) + g.Left - (place % g.KernelWidth * g.DilationX);
        int mapY = y / g.StrideY;
        int mapX = x / g.StrideX;
        T value = default;
        if (y >= 0 && x >= 0 && mapY * g.StrideY == y && mapX * g.StrideX == x && mapY < g.MapHeight && mapX < g.MapWidth)
        {
            value = maps.At(image, (product * g.FiltersInGroup) + filter, mapY, mapX);
        }

        return value;
    }
}

/// <summary>Maps as a matrix: a row for each filter, a column for each pixel of all images.</summary>
internal readonly struct MapOperand<T>(Images<T> maps, ConvolutionGeometry g) : IOperand<T>
    where T : unmanaged
{
    /// <inheritdoc/>
    public T At(int product, int row, int column)
    {
        int pixels = g.MapHeight * g.MapWidth;
        int image = column / pixels;
        int pixel = column - (image * pixels);
        return maps.At(image, (product * g.FiltersInGroup) + row, pixel / g.MapWidth, pixel % g.MapWidth);
    }
}

/// <summary>Filters [K, C / groups, kh, kw] as a matrix: rows for each place and channel, columns for each filter; or rows for each place and filter, columns for each channel.</summary>
internal readonly struct FilterOperand<T>(ArrayView<T> filters, ConvolutionGeometry g, int byFilter) : IOperand<T>
    where T : unmanaged
{
    /// <inheritdoc/>
    public T At(int product, int row, int column)
    {
        int inner = byFilter != 0 ? g.FiltersInGroup : g.ChannelsInGroup;
        int place = row / inner;
        int within = row - (place * inner);
        int filter = byFilter != 0 ? within : column;
        int channel = byFilter != 0 ? column : within;
        return filters[(((((product * g.FiltersInGroup) + filter) * g.ChannelsInGroup) + channel) * g.KernelArea) + place];
    }
}

/// <summary>Pixels, channels last, each channel with its bias where there is one.</summary>
internal readonly struct PixelTarget<T>(ArrayView<T> pixels, int channels, int inGroup, ArrayView<T> bias, int hasBias) : ITarget<T>
    where T : unmanaged, System.Numerics.IFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    public void Put(int product, int row, int column, T value)
    {
        int channel = (product * inGroup) + column;
        pixels[(row * channels) + channel] = hasBias != 0 ? value + bias[channel] : value;
    }
}

/// <summary>The gradient of filters, in their own order.</summary>
internal readonly struct FilterTarget<T>(ArrayView<T> filters, ConvolutionGeometry g) : ITarget<T>
    where T : unmanaged
{
    /// <inheritdoc/>
    public void Put(int product, int row, int column, T value)
    {
        int place = column / g.ChannelsInGroup;
        int channel = column - (place * g.ChannelsInGroup);
        filters[(((((product * g.FiltersInGroup) + row) * g.ChannelsInGroup) + channel) * g.KernelArea) + place] = value;
    }
}
