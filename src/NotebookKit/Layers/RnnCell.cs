namespace NotebookKit.Layers;

/// <summary>One step of a plain recurrent network, for loops of one's own; see <see cref="Ops.Rnn"/>.</summary>
public sealed class RnnCell : RecurrentCell
{
    private readonly bool rectified;

    /// <summary>Makes the cell.</summary>
    /// <param name="inputs">Numbers in.</param>
    /// <param name="hidden">H, numbers of state.</param>
    /// <param name="bias">Whether there are biases.</param>
    /// <param name="rectified">max(0, .) instead of tanh.</param>
    /// <param name="rng">Where the first weights come from; the session's generator when null.</param>
    /// <param name="dtype">Float32 or Float64.</param>
    public RnnCell(int inputs, int hidden, bool bias = true, bool rectified = false, Rng? rng = null, DType dtype = DType.Float32)
        : base(1, inputs, hidden, bias, rng, dtype) => this.rectified = rectified;

    /// <summary>The state after an input [N, inputs].</summary>
    /// <param name="input">[N, inputs].</param>
    /// <param name="hidden">The state before, [N, H]; zeros when null.</param>
    public Tensor Step(Tensor input, Tensor? hidden = null) => Ops.Rnn.Apply(OneStep(input), Weights, hidden, rectified: rectified).Hidden;

    /// <inheritdoc/>
    public override Tensor Forward(Tensor input) => Step(input);
}
