using NotebookKit.Gradients;
using NotebookKit.Kernels;

namespace NotebookKit.Devices;

/// <content>Dropout and rows by number: fused kernels, here in plain steps.</content>
public abstract partial class Device
{
    /// <summary>Bool numbers, each true with a probability, from blocks <paramref name="firstBlock"/> on.</summary>
    internal virtual void Chance(Tensor y, ulong seed, ulong firstBlock, double probability)
    {
        bool[] drawn = new bool[y.Count];
        Chances.Fill(drawn, seed, firstBlock, probability);
        Set(y, Tensor.From(drawn));
    }

    /// <summary>y = scale x where kept, else 0.</summary>
    internal virtual void Keep(Tensor x, Tensor kept, double scale, Tensor y)
    {
        using IDisposable off = Gradient.Off();
        Set(y, x * kept.To(x.DType) * scale);
    }

    /// <summary>y row i = table row rows[i]; zeros where that is -1.</summary>
    internal virtual void TakeRows(Tensor table, Tensor rows, Tensor y)
    {
        using IDisposable off = Gradient.Off();
        Tensor named = Named(rows, table.DType);
        Tensor picked = Tensor.Empty(y.Shape, y.DType, this);
        Pick(table, Places(rows, table.Shape[1]), table.Shape[0], rows.Count, table.Shape[1], picked);
        Set(y, picked * named);
    }

    /// <summary>table row rows[i] += x row i, where that is not -1.</summary>
    internal virtual void AddRows(Tensor x, Tensor rows, Tensor table)
    {
        using IDisposable off = Gradient.Off();
        AddPicked((x * Named(rows, x.DType)).Contiguous(), Places(rows, table.Shape[1]), table.Shape[0], rows.Count, table.Shape[1], table);
    }

    private static Tensor Named(Tensor rows, DType dtype) => (rows.To(dtype) + 1).Sign().Reshape(rows.Count, 1);

    private static Tensor Places(Tensor rows, int columns) =>
        Tensor.From(Array.ConvertAll(rows.ToArray<long>(), row => Math.Max(0, row)), new Shape(rows.Count, 1)).Expand([rows.Count, columns]).Contiguous();
}
