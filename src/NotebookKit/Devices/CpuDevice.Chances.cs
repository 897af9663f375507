using NotebookKit.Kernels;

namespace NotebookKit.Devices;

/// <content>Dropout.</content>
internal sealed partial class CpuDevice
{
    /// <inheritdoc/>
    internal override void Chance(Tensor y, ulong seed, ulong firstBlock, double probability) =>
        Chances.Fill(y.Elements<bool>(), seed, firstBlock, probability);

    /// <inheritdoc/>
    internal override void Keep(Tensor x, Tensor kept, double scale, Tensor y)
    {
        if (x.DType == DType.Float32)
        {
            Chances.Keep(x.Elements<float>(), kept.Elements<bool>(), (float)scale, y.Elements<float>());
        }
        else
        {
            Chances.Keep(x.Elements<double>(), kept.Elements<bool>(), scale, y.Elements<double>());
        }
    }
}
