using System.Numerics;
using NotebookKit.Kernels;

namespace NotebookKit.Devices;

/// <content>Normalisation of images with an addend and a rectifier behind it, in the passes that the normalisation takes anyway.</content>
internal sealed partial class CpuDevice
{
    /// <inheritdoc/>
    internal override bool RectifiesNorms => true;

    /// <inheritdoc/>
    internal override void RectifiedNorm(Tensor x, in Ops.ChannelNorm.Setting setting, Tensor? weight, Tensor? bias, Tensor? addend, Tensor moments, Tensor y)
    {
        if (x.DType == DType.Float32)
        {
            Run<float>(setting);
        }
        else
        {
            Run<double>(setting);
        }

        unsafe void Run<T>(in Ops.ChannelNorm.Setting setting)
            where T : unmanaged, IFloatingPointIeee754<T>
        {
            Span<double> both = moments.Elements<double>();
            fixed (T* px = x.Elements<T>(), pw = Numbers<T>(weight), pb = Numbers<T>(bias), more = Numbers<T>(addend), py = y.Elements<T>())
            fixed (double* pm = both[..(both.Length / 2)], pv = both[(both.Length / 2)..])
            {
                Kernels.ChannelNorm.RectifiedForward(px, Pixels(x), pw, pb, setting.Epsilon, setting.Correction, pm, pv, py, more);
            }
        }
    }

    /// <inheritdoc/>
    internal override void RectifiedNormGradient(
        Tensor x, Tensor y, Tensor g, in Ops.ChannelNorm.Setting setting, Tensor? weight, Tensor moments, Tensor passed, Tensor gradient, Tensor? weightGradient, Tensor? biasGradient)
    {
        if (x.DType == DType.Float32)
        {
            Run<float>(setting);
        }
        else
        {
            Run<double>(setting);
        }

        unsafe void Run<T>(in Ops.ChannelNorm.Setting setting)
            where T : unmanaged, IFloatingPointIeee754<T>
        {
            Span<double> both = moments.Elements<double>();
            fixed (T* px = x.Elements<T>(), py = y.Elements<T>(), pg = g.Elements<T>(), pw = Numbers<T>(weight), through = passed.Elements<T>())
            fixed (T* to = gradient.Elements<T>(), toWeight = Numbers<T>(weightGradient), toBias = Numbers<T>(biasGradient))
            fixed (double* pm = both[..(both.Length / 2)], pv = both[(both.Length / 2)..])
            {
                Kernels.ChannelNorm.RectifiedBackward(px, py, pg, Pixels(x), pw, setting.Epsilon, setting.Correction, pm, pv, through, to, toWeight, toBias);
            }
        }
    }

    // All pixels of all images in one run, a mean for each channel.
    private static ChannelPlan Pixels(Tensor x) => new(1, x.Shape[0] * x.Shape[2] * x.Shape[3], x.Shape[1], x.Shape[1]);
}
