using NotebookKit.Layers;

namespace NotebookKit.Models;

/// <summary>The entry of a network: lets pictures of the right kind through unchanged and says plainly what is wrong with others.</summary>
/// <param name="network">Whose entry it is.</param>
/// <param name="channels">How many channels its pictures have.</param>
/// <param name="size">Their only height and width; null where any size goes.</param>
/// <param name="hint">What to do with pictures of another size.</param>
public sealed class PictureInput(string network, int channels = 3, int? size = null, string hint = "resize them") : Module
{
    /// <inheritdoc/>
    /// <exception cref="ArgumentException">These are no pictures, or of other channels or another size.</exception>
    public override Tensor Forward(Tensor input)
    {
        ArgumentNullException.ThrowIfNull(input);
        if (input.Rank == 4 && input.Shape[1] == channels && (size is null || (input.Shape[2] == size && input.Shape[3] == size)))
        {
            return input;
        }

        string wanted = $"{network} takes pictures [N, {channels}, {size?.ToString() ?? "H"}, {size?.ToString() ?? "W"}], and got {input.Shape}";
        throw input.Rank != 4 ? new ArgumentException($"{wanted}; a single picture needs a batch axis: Unsqueeze(0).")
            : input.Shape[1] != channels ? new ArgumentException($"{wanted}, which has {input.Shape[1]} channels on its second axis instead of {channels}.")
            : new ArgumentException($"{wanted}; {hint}.");
    }

    /// <inheritdoc/>
    public override string ToString() => $"PictureInput({channels} channels{(size is { } side ? $", {side}x{side}" : string.Empty)})";
}
