using NotebookKit.Ilgpu.Works;

namespace NotebookKit.Ilgpu;

/// <content>Random numbers: the same as the processor's for the same seed.</content>
public sealed partial class GpuDevice
{
    /// <inheritdoc/>
    internal override void Uniform(Tensor y, ulong seed, ulong firstBlock, double low, double high)
    {
        if (y.DType == DType.Float32)
        {
            launcher.Each(y.Count, new UniformWork<float>(View<float>(y), seed, firstBlock, low, high, float.BitDecrement((float)high)));
        }
        else
        {
            launcher.Each(y.Count, new UniformWork<double>(View<double>(y), seed, firstBlock, low, high, double.BitDecrement(high)));
        }
    }

    /// <inheritdoc/>
    internal override void Normal(Tensor y, ulong seed, ulong firstBlock, double mean, double deviation)
    {
        if (y.DType == DType.Float32)
        {
            launcher.Each(y.Count, new NormalWork<float>(View<float>(y), seed, firstBlock, mean, deviation));
        }
        else
        {
            launcher.Each(y.Count, new NormalWork<double>(View<double>(y), seed, firstBlock, mean, deviation));
        }
    }

    /// <inheritdoc/>
    internal override void Chance(Tensor y, ulong seed, ulong firstBlock, double probability) =>
        launcher.Each(y.Count, new ChanceWork(View<byte>(y), seed, firstBlock, (ulong)Math.Round(probability * 4294967296.0)));
}
