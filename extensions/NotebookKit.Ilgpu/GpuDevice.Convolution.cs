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
        ConvolutionGeometry own = g;
        x = Here(x);
        Kinds.Floats(x.DType, Run<float>, Run<double>);

        void Run<T>()
            where T : unmanaged, IFloatingPointIeee754<T>
        {
            ArrayView<T> weights = View<T>(filters);
            Product<WindowOperand<T>, FilterOperand<T>, PixelTarget<T>, T>(
                new WindowOperand<T>(ImagesOf<T>(x), own),
                new FilterOperand<T>(weights, own, byFilter: 0),
                new PixelTarget<T>(View<T>(y), own.Filters, own.FiltersInGroup, ViewOr(bias, weights), bias is null ? 0 : 1),
                new ProductPlan(own.Images * own.MapHeight * own.MapWidth, own.FiltersInGroup, own.KernelArea * own.ChannelsInGroup, 1, 0, 0),
                own.Groups);
            Needed(x, filters, bias, y);
        }
    }

    /// <inheritdoc/>
    internal override void ConvolveTransposed(in ConvolutionGeometry g, Tensor y, Tensor filters, Tensor? bias, Tensor x)
    {
        ConvolutionGeometry own = g;
        y = Here(y);
        Kinds.Floats(x.DType, Run<float>, Run<double>);

        void Run<T>()
            where T : unmanaged, IFloatingPointIeee754<T>
        {
            ArrayView<T> weights = View<T>(filters);
            Product<LookerOperand<T>, FilterOperand<T>, PixelTarget<T>, T>(
                new LookerOperand<T>(ImagesOf<T>(y), own),
                new FilterOperand<T>(weights, own, byFilter: 1),
                new PixelTarget<T>(View<T>(x), own.Channels, own.ChannelsInGroup, ViewOr(bias, weights), bias is null ? 0 : 1),
                new ProductPlan(own.Images * own.Height * own.Width, own.ChannelsInGroup, own.KernelArea * own.FiltersInGroup, 1, 0, 0),
                own.Groups);
            Needed(y, filters, bias, x);
        }
    }

    /// <inheritdoc/>
    internal override void ConvolutionWeights(in ConvolutionGeometry g, Tensor x, Tensor y, Tensor filters)
    {
        ConvolutionGeometry own = g;
        (x, y) = (Here(x), Here(y));
        Kinds.Floats(x.DType, Run<float>, Run<double>);

        void Run<T>()
            where T : unmanaged, IFloatingPointIeee754<T>
        {
            Product<MapOperand<T>, WindowOperand<T>, FilterTarget<T>, T>(
                new MapOperand<T>(ImagesOf<T>(y), own),
                new WindowOperand<T>(ImagesOf<T>(x), own),
                new FilterTarget<T>(View<T>(filters), own),
                new ProductPlan(own.FiltersInGroup, own.KernelArea * own.ChannelsInGroup, own.Images * own.MapHeight * own.MapWidth, 1, 1, 0),
                own.Groups);
            Needed(x, y, filters);
        }
    }

    private Images<T> ImagesOf<T>(Tensor x)
        where T : unmanaged => new(All<T>(x), x.Strides[0], x.Strides[1], x.Strides[2], x.Strides[3]);
}
