using NotebookKit.Ops;

namespace NotebookKit.Layers;

/// <summary>Layers of gated recurrent units over whole sequences; see <see cref="Ops.Gru"/> for the formulas and <see cref="Recurrent"/> for the shapes.</summary>
public sealed class Gru : Recurrent
{
    private readonly bool resetFirst;

    /// <summary>Makes the layers.</summary>
    /// <param name="inputs">Numbers in, a step.</param>
    /// <param name="hidden">H, numbers of state.</param>
    /// <param name="layers">How many layers lie on top of each other.</param>
    /// <param name="bidirectional">Whether each layer goes through the sequences in both directions.</param>
    /// <param name="batchFirst">Whether sequences are [N, T, inputs] instead of [T, N, inputs].</param>
    /// <param name="dropout">The probability to drop a number between two layers in training.</param>
    /// <param name="bias">Whether there are biases.</param>
    /// <param name="resetFirst">The lecture's form (S2 L10): the reset gate acts before the product, and z = 0 keeps the state.</param>
    /// <param name="rng">Where the first weights and the dropout come from; the session's generator when null.</param>
    /// <param name="dtype">Float32 or Float64.</param>
    public Gru(
        int inputs, int hidden, int layers = 1, bool bidirectional = false, bool batchFirst = false, double dropout = 0, bool bias = true, bool resetFirst = false, Rng? rng = null, DType dtype = DType.Float32)
        : base(3, inputs, hidden, layers, bidirectional, batchFirst, dropout, bias, peepholes: 0, rng, dtype) => this.resetFirst = resetFirst;

    /// <summary>The results of all steps, and the last states [layers directions, N, H].</summary>
    /// <param name="input">The sequences.</param>
    /// <param name="hidden">The states to begin with, such as those that the stretch before ended with; zeros when null.</param>
    /// <param name="lengths">The length of each sequence, Int64 [N]; all T when null.</param>
    /// <exception cref="ArgumentException">The shapes do not fit.</exception>
    public (Tensor Outputs, Tensor Hidden) Run(Tensor input, Tensor? hidden = null, Tensor? lengths = null)
    {
        (Tensor outputs, Tensor last, _) = Through(input, hidden, null, lengths);
        return (outputs, last);
    }

    private protected override (Tensor Outputs, Tensor Hidden, Tensor Cell) Direction(
        Tensor x, RecurrentWeights own, Tensor? hidden, Tensor? cell, Tensor? lengths, bool reverse)
    {
        (Tensor outputs, Tensor last) = Ops.Gru.Apply(x, own, hidden, lengths, reverse, resetFirst);
        return (outputs, last, last);
    }
}
