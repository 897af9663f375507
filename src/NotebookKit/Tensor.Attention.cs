namespace NotebookKit;

/// <content>Attention.</content>
public partial class Tensor
{
    /// <inheritdoc cref="Ops.Attention"/>
    /// <param name="key">[.., Tk, d]; this tensor holds the queries.</param>
    /// <param name="value">[.., Tk, e].</param>
    /// <param name="mask">Bool, true for seen, or floats that are added to the scores.</param>
    /// <param name="causal">Whether query t sees keys 0 to t only.</param>
    /// <param name="dropout">The probability to drop a weight.</param>
    /// <param name="rng">Where the dropout comes from; the session's generator when null.</param>
    public Tensor ScaledDotProductAttention(Tensor key, Tensor value, Tensor? mask = null, bool causal = false, double dropout = 0, Rng? rng = null) =>
        Ops.Attention.Apply(this, key, value, mask, causal, dropout, rng).Output;
}
