namespace NotebookKit.Layers;

/// <summary>Attention in several heads side by side, each on its own projection of queries, keys and values; see <see cref="Ops.Attention"/>.</summary>
/// <remarks>
/// [N, T, E] becomes [N, T, E]; each head sees E / heads numbers. The three projections lie below each other in one weight, as in PyTorch:
/// <c>inProjWeight</c> [3 E, E], <c>inProjBias</c> [3 E], then <c>outProj</c>. The projections begin evenly spread (Glorot), biases at 0.
/// Vaswani et al., 2017.
/// </remarks>
public sealed class MultiHeadAttention : Module
{
    private readonly double dropout;
    private readonly Rng? rng;

    /// <summary>Makes the layer.</summary>
    /// <param name="size">E, numbers a step.</param>
    /// <param name="heads">Divides the size.</param>
    /// <param name="dropout">The probability to drop a weight in training.</param>
    /// <param name="causal">Whether a step sees itself and earlier ones only.</param>
    /// <param name="rng">Where the first weights and the dropout come from; the session's generator when null.</param>
    /// <param name="dtype">Float32 or Float64.</param>
    public MultiHeadAttention(int size, int heads, double dropout = 0, bool causal = false, Rng? rng = null, DType dtype = DType.Float32)
    {
        if (heads < 1 || size < 1 || size % heads != 0)
        {
            throw new ArgumentException($"MultiHeadAttention: {heads} heads do not divide {size} numbers.");
        }

        Ops.Dropout.CheckProbability(nameof(MultiHeadAttention), dropout);
        (this.dropout, this.rng, Heads, IsCausal) = (dropout, rng, heads, causal);
        double bound = Math.Sqrt(6.0 / (4 * size));
        InProjWeight = new Parameter(Tensor.Uniform([3 * size, size], -bound, bound, rng, dtype));
        InProjBias = new Parameter(Tensor.Zeros([3 * size], dtype));
        OutProj = new Linear(size, size, rng: rng, dtype: dtype);
        Ops.InPlace.Fill(OutProj.Bias!, 0);
    }

    /// <summary>[3 E, E]: for queries, keys and values.</summary>
    public Parameter InProjWeight { get; }

    /// <summary>[3 E].</summary>
    public Parameter InProjBias { get; }

    /// <summary>Mixes the heads.</summary>
    public Linear OutProj { get; }

    /// <summary>How many heads.</summary>
    public int Heads { get; }

    /// <summary>Whether a step sees itself and earlier ones only.</summary>
    public bool IsCausal { get; }

    private int Size => InProjWeight.Shape[1];

    /// <inheritdoc/>
    public override Tensor Forward(Tensor input) => Attend(input, input, input).Output;

    /// <summary>Attention from one sequence to another.</summary>
    /// <param name="query">[N, Tq, E].</param>
    /// <param name="key">[N, Tk, E].</param>
    /// <param name="value">[N, Tk, E].</param>
    /// <param name="mask">Which keys a query may see, [Tq, Tk] or [N, 1, Tq, Tk]: Bool, true for seen, or floats added to the scores.</param>
    /// <returns>[N, Tq, E] and the weights of each head, [N, heads, Tq, Tk].</returns>
    /// <exception cref="ArgumentException">The shapes do not fit.</exception>
    public (Tensor Output, Tensor Weights) Attend(Tensor query, Tensor key, Tensor value, Tensor? mask = null)
    {
        Tensor[] heads = [Project(query, 0), Project(key, 1), Project(value, 2)];
        (Tensor means, Tensor weights) = Ops.Attention.Apply(heads[0], heads[1], heads[2], mask, IsCausal, IsTraining ? dropout : 0, rng);
        Tensor joined = means.Transpose(1, 2).Reshape(query.Shape[0] * query.Shape[1], Size);
        return (OutProj.Forward(joined).Reshape(query.Shape.Span), weights);
    }

    /// <summary>Attention of steps that are added to a sequence, whose earlier steps' keys and values are remembered instead of computed again.</summary>
    /// <remarks>
    /// The results are those of <see cref="Forward"/> over the whole sequence, the steps before included, when the layer is causal. t steps behind n
    /// remembered ones take t (4 E^2 + 2 (n + t) E) multiplications at most instead of (n + t) (4 E^2 + 2 (n + t) E).
    /// </remarks>
    /// <param name="input">The new steps, [N, t, E].</param>
    /// <param name="cache">What was remembered, with the new steps afterwards.</param>
    /// <returns>[N, t, E] and the weights of each head, [N, heads, t, n + t].</returns>
    /// <exception cref="InvalidOperationException">The layer is not causal: earlier steps would have to see the new ones.</exception>
    public (Tensor Output, Tensor Weights) Continue(Tensor input, AttentionCache cache)
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(cache);
        if (!IsCausal)
        {
            throw new InvalidOperationException("MultiHeadAttention: only a causal layer can be continued; in any other, earlier steps see the new ones.");
        }

        Tensor query = Project(input, 0);
        (Tensor keys, Tensor values) = cache.Add(Project(input, 1), Project(input, 2));
        (int fresh, int all) = (input.Shape[1], keys.Shape[2]);
        bool[] seen = [.. Enumerable.Range(0, fresh * all).Select(i => i % all <= (all - fresh) + (i / all))];
        (Tensor means, Tensor weights) = Ops.Attention.Apply(query, keys, values, Tensor.From(seen, [fresh, all]).To(query.Device), dropout: IsTraining ? dropout : 0, rng: rng);
        Tensor joined = means.Transpose(1, 2).Reshape(input.Shape[0] * fresh, Size);
        return (OutProj.Forward(joined).Reshape(input.Shape.Span), weights);
    }

    /// <inheritdoc/>
    public override string ToString() => $"MultiHeadAttention({Size}, {Heads} heads)";

    // [N, T, E] to [N, heads, T, E / heads].
    private Tensor Project(Tensor x, int part)
    {
        ArgumentNullException.ThrowIfNull(x);
        if (x.Rank != 3 || x.Shape[2] != Size)
        {
            throw new ArgumentException($"MultiHeadAttention: takes [N, T, {Size}], and got {x.Shape}.");
        }

        Range rows = (part * Size)..((part + 1) * Size);
        Tensor projected = x.Reshape(x.Shape[0] * x.Shape[1], Size).Linear(InProjWeight[rows], InProjBias[rows]);
        return projected.Reshape(x.Shape[0], x.Shape[1], Heads, Size / Heads).Transpose(1, 2);
    }
}
