using NotebookKit.Ops;

namespace NotebookKit.Layers;

/// <summary>Layers of long short-term memory over whole sequences; see <see cref="Ops.Lstm"/> for the formulas and <see cref="Recurrent"/> for the shapes.</summary>
public sealed class Lstm : Recurrent
{
    private readonly bool coupled;

    /// <summary>Makes the layers.</summary>
    /// <param name="inputs">Numbers in, a step.</param>
    /// <param name="hidden">H, numbers of state.</param>
    /// <param name="layers">How many layers lie on top of each other.</param>
    /// <param name="bidirectional">Whether each layer goes through the sequences in both directions.</param>
    /// <param name="batchFirst">Whether sequences are [N, T, inputs] instead of [T, N, inputs].</param>
    /// <param name="dropout">The probability to drop a number between two layers in training.</param>
    /// <param name="bias">Whether there are biases.</param>
    /// <param name="peepholes">Whether the gates see the cell (Gers and Schmidhuber, 2000).</param>
    /// <param name="coupled">Whether the input gate is 1 - f, which saves a quarter of the weights.</param>
    /// <param name="rng">Where the first weights and the dropout come from; the session's generator when null.</param>
    /// <param name="dtype">Float32 or Float64.</param>
    public Lstm(
        int inputs, int hidden, int layers = 1, bool bidirectional = false, bool batchFirst = false, double dropout = 0, bool bias = true, bool peepholes = false, bool coupled = false, Rng? rng = null, DType dtype = DType.Float32)
        : base(coupled ? 3 : 4, inputs, hidden, layers, bidirectional, batchFirst, dropout, bias, !peepholes ? 0 : coupled ? 2 : 3, rng, dtype) => this.coupled = coupled;

    /// <summary>The results of all steps, and the last hidden and cell states [layers directions, N, H].</summary>
    /// <param name="input">The sequences.</param>
    /// <param name="state">The states to begin with, such as those that the stretch before ended with; zeros when null.</param>
    /// <param name="lengths">The length of each sequence, Int64 [N]; all T when null.</param>
    /// <exception cref="ArgumentException">The shapes do not fit.</exception>
    public (Tensor Outputs, Tensor Hidden, Tensor Cell) Run(Tensor input, (Tensor Hidden, Tensor Cell)? state = null, Tensor? lengths = null) =>
        Through(input, state?.Hidden, state?.Cell, lengths);

    private protected override (Tensor Outputs, Tensor Hidden, Tensor Cell) Direction(
        Tensor x, RecurrentWeights own, Tensor? hidden, Tensor? cell, Tensor? lengths, bool reverse) =>
        Ops.Lstm.Apply(x, own, hidden, cell, lengths, reverse, coupled);
}
