using System.Numerics;
using NotebookKit.Kernels;

namespace NotebookKit.Devices;

/// <content>Products with sparse matrices.</content>
internal sealed partial class CpuDevice
{
    /// <inheritdoc/>
    internal override void SparseProduct(Tensor x, Tensor weights, Tensor? bias, Connections connections, bool transposed, Tensor y)
    {
        if (x.DType == DType.Float32)
        {
            Product<float>(x, weights, bias, connections, transposed, y);
        }
        else
        {
            Product<double>(x, weights, bias, connections, transposed, y);
        }

        static void Product<T>(Tensor x, Tensor weights, Tensor? bias, Connections connections, bool transposed, Tensor y)
            where T : unmanaged, IFloatingPointIeee754<T> => SparseProducts.Product<T>(
                x.Elements<T>(),
                weights.Elements<T>(),
                bias is null ? [] : bias.Elements<T>(),
                Places(transposed ? connections.ByInput : connections.ByOutput),
                x.Shape[0],
                x.Shape[1],
                y.Elements<T>());
    }

    /// <inheritdoc/>
    internal override void SparseWeights(Tensor left, Tensor right, Connections connections, Tensor y)
    {
        if (y.DType == DType.Float32)
        {
            SparseProducts.Weights<float>(left.Elements<float>(), right.Elements<float>(), Places(connections.ByOutput), left.Shape[0], right.Shape[1], y.Elements<float>());
        }
        else
        {
            SparseProducts.Weights<double>(left.Elements<double>(), right.Elements<double>(), Places(connections.ByOutput), left.Shape[0], right.Shape[1], y.Elements<double>());
        }
    }

    private static SparsePlaces Places(SparseRows rows) => new(rows.Starts, rows.Columns, rows.Places);
}
