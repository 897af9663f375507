using NotebookKit.Layers;

namespace NotebookKit.Models;

/// <summary>A margin around images that mirrors them at the middle of their edge pixels: c b | a b c ... .</summary>
/// <remarks>
/// [N, C, H, W] becomes [N, C, H + 2m, W + 2m]. Zeros around a picture are a dark frame that a convolution sees, and paints; a mirrored edge is not there to be
/// seen. Johnson, Alahi and Fei-Fei 2016 (supplement); lecture S2 L12.
/// </remarks>
/// <param name="margin">m, pixels on each side, fewer than the images have.</param>
public sealed class ReflectionPad2d(int margin) : Module
{
    /// <inheritdoc/>
    /// <exception cref="ArgumentException">These are no images, or of too few pixels to be mirrored.</exception>
    public override Tensor Forward(Tensor input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return input.Rank == 4 && margin >= 0 && input.Shape[2] > margin && input.Shape[3] > margin
            ? input.IndexSelect(2, Places(input.Shape[2])).IndexSelect(3, Places(input.Shape[3]))
            : throw new ArgumentException($"ReflectionPad2d: mirrors {margin} pixels of images [N, C, H, W] that have more on each side, and got {input.Shape}; take larger images.");
    }

    /// <inheritdoc/>
    public override string ToString() => $"ReflectionPad2d({margin})";

    private Tensor Places(int size)
    {
        long[] places = new long[size + (2 * margin)];
        for (int i = 0; i < places.Length; i++)
        {
            int place = Math.Abs(i - margin);
            places[i] = place < size ? place : (2 * (size - 1)) - place;
        }

        return Tensor.Wrap(places);
    }
}
