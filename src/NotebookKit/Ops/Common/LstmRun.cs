namespace NotebookKit.Ops;

/// <summary>The tensors of all steps of an LSTM, in the order of time.</summary>
/// <param name="Plan">How it goes through its sequences.</param>
/// <param name="Coupled">Whether the input gate is 1 - f.</param>
/// <param name="Peepholes">A row for each gate that sees the cell, or null.</param>
/// <param name="Input">Where the steps sum up the inputs themselves, what they read; null where <paramref name="Gates"/> come with these sums.</param>
/// <param name="Gates">[T, N, gates H]: the sums of the inputs at first, the gates in the end; of fewer steps, in turns, where no gates are asked for.</param>
/// <param name="States">[T + 2, N, H]: the hidden states, and the last cell.</param>
/// <param name="Cells">[T + 1, N, H], or [2, N, H] where only the last one is asked for: two in turns.</param>
/// <param name="Squashed">tanh of the cells, [T, N, H], or [1, N, H] where none is asked for.</param>
internal readonly record struct LstmRun(
    SequencePlan Plan, bool Coupled, Tensor? Peepholes, SequenceInput? Input, Tensor Gates, Tensor States, Tensor Cells, Tensor Squashed)
{
    /// <summary>Where the cell of a place in time lies.</summary>
    public int CellPlace(int place) => Cells.Shape[0] == Plan.Steps + 1 ? place : place % 2;

    /// <summary>Where the squashed cell of a step lies.</summary>
    public int SquashedPlace(int step) => Squashed.Shape[0] == Plan.Steps ? step : 0;

    /// <summary>Where the gates of a run of steps lie that begins at a step in time.</summary>
    public int GatesPlace(int start) => Gates.Shape[0] == Plan.Steps ? start : 0;
}
