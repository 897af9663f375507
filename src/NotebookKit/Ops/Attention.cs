namespace NotebookKit.Ops;

/// <summary>Scaled dot-product attention: softmax(Q K' / sqrt(d)) V, for each query a mean of the values, weighted by how well their keys fit.</summary>
/// <remarks>
/// Q is [.., Tq, d], K [.., Tk, d], V [.., Tk, e]; the result is [.., Tq, e]. The weights are at least 0 and sum to 1. A mask says which
/// keys a query may see: Bool, true for seen, or floats that are added to the scores, repeating along leading axes; a query
/// that sees none gives NaN. Causal: query t sees keys 0 to t. Vaswani et al., Attention is all you need, 2017; lecture S1.
/// </remarks>
public static class Attention
{
    /// <summary>The weighted means and, before dropout, their weights [.., Tq, Tk].</summary>
    /// <exception cref="ArgumentException">The shapes do not fit.</exception>
    public static (Tensor Output, Tensor Weights) Apply(Tensor query, Tensor key, Tensor value, Tensor? mask = null, bool causal = false, double dropout = 0, Rng? rng = null)
    {
        ArgumentNullException.ThrowIfNull(query);
        ArgumentNullException.ThrowIfNull(key);
        ArgumentNullException.ThrowIfNull(value);
        Check.SameFloats(nameof(Attention), query, key);
        Check.SameFloats(nameof(Attention), query, value);
        Dropout.CheckProbability(nameof(Attention), dropout);
        if (query.Rank < 2 || key.Rank < 2 || value.Rank < 2 || query.Shape[^1] != key.Shape[^1] || key.Shape[^2] != value.Shape[^2] || query.Shape[^1] == 0 || key.Shape[^2] == 0)
        {
            throw new ArgumentException(
                $"Attention: takes queries [.., Tq, d], keys [.., Tk, d] and values [.., Tk, e], and got {query.Shape}, {key.Shape} and {value.Shape}.");
        }

        Tensor scores = (query * (1 / Math.Sqrt(query.Shape[^1]))).MatMul(key.Transpose());
        if (mask is not null)
        {
            // The logarithm of 1 is 0 and that of 0 minus infinity.
            Tensor added = mask.DType == DType.Bool ? mask.To(query.DType).Log() : mask;
            scores = Broadcasting.Join(nameof(Attention), scores.Shape, added.Shape) == scores.Shape
                ? scores + added
                : throw new ArgumentException($"Attention: the mask {mask.Shape} does not repeat to the scores {scores.Shape}, a row a query.");
        }

        Tensor weights = (causal ? scores + Causal(query.Shape[^2], key.Shape[^2], query.DType).To(query.Device) : scores).Softmax();
        return ((dropout > 0 ? weights.Dropout(dropout, rng) : weights).MatMul(value), weights);
    }

    private static Tensor Causal(int queries, int keys, DType dtype)
    {
        double[] added = new double[queries * keys];
        for (int i = 0; i < added.Length; i++)
        {
            added[i] = i % keys <= i / keys ? 0 : double.NegativeInfinity;
        }

        return Tensor.From(added, new Shape(queries, keys)).To(dtype);
    }
}
