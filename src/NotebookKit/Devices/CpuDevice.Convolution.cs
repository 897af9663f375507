using System.Numerics;
using NotebookKit.Kernels;

namespace NotebookKit.Devices;

/// <content>Convolution.</content>
internal sealed unsafe partial class CpuDevice
{
    /// <inheritdoc/>
    internal override void Convolve(in ConvolutionGeometry g, Tensor x, Tensor filters, Tensor? bias, Tensor y)
    {
        if (x.DType == DType.Float32)
        {
            Convolve<float>(g, x, filters, bias, y);
        }
        else
        {
            Convolve<double>(g, x, filters, bias, y);
        }
    }

    /// <inheritdoc/>
    internal override void ConvolveTransposed(in ConvolutionGeometry g, Tensor y, Tensor filters, Tensor? bias, Tensor x)
    {
        if (x.DType == DType.Float32)
        {
            ConvolveTransposed<float>(g, y, filters, bias, x);
        }
        else
        {
            ConvolveTransposed<double>(g, y, filters, bias, x);
        }
    }

    /// <inheritdoc/>
    internal override void ConvolutionWeights(in ConvolutionGeometry g, Tensor x, Tensor y, Tensor filters)
    {
        if (x.DType == DType.Float32)
        {
            ConvolutionWeights<float>(g, x, y, filters);
        }
        else
        {
            ConvolutionWeights<double>(g, x, y, filters);
        }
    }

    private static void Convolve<T>(in ConvolutionGeometry g, Tensor x, Tensor filters, Tensor? bias, Tensor y)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        fixed (T* images = x.Storage.Span<T>(), weights = filters.Elements<T>(), begin = BiasOf<T>(bias), maps = y.Elements<T>())
        {
            if (g.IsDepthwise)
            {
                DepthwiseConvolution.Forward(g, Images(x, images), weights, begin, maps);
            }
            else
            {
                DirectConvolution.Forward(g, Images(x, images), weights, begin, maps);
            }
        }
    }

    private static void ConvolveTransposed<T>(in ConvolutionGeometry g, Tensor y, Tensor filters, Tensor? bias, Tensor x)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        fixed (T* maps = y.Storage.Span<T>(), weights = filters.Elements<T>(), begin = BiasOf<T>(bias), images = x.Elements<T>())
        {
            if (g.IsDepthwise)
            {
                DepthwiseConvolution.Transposed(g, Images(y, maps), weights, begin, images);
            }
            else
            {
                DirectConvolution.Transposed(g, Images(y, maps), weights, begin, images);
            }
        }
    }

    private static void ConvolutionWeights<T>(in ConvolutionGeometry g, Tensor x, Tensor y, Tensor filters)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        fixed (T* images = x.Storage.Span<T>(), maps = y.Storage.Span<T>(), weights = filters.Elements<T>())
        {
            if (g.IsDepthwise)
            {
                DepthwiseGradient.Run(g, Images(x, images), Images(y, maps), weights);
            }
            else
            {
                FilterGradient.Run(g, Images(x, images), Images(y, maps), weights);
            }
        }
    }

    private static Span<T> BiasOf<T>(Tensor? bias)
        where T : unmanaged => bias is null ? default : bias.Elements<T>();

    private static ImageView<T> Images<T>(Tensor x, T* storage)
        where T : unmanaged => new(storage + x.Offset, (x.Shape[1], x.Shape[2], x.Shape[3]), (x.Strides[0], x.Strides[1], x.Strides[2], x.Strides[3]));
}
