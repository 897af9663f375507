namespace NotebookKit.Layers;

/// <summary>A block of a transformer: attention among the steps, then two layers of neurons on each step, both around a short cut.</summary>
/// <remarks>
/// [N, T, E] becomes [N, T, E]. Before each part (preNorm) x + part(norm(x)), else norm(x + part(x)). Names follow PyTorch's
/// TransformerEncoderLayer: <c>selfAttn</c>, <c>linear1</c>, <c>linear2</c>, <c>norm1</c>, <c>norm2</c>. Vaswani et al., 2017.
/// </remarks>
public sealed class TransformerBlock : Module
{
    private readonly bool preNorm;
    private readonly bool gelu;

    /// <summary>Makes the block.</summary>
    /// <param name="size">E, numbers a step.</param>
    /// <param name="heads">Heads of the attention; they divide the size.</param>
    /// <param name="inner">Neurons between the two layers; four times the size when null.</param>
    /// <param name="dropout">The probability to drop a number in training, of the attention's weights and of each part's result.</param>
    /// <param name="preNorm">Whether to normalise before each part instead of after.</param>
    /// <param name="gelu">GELU between the two layers instead of ReLU.</param>
    /// <param name="causal">Whether a step sees itself and earlier ones only.</param>
    /// <param name="rng">Where the first weights and the dropout come from; the session's generator when null.</param>
    /// <param name="dtype">Float32 or Float64.</param>
    public TransformerBlock(
        int size, int heads, int? inner = null, double dropout = 0, bool preNorm = true, bool gelu = true, bool causal = false, Rng? rng = null, DType dtype = DType.Float32)
    {
        SelfAttn = new MultiHeadAttention(size, heads, dropout, causal, rng, dtype);
        Linear1 = new Linear(size, inner ?? checked(4 * size), rng: rng, dtype: dtype);
        Linear2 = new Linear(inner ?? (4 * size), size, rng: rng, dtype: dtype);
        Norm1 = new LayerNorm(size, dtype: dtype);
        Norm2 = new LayerNorm(size, dtype: dtype);
        Dropout = new Dropout(dropout, rng: rng);
        (this.preNorm, this.gelu) = (preNorm, gelu);
    }

    /// <summary>The attention among the steps.</summary>
    public MultiHeadAttention SelfAttn { get; }

    /// <summary>The first layer of neurons.</summary>
    public Linear Linear1 { get; }

    /// <summary>The second.</summary>
    public Linear Linear2 { get; }

    /// <summary>Normalises at the attention.</summary>
    public LayerNorm Norm1 { get; }

    /// <summary>Normalises at the neurons.</summary>
    public LayerNorm Norm2 { get; }

    /// <summary>Drops numbers of each part's result.</summary>
    public Dropout Dropout { get; }

    /// <inheritdoc/>
    public override Tensor Forward(Tensor input) => Forward(input, mask: null);

    /// <summary>The result where a mask says which steps may be seen; see <see cref="MultiHeadAttention.Attend"/>.</summary>
    public Tensor Forward(Tensor input, Tensor? mask)
    {
        ArgumentNullException.ThrowIfNull(input);
        return Attend(input, mask).Output;
    }

    /// <summary>The result and where each head looked: [N, T, E] and weights [N, heads, T, T].</summary>
    /// <param name="input">[N, T, E].</param>
    /// <param name="mask">Which steps may be seen; see <see cref="MultiHeadAttention.Attend"/>.</param>
    public (Tensor Output, Tensor Weights) Attend(Tensor input, Tensor? mask = null) => Around(input, part => SelfAttn.Attend(part, part, part, mask));

    /// <summary>The result of steps that are added to a sequence; see <see cref="MultiHeadAttention.Continue"/>.</summary>
    /// <param name="input">The new steps, [N, t, E].</param>
    /// <param name="cache">What the attention remembers of earlier ones.</param>
    public Tensor Continue(Tensor input, AttentionCache cache) => Around(input, part => SelfAttn.Continue(part, cache)).Output;

    private (Tensor Output, Tensor Weights) Around(Tensor input, Func<Tensor, (Tensor Output, Tensor Weights)> attention)
    {
        ArgumentNullException.ThrowIfNull(input);
        Tensor? weights = null;
        Tensor x = Around(input, Norm1, part =>
        {
            (Tensor output, weights) = attention(part);
            return output;
        });
        return (Around(x, Norm2, Neurons), weights!);
    }

    private Tensor Around(Tensor x, LayerNorm norm, Func<Tensor, Tensor> part) => preNorm
        ? x + Dropout.Forward(part(norm.Forward(x)))
        : norm.Forward(x + Dropout.Forward(part(x)));

    private Tensor Neurons(Tensor x)
    {
        Tensor inner = Linear1.Forward(x.Reshape(x.Shape[0] * x.Shape[1], x.Shape[2]));
        return Linear2.Forward(Dropout.Forward(gelu ? inner.Gelu() : inner.Relu())).Reshape(x.Shape.Span);
    }
}
