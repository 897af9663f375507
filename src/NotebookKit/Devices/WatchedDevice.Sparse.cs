namespace NotebookKit.Devices;

/// <content>Products with sparse matrices.</content>
internal sealed partial class WatchedDevice
{
    /// <inheritdoc/>
    internal override void SparseProduct(Tensor x, Tensor weights, Tensor? bias, Connections connections, bool transposed, Tensor y)
    {
        using (profiler.Step(nameof(SparseProduct), 2.0 * x.Shape[0] * connections.Count))
        {
            watched.SparseProduct(x, weights, bias, connections, transposed, y);
        }
    }

    /// <inheritdoc/>
    internal override void SparseWeights(Tensor left, Tensor right, Connections connections, Tensor y)
    {
        using (profiler.Step(nameof(SparseWeights), 2.0 * left.Shape[0] * connections.Count))
        {
            watched.SparseWeights(left, right, connections, y);
        }
    }
}
