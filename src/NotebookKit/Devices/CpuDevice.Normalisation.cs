using System.Numerics;
using NotebookKit.Kernels;

namespace NotebookKit.Devices;

/// <content>Normalisation.</content>
internal sealed partial class CpuDevice
{
    /// <inheritdoc/>
    internal override void ChannelNorm(Tensor x, in Ops.ChannelNorm.Setting setting, Tensor? weight, Tensor? bias, Tensor mean, Tensor variance, Tensor y)
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
            fixed (T* px = x.Elements<T>(), pw = Numbers<T>(weight), pb = Numbers<T>(bias), py = y.Elements<T>())
            fixed (double* pm = mean.Elements<double>(), pv = variance.Elements<double>())
            {
                Kernels.ChannelNorm.Forward(px, Plan(x, setting), pw, pb, setting.Epsilon, setting.Correction, pm, pv, py);
            }
        }
    }

    /// <inheritdoc/>
    internal override void ChannelNormGradient(
        Tensor x, Tensor g, in Ops.ChannelNorm.Setting setting, Tensor? weight, Tensor mean, Tensor variance, Tensor gradient, Tensor? weightGradient, Tensor? biasGradient)
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
            fixed (T* px = x.Elements<T>(), pg = g.Elements<T>(), pw = Numbers<T>(weight), to = gradient.Elements<T>(), toWeight = Numbers<T>(weightGradient), toBias = Numbers<T>(biasGradient))
            fixed (double* pm = mean.Elements<double>(), pv = variance.Elements<double>())
            {
                Kernels.ChannelNorm.Backward(px, pg, Plan(x, setting), pw, setting.Epsilon, setting.Correction, pm, pv, to, toWeight, toBias);
            }
        }
    }

    /// <inheritdoc/>
    internal override void LayerNorm(Tensor x, in Ops.LayerNorm.Setting setting, Tensor? weight, Tensor? bias, Tensor mean, Tensor variance, Tensor y)
    {
        if (x.DType == DType.Float32)
        {
            Run<float>(setting);
        }
        else
        {
            Run<double>(setting);
        }

        unsafe void Run<T>(in Ops.LayerNorm.Setting setting)
            where T : unmanaged, IFloatingPointIeee754<T>
        {
            fixed (T* px = x.Elements<T>(), pw = Numbers<T>(weight), pb = Numbers<T>(bias), py = y.Elements<T>())
            fixed (double* pm = mean.Elements<double>(), pv = variance.Elements<double>())
            {
                RowNorm.Forward(px, x.Shape[0], x.Shape[1], pw, pb, setting.Epsilon, setting.Centred, pm, pv, py);
            }
        }
    }

    /// <inheritdoc/>
    internal override void LayerNormGradient(
        Tensor x, Tensor g, in Ops.LayerNorm.Setting setting, Tensor? weight, Tensor mean, Tensor variance, Tensor gradient, Tensor? weightGradient, Tensor? biasGradient)
    {
        if (x.DType == DType.Float32)
        {
            Run<float>(setting);
        }
        else
        {
            Run<double>(setting);
        }

        unsafe void Run<T>(in Ops.LayerNorm.Setting setting)
            where T : unmanaged, IFloatingPointIeee754<T>
        {
            fixed (T* px = x.Elements<T>(), pg = g.Elements<T>(), pw = Numbers<T>(weight), to = gradient.Elements<T>(), toWeight = Numbers<T>(weightGradient), toBias = Numbers<T>(biasGradient))
            fixed (double* pm = mean.Elements<double>(), pv = variance.Elements<double>())
            {
                RowNorm.Backward(px, pg, x.Shape[0], x.Shape[1], pw, setting.Epsilon, setting.Centred, pm, pv, to, toWeight, toBias);
            }
        }
    }

    private static ChannelPlan Plan(Tensor x, in Ops.ChannelNorm.Setting setting) => x.Rank == 3
        ? new(x.Shape[0], x.Shape[1], x.Shape[2], setting.Groups)
        : new(x.Shape[0], x.Shape[1] * x.Shape[3], x.Shape[2], setting.Groups, x.Shape[3]);

    // An operand that was left out becomes a null pointer.
    private static Span<T> Numbers<T>(Tensor? x)
        where T : unmanaged => x is null ? default : x.Elements<T>();
}
