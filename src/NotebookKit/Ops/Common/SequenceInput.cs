namespace NotebookKit.Ops;

/// <summary>What a recurrent layer reads, and the weights that it reads it with: input sums = W x + b.</summary>
/// <param name="Numbers">x, [T, N, inputs], row by row.</param>
/// <param name="Weights">W, [gates H, inputs].</param>
/// <param name="Bias">b, [gates H], or null.</param>
internal sealed record SequenceInput(Tensor Numbers, Tensor Weights, Tensor? Bias)
{
    /// <summary>How many numbers a step of a sequence has.</summary>
    public int Width => Numbers.Shape[2];

    /// <summary>The sums of all steps, [T, N, gates H], in one product.</summary>
    public Tensor Sums() =>
        Numbers.Reshape(Numbers.Shape[0] * Numbers.Shape[1], Width).Linear(Weights, Bias).Reshape(Numbers.Shape[0], Numbers.Shape[1], Weights.Shape[0]);
}
