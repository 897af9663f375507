namespace NotebookKit.Layers;

/// <summary>One step of a long short-term memory, for loops of one's own; see <see cref="Ops.Lstm"/>.</summary>
public sealed class LstmCell : RecurrentCell
{
    private readonly bool coupled;

    /// <summary>Makes the cell.</summary>
    /// <param name="inputs">Numbers in.</param>
    /// <param name="hidden">H, numbers of state.</param>
    /// <param name="bias">Whether there are biases.</param>
    /// <param name="peepholes">Whether the gates see the cell.</param>
    /// <param name="coupled">Whether the input gate is 1 - f.</param>
    /// <param name="rng">Where the first weights come from; the session's generator when null.</param>
    /// <param name="dtype">Float32 or Float64.</param>
    public LstmCell(int inputs, int hidden, bool bias = true, bool peepholes = false, bool coupled = false, Rng? rng = null, DType dtype = DType.Float32)
        : base(coupled ? 3 : 4, inputs, hidden, bias, rng, dtype)
    {
        this.coupled = coupled;
        double bound = 1 / Math.Sqrt(hidden);
        Peepholes = peepholes ? new Parameter(Tensor.Uniform([coupled ? 2 : 3, hidden], -bound, bound, rng, dtype)) : null;
    }

    /// <summary>A row of H for each gate that sees the cell; null for none.</summary>
    public Parameter? Peepholes { get; }

    /// <summary>The hidden and cell state after an input [N, inputs].</summary>
    /// <param name="input">[N, inputs].</param>
    /// <param name="state">The states before, [N, H] each; zeros when null.</param>
    public (Tensor Hidden, Tensor Cell) Step(Tensor input, (Tensor Hidden, Tensor Cell)? state = null)
    {
        (_, Tensor hidden, Tensor cell) = Ops.Lstm.Apply(OneStep(input), Weights with { Peepholes = Peepholes }, state?.Hidden, state?.Cell, coupled: coupled);
        return (hidden, cell);
    }

    /// <inheritdoc/>
    public override Tensor Forward(Tensor input) => Step(input).Hidden;
}
