using NotebookKit.Ops;

namespace NotebookKit.Layers;

/// <summary>Layers of a plain recurrent network over whole sequences; see <see cref="Ops.Rnn"/> for the formulas and <see cref="Recurrent"/> for the shapes.</summary>
public sealed class Rnn : Recurrent
{
    private readonly bool rectified;

    /// <summary>Makes the layers.</summary>
    /// <param name="inputs">Numbers in, a step.</param>
    /// <param name="hidden">H, numbers of state.</param>
    /// <param name="layers">How many layers lie on top of each other.</param>
    /// <param name="bidirectional">Whether each layer goes through the sequences in both directions.</param>
    /// <param name="batchFirst">Whether sequences are [N, T, inputs] instead of [T, N, inputs].</param>
    /// <param name="dropout">The probability to drop a number between two layers in training.</param>
    /// <param name="bias">Whether there are biases.</param>
    /// <param name="rectified">max(0, .) instead of tanh.</param>
    /// <param name="rng">Where the first weights and the dropout come from; the session's generator when null.</param>
    /// <param name="dtype">Float32 or Float64.</param>
    public Rnn(
        int inputs, int hidden, int layers = 1, bool bidirectional = false, bool batchFirst = false, double dropout = 0, bool bias = true, bool rectified = false, Rng? rng = null, DType dtype = DType.Float32)
        : base(1, inputs, hidden, layers, bidirectional, batchFirst, dropout, bias, peepholes: 0, rng, dtype) => this.rectified = rectified;

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
        (Tensor outputs, Tensor last) = Ops.Rnn.Apply(x, own, hidden, lengths, reverse, rectified);
        return (outputs, last, last);
    }
}
