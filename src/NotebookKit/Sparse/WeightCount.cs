namespace NotebookKit.Sparse;

/// <summary>How many weights a layer needs, by how it is connected: why large images cannot be fully connected.</summary>
/// <remarks>An image of 1000 x 1000 pixels and a million hidden units: 10^12 fully connected, 10^8 with patches of 10 x 10. A convolution's are in <see cref="ConvolutionArithmetic.WeightCount"/>. Lectures S0, S2 L6.</remarks>
public static class WeightCount
{
    /// <summary>Every input to every unit.</summary>
    /// <param name="inputs">How many inputs.</param>
    /// <param name="units">How many units.</param>
    public static long FullyConnected(long inputs, long units) => checked(inputs * units);

    /// <summary>Each unit to a patch, with weights of its own.</summary>
    /// <param name="units">How many units.</param>
    /// <param name="patch">Inputs of a unit.</param>
    public static long LocallyConnected(long units, long patch) => checked(units * patch);
}
