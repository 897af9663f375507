namespace NotebookKit;

/// <content>Dropout and rows by number.</content>
public partial class Tensor
{
    /// <inheritdoc cref="Ops.Dropout"/>
    /// <param name="p">The probability to drop a number.</param>
    /// <param name="rng">Where the mask comes from; the session's generator when null.</param>
    /// <param name="rescale">Whether what is kept is scaled by 1 / (1 - p).</param>
    public Tensor Dropout(double p, Rng? rng = null, bool rescale = true) => Ops.Dropout.Apply(this, p, rng, rescale);

    /// <inheritdoc cref="Ops.Embedding"/>
    /// <param name="indices">Int64 row numbers of this table, of any shape.</param>
    /// <param name="padding">A row whose gradient stays 0; none when null.</param>
    public Tensor Embedding(Tensor indices, int? padding = null) => Ops.Embedding.Apply(this, indices, padding);
}
