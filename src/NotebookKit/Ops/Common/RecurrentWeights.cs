namespace NotebookKit.Ops;

/// <summary>The weights of one layer of a recurrent network in one direction, gates one below the other, in PyTorch's layout.</summary>
/// <param name="Input">[gates hidden, inputs].</param>
/// <param name="Hidden">[gates hidden, hidden].</param>
/// <param name="InputBias">[gates hidden], or null.</param>
/// <param name="HiddenBias">[gates hidden], or null; it is added to the other but for the candidate of a GRU.</param>
/// <param name="Peepholes">LSTM only: a row of [hidden] for each gate that sees the cell, i, f and o (f and o when coupled); null for none.</param>
public sealed record RecurrentWeights(Tensor Input, Tensor Hidden, Tensor? InputBias = null, Tensor? HiddenBias = null, Tensor? Peepholes = null)
{
    /// <summary>One bias for both products; null where there is none.</summary>
    internal Tensor? JoinedBias => InputBias is null ? HiddenBias : HiddenBias is null ? InputBias : InputBias + HiddenBias;
}
