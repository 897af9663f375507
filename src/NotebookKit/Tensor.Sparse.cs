namespace NotebookKit;

/// <content>Products with sparse matrices.</content>
public partial class Tensor
{
    /// <inheritdoc cref="Ops.SparseLinear"/>
    /// <param name="weights">[connections], in their order.</param>
    /// <param name="connections">Which input goes to which output.</param>
    /// <param name="bias">[outputs], or null.</param>
    public Tensor SparseLinear(Tensor weights, Connections connections, Tensor? bias = null) => Ops.SparseLinear.Apply(this, weights, connections, bias);
}
