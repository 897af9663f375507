namespace NotebookKit.Layers;

/// <summary>One step of a gated recurrent unit, for loops of one's own; see <see cref="Ops.Gru"/>.</summary>
public sealed class GruCell : RecurrentCell
{
    private readonly bool resetFirst;

    /// <summary>Makes the cell.</summary>
    /// <param name="inputs">Numbers in.</param>
    /// <param name="hidden">H, numbers of state.</param>
    /// <param name="bias">Whether there are biases.</param>
    /// <param name="resetFirst">The lecture's form: the reset gate acts before the product.</param>
    /// <param name="rng">Where the first weights come from; the session's generator when null.</param>
    /// <param name="dtype">Float32 or Float64.</param>
    public GruCell(int inputs, int hidden, bool bias = true, bool resetFirst = false, Rng? rng = null, DType dtype = DType.Float32)
        : base(3, inputs, hidden, bias, rng, dtype) => this.resetFirst = resetFirst;

    /// <summary>The state after an input [N, inputs].</summary>
    /// <param name="input">[N, inputs].</param>
    /// <param name="hidden">The state before, [N, H]; zeros when null.</param>
    public Tensor Step(Tensor input, Tensor? hidden = null) => Ops.Gru.Apply(OneStep(input), Weights, hidden, resetFirst: resetFirst).Hidden;

    /// <inheritdoc/>
    public override Tensor Forward(Tensor input) => Step(input);
}
