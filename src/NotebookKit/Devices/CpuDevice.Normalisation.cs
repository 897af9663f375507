using System.Numerics;
using NotebookKit.Kernels;

namespace NotebookKit.Devices;

/// <content>Normalisation.</content>
internal sealed partial class CpuDevice
{
    /// <inheritdoc/>
    internal override void ChannelNorm(Tensor x, in Ops.ChannelNorm.Setting setting, Tensor? weight, Tensor? bias, Tensor mean, Tensor variance, Tensor y) =>
        ChannelNorm(Plan(x, setting), x, setting, weight, bias, mean.Elements<double>(), variance.Elements<double>(), y);

    /// <summary>Normalises numbers as they lie, by a plan that says how: no view of them is needed.</summary>
    internal static void ChannelNorm(ChannelPlan plan, Tensor x, in Ops.ChannelNorm.Setting setting, Tensor? weight, Tensor? bias, Tensor moments, Tensor y)
    {
        Span<double> both = moments.Elements<double>();
        ChannelNorm(plan, x, setting, weight, bias, both[..(both.Length / 2)], both[(both.Length / 2)..], y);
    }

    /// <summary>The gradients for numbers as they lie; all three tensors of x's size lie alike, and the gradient may be written over g.</summary>
    internal static void ChannelNormGradient(
        ChannelPlan plan, Tensor x, Tensor g, in Ops.ChannelNorm.Setting setting, Tensor? weight, Tensor moments, Tensor gradient, Tensor? weightGradient, Tensor? biasGradient)
    {
        Span<double> both = moments.Elements<double>();
        ChannelNormGradient(plan, x, g, setting, weight, both[..(both.Length / 2)], both[(both.Length / 2)..], gradient, weightGradient, biasGradient);
    }

    private static void ChannelNorm(ChannelPlan plan, Tensor x, in Ops.ChannelNorm.Setting setting, Tensor? weight, Tensor? bias, Span<double> mean, Span<double> variance, Tensor y)
    {
        if (x.DType == DType.Float32)
        {
            Run<float>(setting, mean, variance);
        }
        else
        {
            Run<double>(setting, mean, variance);
        }

        unsafe void Run<T>(in Ops.ChannelNorm.Setting setting, Span<double> mean, Span<double> variance)
            where T : unmanaged, IFloatingPointIeee754<T>
        {
            fixed (T* px = x.Elements<T>(), pw = Numbers<T>(weight), pb = Numbers<T>(bias), py = y.Elements<T>())
            fixed (double* pm = mean, pv = variance)
            {
                Kernels.ChannelNorm.Forward(px, plan, pw, pb, setting.Epsilon, setting.Correction, pm, pv, py);
            }
        }
    }

    /// <inheritdoc/>
    internal override void ChannelNormGradient(
        Tensor x, Tensor g, in Ops.ChannelNorm.Setting setting, Tensor? weight, Tensor mean, Tensor variance, Tensor gradient, Tensor? weightGradient, Tensor? biasGradient) =>
        ChannelNormGradient(Plan(x, setting), x, g, setting, weight, mean.Elements<double>(), variance.Elements<double>(), gradient, weightGradient, biasGradient);

    private static void ChannelNormGradient(
        ChannelPlan plan, Tensor x, Tensor g, in Ops.ChannelNorm.Setting setting, Tensor? weight, Span<double> mean, Span<double> variance, Tensor gradient, Tensor? weightGradient, Tensor? biasGradient)
    {
        if (x.DType == DType.Float32)
        {
            Run<float>(setting, mean, variance);
        }
        else
        {
            Run<double>(setting, mean, variance);
        }

        unsafe void Run<T>(in Ops.ChannelNorm.Setting setting, Span<double> mean, Span<double> variance)
            where T : unmanaged, IFloatingPointIeee754<T>
        {
            fixed (T* px = x.Elements<T>(), pg = g.Elements<T>(), pw = Numbers<T>(weight), to = gradient.Elements<T>(), toWeight = Numbers<T>(weightGradient), toBias = Numbers<T>(biasGradient))
            fixed (double* pm = mean, pv = variance)
            {
                Kernels.ChannelNorm.Backward(px, pg, plan, pw, setting.Epsilon, setting.Correction, pm, pv, to, toWeight, toBias);
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
