namespace NotebookKit.Learners;

/// <summary>The restricted Boltzmann machine: visible and hidden bits, each connected with all of the other kind and with none of its own.</summary>
/// <remarks>
/// E(v, h) = -b v - c h - v W h, and a state has a chance in proportion to e^-E. Given one kind, the bits of the other are
/// independent: P(h_j = 1 | v) = sigma(c_j + sum_i v_i w_ij). Contrastive divergence replaces the exact gradient, a mean over
/// all states, by k steps of chance from the data. Smolensky 1986, Hinton 2002; lecture S1, "Early methods".
/// </remarks>
public sealed class RestrictedBoltzmannMachine
{
    private const int MostEnumerated = 20;

    /// <summary>Makes a machine with small normal weights and biases of 0.</summary>
    /// <param name="visible">Visible bits.</param>
    /// <param name="hidden">Hidden bits.</param>
    /// <param name="deviation">The standard deviation of the first weights.</param>
    /// <param name="rng">Where they come from; the session's generator when null.</param>
    public RestrictedBoltzmannMachine(int visible, int hidden, double deviation = 0.01, Rng? rng = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(visible);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(hidden);
        Weights = Tensor.Normal([visible, hidden], 0, deviation, rng, DType.Float64).Keep();
        VisibleBias = Tensor.Zeros([visible], DType.Float64).Keep();
        HiddenBias = Tensor.Zeros([hidden], DType.Float64).Keep();
    }

    /// <summary>W, [visible, hidden].</summary>
    public Tensor Weights { get; private set; }

    /// <summary>b, [visible].</summary>
    public Tensor VisibleBias { get; private set; }

    /// <summary>c, [hidden].</summary>
    public Tensor HiddenBias { get; private set; }

    /// <summary>Visible bits.</summary>
    public int Visible => Weights.Shape[0];

    /// <summary>Hidden bits.</summary>
    public int Hidden => Weights.Shape[1];

    /// <summary>P(h = 1 | v): [N, visible] becomes [N, hidden].</summary>
    public Tensor HiddenChances(Tensor visible) => (Rows(visible, Visible).MatMul(Weights) + HiddenBias).Sigmoid();

    /// <summary>P(v = 1 | h): [N, hidden] becomes [N, visible].</summary>
    public Tensor VisibleChances(Tensor hidden) => (Rows(hidden, Hidden).MatMul(Weights.Transpose()) + VisibleBias).Sigmoid();

    /// <summary>E(v, h) for each row, [N].</summary>
    public Tensor Energy(Tensor visible, Tensor hidden)
    {
        (Tensor v, Tensor h) = (Rows(visible, Visible), Rows(hidden, Hidden));
        return -(v * VisibleBias).Sum(-1) - (h * HiddenBias).Sum(-1) - (v.MatMul(Weights) * h).Sum(-1);
    }

    /// <summary>F(v) = -b v - sum_j ln(1 + e^(c_j + sum_i v_i w_ij)) for each row, [N]: e^-F is e^-E summed over all hidden states.</summary>
    public Tensor FreeEnergy(Tensor visible)
    {
        Tensor v = Rows(visible, Visible);
        return -(v * VisibleBias).Sum(-1) - (v.MatMul(Weights) + HiddenBias).Softplus().Sum(-1);
    }

    /// <summary>The mean of ln P(v) over the rows, with the sum over all states taken exactly: for small machines.</summary>
    /// <exception cref="InvalidOperationException">The smaller side has more than 20 bits.</exception>
    public double LogLikelihood(Tensor visible) => -FreeEnergy(visible).Mean().Item() - LogPartition();

    /// <summary>ln Z, Z being e^-E summed over all states: over those of the smaller side, the other summed in closed form.</summary>
    /// <exception cref="InvalidOperationException">The smaller side has more than 20 bits.</exception>
    public double LogPartition()
    {
        if (Visible <= Hidden)
        {
            return (-FreeEnergy(All(Visible))).LogSumExp().Item();
        }

        Tensor h = All(Hidden);
        return ((h * HiddenBias).Sum(-1) + (h.MatMul(Weights.Transpose()) + VisibleBias).Softplus().Sum(-1)).LogSumExp().Item();
    }

    /// <summary>The exact gradient of the mean log-likelihood: what the data say less what the machine believes, summed over all visible states.</summary>
    /// <exception cref="InvalidOperationException">There are more than 20 visible bits.</exception>
    public BoltzmannGradient ExactGradient(Tensor visible)
    {
        Tensor all = All(Visible);
        Tensor chances = (-FreeEnergy(all) - LogPartition()).Exp();
        return Statistics(Rows(visible, Visible)) - Statistics(all, chances);
    }

    /// <summary>The gradient by contrastive divergence: what the data say less what k steps of chance from the data say (CD-k).</summary>
    /// <param name="visible">[N, visible] of bits, or chances between 0 and 1.</param>
    /// <param name="steps">k.</param>
    /// <param name="rng">Where the chance comes from; the session's generator when null.</param>
    public BoltzmannGradient ContrastiveDivergence(Tensor visible, int steps = 1, Rng? rng = null)
    {
        Tensor data = Rows(visible, Visible);
        return Statistics(data) - Statistics(Sample(data, steps, rng));
    }

