using NotebookKit.Kernels;

namespace NotebookKit.Devices;

/// <content>Dropout and rows by number.</content>
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

    /// <inheritdoc/>
    internal override void TakeRows(Tensor table, Tensor rows, Tensor y)
    {
        if (table.DType == DType.Float32)
        {
            IndexedRows.Take(table.Elements<float>(), table.Shape[1], rows.Elements<long>(), y.Elements<float>());
        }
        else
        {
            IndexedRows.Take(table.Elements<double>(), table.Shape[1], rows.Elements<long>(), y.Elements<double>());
        }
    }

    /// <inheritdoc/>
    internal override void AddRows(Tensor x, Tensor rows, Tensor table)
    {
        if (x.DType == DType.Float32)
        {
            IndexedRows.Add(x.Elements<float>(), table.Shape[1], rows.Elements<long>(), table.Elements<float>());
        }
        else
        {
            IndexedRows.Add(x.Elements<double>(), table.Shape[1], rows.Elements<long>(), table.Elements<double>());
        }
    }
}
