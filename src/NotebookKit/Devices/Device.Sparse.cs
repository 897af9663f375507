using NotebookKit.Gradients;

namespace NotebookKit.Devices;

/// <content>Products with sparse matrices in plain steps: the weights among zeros, and a dense product.</content>
public abstract partial class Device
{
    /// <summary>y = x W' + bias for a sparse W of [outputs, inputs], or y = x W when <paramref name="transposed"/>.</summary>
    internal virtual void SparseProduct(Tensor x, Tensor weights, Tensor? bias, Connections connections, bool transposed, Tensor y)
    {
        using IDisposable off = Gradient.Off();
        Tensor dense = connections.Dense(weights.Detach());
        Tensor product = Tensor.Empty(y.Shape, y.DType, this);
        MatMul(x, transposed ? dense : dense.Transpose(), product, accumulate: false);
        Assign(bias is null ? product : product + bias.Detach(), y);
    }

    /// <summary>y[k] = sum over n of left[n, output of k] right[n, input of k], for each connection k.</summary>
    internal virtual void SparseWeights(Tensor left, Tensor right, Connections connections, Tensor y)
    {
        using IDisposable off = Gradient.Off();
        Tensor dense = Tensor.Empty(new Shape(connections.Outputs, connections.Inputs), y.DType, this);
        MatMul(left.Detach().Transpose(), right, dense, accumulate: false);
        Pick(dense, Tensor.From(connections.FlatPlaces()), dense.Count, y.Count, 1, y);
    }
}