    /// <summary>Visible states after k steps there and back: hidden bits by chance, visible bits by chance.</summary>
    public Tensor Sample(Tensor visible, int steps = 1, Rng? rng = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(steps);
        Tensor v = Rows(visible, Visible);
        for (int step = 0; step < steps; step++)
        {
            v = Tensor.Bernoulli(VisibleChances(Tensor.Bernoulli(HiddenChances(v), rng)), rng);
        }

        return v;
    }

    /// <summary>The visible chances after going to the hidden ones and back, without chance.</summary>
    public Tensor Reconstruct(Tensor visible) => VisibleChances(HiddenChances(visible));

    /// <summary>The mean square difference of data and reconstruction.</summary>
    public double ReconstructionError(Tensor visible) => (Rows(visible, Visible) - Reconstruct(visible)).Square().Mean().Item();

    /// <summary>Moves weights and biases up a gradient.</summary>
    public void Step(BoltzmannGradient gradient, double learningRate)
    {
        ArgumentNullException.ThrowIfNull(gradient);
        Weights = (Weights + (learningRate * gradient.Weights)).Keep();
        VisibleBias = (VisibleBias + (learningRate * gradient.VisibleBias)).Keep();
        HiddenBias = (HiddenBias + (learningRate * gradient.HiddenBias)).Keep();
    }

    /// <summary>Learns by contrastive divergence.</summary>
    /// <param name="visible">[N, visible] of bits, or chances between 0 and 1.</param>
    /// <param name="epochs">Passes.</param>
    /// <param name="learningRate">How far a step goes.</param>
    /// <param name="steps">k.</param>
    /// <param name="batchSize">Examples a step.</param>
    /// <param name="rng">Order and chance; the session's generator when null.</param>
    /// <returns>The reconstruction error at the start and after each pass.</returns>
    public IReadOnlyList<double> Train(Tensor visible, int epochs = 50, double learningRate = 0.1, int steps = 1, int batchSize = 20, Rng? rng = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(epochs);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(batchSize);
        Tensor data = Rows(visible, Visible);
        rng ??= Rng.Current;
        List<double> errors = [ReconstructionError(data)];
        for (int epoch = 0; epoch < epochs; epoch++)
        {
            foreach (int[] batch in rng.Permutation(data.Shape[0]).Chunk(batchSize))
            {
                Step(ContrastiveDivergence(data.IndexSelect(0, Tensor.From(Array.ConvertAll(batch, i => (long)i))), steps, rng), learningRate);
            }

            errors.Add(ReconstructionError(data));
        }

        return errors;
    }

    /// <summary>Its size.</summary>
    public override string ToString() => $"restricted Boltzmann machine of {Visible:N0} visible and {Hidden:N0} hidden bits";

    // The means of v h', v and h, with the hidden chances in the place of hidden bits; rows weighted evenly or by chances.
    private BoltzmannGradient Statistics(Tensor v, Tensor? chances = null)
    {
        Tensor h = HiddenChances(v), weighted = v * (chances?.Unsqueeze(1) ?? Tensor.Full([1, 1], 1.0 / v.Shape[0], DType.Float64));
        Tensor hidden = h * (chances?.Unsqueeze(1) ?? Tensor.Full([1, 1], 1.0 / v.Shape[0], DType.Float64));
        return new(weighted.Transpose().MatMul(h), weighted.Sum(0), hidden.Sum(0));
    }

    private static Tensor All(int bits) => bits <= MostEnumerated
        ? Tensor.From([.. Enumerable.Range(0, 1 << bits).Select(state => (double[])[.. Enumerable.Range(0, bits).Select(bit => (double)((state >> bit) & 1))])])
        : throw new InvalidOperationException($"RestrictedBoltzmannMachine: {bits} bits have 2^{bits} states, too many to go through; at most {MostEnumerated} bits can be summed exactly.");

    private static Tensor Rows(Tensor x, int bits)
    {
        ArgumentNullException.ThrowIfNull(x);
        return x.Rank == 2 && x.Shape[1] == bits
            ? x.Detach().To(DType.Float64)
            : throw new ArgumentException($"RestrictedBoltzmannMachine: takes rows of {bits} bits, [N, {bits}], and got {x.Shape}.", nameof(x));
    }
}

/// <summary>Which way weights and biases should go.</summary>
/// <param name="Weights">[visible, hidden].</param>
/// <param name="VisibleBias">[visible].</param>
/// <param name="HiddenBias">[hidden].</param>
public sealed record BoltzmannGradient(Tensor Weights, Tensor VisibleBias, Tensor HiddenBias)
{
    /// <summary>The difference, part by part.</summary>
    public static BoltzmannGradient operator -(BoltzmannGradient left, BoltzmannGradient right)
    {
        ArgumentNullException.ThrowIfNull(left);
        ArgumentNullException.ThrowIfNull(right);
        return new(left.Weights - right.Weights, left.VisibleBias - right.VisibleBias, left.HiddenBias - right.HiddenBias);
    }
}
