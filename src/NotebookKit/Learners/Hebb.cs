namespace NotebookKit.Learners;

/// <summary>Hebb's rule, dw_ij = eta y_i x_j: what fires together wires together.</summary>
/// <remarks>The weights only grow for pairs that are active together; nothing holds them back. Hebb 1949; lectures S2 L1, S4 name it.</remarks>
public static class Hebb
{
    /// <summary>The weights after one pair of activities.</summary>
    /// <param name="weights">[outputs, inputs].</param>
    /// <param name="input">x, [inputs].</param>
    /// <param name="output">y, [outputs].</param>
    /// <param name="learningRate">eta.</param>
    /// <exception cref="ArgumentException">The shapes do not fit.</exception>
    public static Tensor Step(Tensor weights, Tensor input, Tensor output, double learningRate = 0.1)
    {
        ArgumentNullException.ThrowIfNull(weights);
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(output);
        if (weights.Rank != 2 || input.Shape != new Shape(weights.Shape[1]) || output.Shape != new Shape(weights.Shape[0]))
        {
            throw new ArgumentException($"Hebb: weights are [outputs, inputs], and these are {weights.Shape} for {input.Shape} inputs and {output.Shape} outputs.", nameof(weights));
        }

        return weights + (learningRate * output.Outer(input));
    }

    /// <summary>The weights after many pairs, from zeros.</summary>
    /// <param name="inputs">[N, inputs].</param>
    /// <param name="outputs">[N, outputs].</param>
    /// <param name="learningRate">eta.</param>
    /// <exception cref="ArgumentException">The numbers of inputs and outputs differ.</exception>
    public static Tensor Associate(Tensor inputs, Tensor outputs, double learningRate = 0.1)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        ArgumentNullException.ThrowIfNull(outputs);
        return inputs.Rank == 2 && outputs.Rank == 2 && inputs.Shape[0] == outputs.Shape[0]
            ? learningRate * outputs.Transpose().MatMul(inputs)
            : throw new ArgumentException($"Hebb: takes as many inputs [N, inputs] as outputs [N, outputs], and got {inputs.Shape} and {outputs.Shape}.", nameof(outputs));
    }
}
