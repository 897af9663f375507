namespace NotebookKit.Kernels;

/// <summary>One time step of a batch of sequences: how many, of which width, and which of them have ended.</summary>
/// <param name="Batch">Sequences, a row each.</param>
/// <param name="Hidden">Numbers of state a sequence.</param>
/// <param name="Lengths">The length of each sequence; null when all go to the end.</param>
/// <param name="Time">The step, from 0.</param>
internal readonly unsafe record struct GateStep(int Batch, int Hidden, long[]? Lengths, int Time)
{
    private const int NumbersInPart = 4096;

    /// <summary>Sequences that one thread works on at a time.</summary>
    public int RowsInPart => Math.Max(1, NumbersInPart / Math.Max(1, Hidden));

    /// <summary>How many parts.</summary>
    public int Parts => (Batch + RowsInPart - 1) / RowsInPart;

    /// <summary>Whether a sequence has ended before this step, so that its state stays as it is.</summary>
    public bool Ended(int row) => Lengths is not null && Time >= Lengths[row];
}
