using System.Numerics;
using NotebookKit.Ilgpu.Works;

namespace NotebookKit.Ilgpu;

/// <content>Random numbers: the same as the processor's for the same seed.</content>
public sealed partial class GpuDevice
{
    /// <inheritdoc/>
    internal override void Uniform(Tensor y, ulong seed, ulong firstBlock, double low, double high)
    {
        Kinds.Floats(y.DType, Run<float>, Run<double>);

        void Run<T>()
            where T : unmanaged, IFloatingPointIeee754<T> => launcher.Each(y.Count, new UniformWork<T>(View<T>(y), seed, firstBlock, low, high, T.BitDecrement(T.CreateTruncating(high))));
    }

    /// <inheritdoc/>
    internal override void Normal(Tensor y, ulong seed, ulong firstBlock, double mean, double deviation)
    {
        Kinds.Floats(y.DType, Run<float>, Run<double>);

        void Run<T>()
            where T : unmanaged, IFloatingPointIeee754<T> => launcher.Each(y.Count, new NormalWork<T>(View<T>(y), seed, firstBlock, mean, deviation));
    }

    /// <inheritdoc/>
    internal override void Chance(Tensor y, ulong seed, ulong firstBlock, double probability) =>
        launcher.Each(y.Count, new ChanceWork(View<byte>(y), seed, firstBlock, (ulong)Math.Round(probability * 4294967296.0)));
}
