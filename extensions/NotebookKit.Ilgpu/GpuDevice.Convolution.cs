using System.Numerics;
using ILGPU;
using NotebookKit.Ilgpu.Works;
using NotebookKit.Kernels;

namespace NotebookKit.Ilgpu;

/// <content>Convolution as a matrix product whose windows are read from the images themselves (an implicit product; Chetlur et al., cuDNN, 2014).</content>
public sealed partial class GpuDevice
{
    /// <inheritdoc/>
    internal override void Convolve(in ConvolutionGeometry g, Tensor x, Tensor filters, Tensor? bias, Tensor y)
    {
        if (x.DType == DType.Float32)
        {
            Convolve<float>(g, Here(x), filters, bias, y);
        }
        else
        {
            Convolve<double>(g, Here(x), filters, bias, y);
        }
    }

    /// <inheritdoc/>
    internal override void ConvolveTransposed(in ConvolutionGeometry g, Tensor y, Tensor filters, Tensor? bias, Tensor x)
    {
        if (x.DType == DType.Float32)
        {
            ConvolveTransposed<float>(g, Here(y), filters, bias, x);
        }
        else
        {
            ConvolveTransposed<double>(g, Here(y), filters, bias, x);
        }
    }

    /// <inheritdoc/>
    internal override void ConvolutionWeights(in ConvolutionGeometry g, Tensor x, Tensor y, Tensor filters)
    {
        if (x.DType == DType.Float32)
        {
            Weights<float>(g, Here(x), Here(y), filters);
        }
        else
        {
            Weights<double>(g, Here(x), Here(y), filters);
        }
    }

    private void Convolve<T>(in ConvolutionGeometry g, Tensor x, Tensor filters, Tensor? bias, Tensor y)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArrayView<T> weights = View<T>(filters);
        Product<WindowOperand<T>, FilterOperand<T>, PixelTarget<T>, T>(
            new WindowOperand<T>(ImagesOf<T>(x), g),
            new FilterOperand<T>(weights, g, byFilter: 0),
            new PixelTarget<T>(View<T>(y), g.Filters, g.FiltersInGroup, ViewOr(bias, weights), bias is null ? 0 : 1),
            new ProductPlan(g.Images * g.MapHeight * g.MapWidth, g.FiltersInGroup, g.KernelArea * g.ChannelsInGroup, 1, 0, 0),
            g.Groups);
        Needed(x, filters, bias, y);
    }

    private void ConvolveTransposed<T>(in ConvolutionGeometry g, Tensor y, Tensor filters, Tensor? bias, Tensor x)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArrayView<T> weights = View<T>(filters);
        Product<LookerOperand<T>, FilterOperand<T>, PixelTarget<T>, T>(
            new LookerOperand<T>(ImagesOf<T>(y), g),
            new FilterOperand<T>(weights, g, byFilter: 1),
            new PixelTarget<T>(View<T>(x), g.Channels, g.ChannelsInGroup, ViewOr(bias, weights), bias is null ? 0 : 1),
            new ProductPlan(g.Images * g.Height * g.Width, g.ChannelsInGroup, g.KernelArea * g.FiltersInGroup, 1, 0, 0),
            g.Groups);
        Needed(y, filters, bias, x);
    }

    private void Weights<T>(in ConvolutionGeometry g, Tensor x, Tensor y, Tensor filters)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Product<MapOperand<T>, WindowOperand<T>, FilterTarget<T>, T>(
            new MapOperand<T>(ImagesOf<T>(y), g),
            new WindowOperand<T>(ImagesOf<T>(x), g),
            new FilterTarget<T>(View<T>(filters), g),
            new ProductPlan(g.FiltersInGroup, g.KernelArea * g.ChannelsInGroup, g.Images * g.MapHeight * g.MapWidth, 1, 1, 0),
            g.Groups);
        Needed(x, y, filters);
    }

    private Images<T> ImagesOf<T>(Tensor x)
        where T : unmanaged => new(All<T>(x), x.Strides[0], x.Strides[1], x.Strides[2], x.Strides[3]);
}
