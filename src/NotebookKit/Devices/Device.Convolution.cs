using NotebookKit.Kernels;

namespace NotebookKit.Devices;

/// <content>Convolution: fused where a device has a kernel, else made of copies of windows and matrix products.</content>
public abstract partial class Device
{
    /// <summary>Maps y of images x: y[n, k] = bias[k] + sum over channels and filter places. x may be a view, filters are contiguous, y is channels last.</summary>
    internal virtual void Convolve(in ConvolutionGeometry g, Tensor x, Tensor filters, Tensor? bias, Tensor y) =>
        ConvolutionSteps.Convolve(g, x, filters, bias, y);

    /// <summary>Images x of maps y, the transpose of <see cref="Convolve"/>. y may be a view, filters are contiguous, x is channels last.</summary>
    internal virtual void ConvolveTransposed(in ConvolutionGeometry g, Tensor y, Tensor filters, Tensor? bias, Tensor x) =>
        ConvolutionSteps.ConvolveTransposed(g, y, filters, bias, x);

    /// <summary>The gradient of the filters for images x and the gradient y of the maps, both perhaps views; filters are contiguous.</summary>
    internal virtual void ConvolutionWeights(in ConvolutionGeometry g, Tensor x, Tensor y, Tensor filters) =>
        ConvolutionSteps.Filters(g, x, y, filters);
}
