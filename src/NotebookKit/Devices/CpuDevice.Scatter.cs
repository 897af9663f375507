using NotebookKit.Kernels;

namespace NotebookKit.Devices;

/// <content>Sums of the products of columns.</content>
internal sealed partial class CpuDevice
{
    /// <inheritdoc/>
    internal override bool AddsScatter(DType type, int columns) =>
        type == DType.Float32 ? RowScatter.Pays<float>(columns) : type == DType.Float64 && RowScatter.Pays<double>(columns);

    /// <inheritdoc/>
    internal override unsafe void AddScatter(Tensor rows, Tensor shift, Tensor scatter)
    {
        fixed (double* to = scatter.Elements<double>())
        {
            if (rows.DType == DType.Float32)
            {
                fixed (float* x = rows.Elements<float>(), c = shift.Elements<float>())
                {
                    RowScatter.Add(x, rows.Shape[0], rows.Shape[1], c, to);
                }
            }
            else
            {
                fixed (double* x = rows.Elements<double>(), c = shift.Elements<double>())
                {
                    RowScatter.Add(x, rows.Shape[0], rows.Shape[1], c, to);
                }
            }
        }
    }
}
