using NotebookKit.Gradients;
using NotebookKit.Kernels;

namespace NotebookKit.Devices;

/// <content>Dropout: fused kernels, here in plain steps.</content>
public abstract partial class Device
{
    /// <summary>Bool numbers, each true with a probability, from blocks <paramref name="firstBlock"/> on.</summary>
    internal virtual void Chance(Tensor y, ulong seed, ulong firstBlock, double probability)
    {
        bool[] drawn = new bool[y.Count];
        Chances.Fill(drawn, seed, firstBlock, probability);
        Set(y, Tensor.From(drawn).To(this));
    }

    /// <summary>y = scale x where kept, else 0.</summary>
    internal virtual void Keep(Tensor x, Tensor kept, double scale, Tensor y)
    {
        using IDisposable off = Gradient.Off();
        Set(y, x * kept.To(x.DType) * scale);
    }
}
