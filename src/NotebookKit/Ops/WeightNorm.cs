namespace NotebookKit.Ops;

/// <summary>Weight normalisation: W = g V / |V|, a length g and a direction V for the weights of each neuron.</summary>
/// <remarks>
/// V is [outputs, ..], g [outputs]; |V| is the length of each neuron's weights. Learning g and V instead of W keeps dL/dV at a
/// right angle to V. Salimans and Kingma, 2016; lecture S1.
/// </remarks>
public static class WeightNorm
{
    /// <summary>The weights.</summary>
    /// <exception cref="ArgumentException">There is not one length a neuron.</exception>
    public static Tensor Apply(Tensor direction, Tensor length)
    {
        ArgumentNullException.ThrowIfNull(direction);
        ArgumentNullException.ThrowIfNull(length);
        Check.SameFloats(nameof(WeightNorm), direction, length);
        if (direction.Rank < 2 || length.Rank != 1 || length.Count != direction.Shape[0])
        {
            throw new ArgumentException($"WeightNorm: takes directions [outputs, ..] and one length an output, and got {direction.Shape} and {length.Shape}.");
        }

        Tensor rows = direction.Flatten(1);
        return (rows * (length.Unsqueeze(1) / rows.Square().Sum(1, keepDim: true).Sqrt())).Reshape(direction.Shape.Span);
    }
}
