using NotebookKit.Layers;

namespace NotebookKit.Models;

/// <summary>LeNet-5's output: for each class minus the squared distance to its fixed code, -sum_j (x_j - w_ij)^2.</summary>
/// <remarks>[N, F] becomes [N, classes]; nothing is learned. The radial basis functions of LeCun et al. 1998, with the sign turned so that the largest score wins.</remarks>
/// <param name="codes">[classes, F].</param>
public sealed class CodeDistance(Tensor codes) : Module
{
    /// <summary>[classes, F].</summary>
    public ModuleBuffer Codes { get; } = new(codes);

    /// <inheritdoc/>
    public override Tensor Forward(Tensor input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return -(input.Unsqueeze(1) - Codes.Unsqueeze(0)).Square().Sum(2);
    }

    /// <inheritdoc/>
    public override string ToString() => $"CodeDistance({Codes.Shape[0]} codes of {Codes.Shape[1]})";
}
