using NotebookKit.Gradients;

namespace NotebookKit.Painting;

/// <summary>Pictures as a painter takes them: floats [1, 3, H, W] from 0 to 1, of a size that can be worked with; and how their colours are kept.</summary>
/// <remarks>
/// Luminance is Y = 0.299 R + 0.587 G + 0.114 B (ITU-R BT.601); what a pixel differs from its luminance, (R - Y, G - Y, B - Y), is its colour here. Gatys, Bethge, Hertzmann and
/// Shechtman, Preserving color in neural artistic style transfer, 2016.
/// </remarks>
public static class Artwork
{
    /// <summary>A picture as [1, 3, H, W] from 0 to 1.</summary>
    /// <param name="picture">[1 or 3, H, W] or [1, 1 or 3, H, W]; bytes, or floats from 0 to 1. Grey becomes three equal channels.</param>
    /// <param name="size">Pixels of the longer side: larger pictures shrink to it by the mean of pixels, smaller ones grow; as it is when null.</param>
    /// <exception cref="ArgumentException">It is no picture, or the size is below 8.</exception>
    public static Tensor Of(Tensor picture, int? size = null)
    {
        ArgumentNullException.ThrowIfNull(picture);
        Tensor one = picture.Rank == 3 ? picture.Unsqueeze(0) : picture;
        if (one.Rank != 4 || one.Shape[0] != 1 || one.Shape[1] is not (1 or 3) || one.Count == 0)
        {
            throw new ArgumentException($"Artwork.Of: takes one picture, [3, H, W] in colour or [1, H, W] in grey, and got {picture.Shape}.", nameof(picture));
        }

        if (size is < 8)
        {
            throw new ArgumentException($"Artwork.Of: {size} pixels are too few to paint on; take 8 at least.", nameof(size));
        }

        using (Gradient.Off())
        {
            Tensor light = one.DType == DType.UInt8 ? one.To(DType.Float32) / 255 : one.Detach();
            Tensor colour = light.Shape[1] == 3 ? light : Tensor.Concat([light, light, light], 1);
            int longer = Math.Max(colour.Shape[2], colour.Shape[3]);
            if (size is not { } side || side == longer)
            {
                return colour;
            }

            Pair to = (Math.Max(1, (int)Math.Round((double)colour.Shape[2] * side / longer)), Math.Max(1, (int)Math.Round((double)colour.Shape[3] * side / longer)));
            return side < longer ? colour.AdaptiveAvgPool2d(to) : colour.Interpolate(to, Interpolation.Linear);
        }
    }

    /// <summary>Y of pictures [N, 3, H, W], as [N, 1, H, W]; the gradient flows through.</summary>
    public static Tensor Luminance(Tensor pictures)
    {
        Require(nameof(Luminance), pictures);
        return (0.299 * pictures[.., ..1]) + (0.587 * pictures[.., 1..2]) + (0.114 * pictures[.., 2..]);
    }

    /// <summary>The light of one picture with the colours of another: R = Y + (R' - Y') and so on.</summary>
    /// <remarks>
    /// The colour differences are kept exactly. Not every luminance goes with every colour, for red, green and blue end at 0 and 1; a luminance that does not is moved to the nearest
    /// that does, instead of cutting the colours off.
    /// </remarks>
    /// <param name="light">[N, 1, H, W], or pictures [N, 3, H, W] whose luminance is taken.</param>
    /// <param name="colours">[N, 3, H, W] from 0 to 1.</param>
    /// <exception cref="ArgumentException">The sizes differ.</exception>
    public static Tensor WithLight(Tensor light, Tensor colours)
    {
        ArgumentNullException.ThrowIfNull(light);
        Require(nameof(WithLight), colours);
        Tensor wanted = light.Rank == 4 && light.Shape[1] == 3 ? Luminance(light) : light;
        if (wanted.Rank != 4 || wanted.Shape[1] != 1 || wanted.Shape[0] != colours.Shape[0] || wanted.Shape[2] != colours.Shape[2] || wanted.Shape[3] != colours.Shape[3])
        {
            throw new ArgumentException($"Artwork.WithLight: the light {light.Shape} and the colours {colours.Shape} are of one size, [N, 1 or 3, H, W] and [N, 3, H, W].", nameof(light));
        }

        Tensor difference = colours - Luminance(colours);
        return wanted.Maximum(-difference.Min(1, keepDim: true)).Minimum(1 - difference.Max(1, keepDim: true)) + difference;
    }

    /// <summary>A picture recoloured by a linear map so that its colours have the mean and the covariance of another's: x becomes A (x - m) + m' with A = S'^1/2 S^-1/2.</summary>
    /// <remarks>Computed in double precision. The result is not clamped: a few pixels may leave 0 to 1, and with clamping the covariance would not be met.</remarks>
    /// <param name="picture">[1, 3, H, W], the one to be recoloured, often the style.</param>
    /// <param name="to">[1, 3, h, w], whose colours are wanted.</param>
    public static Tensor Recoloured(Tensor picture, Tensor to)
    {
        Require(nameof(Recoloured), picture);
        Require(nameof(Recoloured), to);
        using (Gradient.Off())
        {
            (Tensor pixels, Tensor mean, Tensor spread) = Colours(picture);
            (_, Tensor newMean, Tensor newSpread) = Colours(to);
            Tensor map = Power(newSpread, 0.5).MatMul(Power(spread, -0.5));
            Tensor made = map.MatMul(pixels - mean) + newMean;
            return made.Reshape(3, picture.Shape[2], picture.Shape[3]).Unsqueeze(0).To(picture.DType);
        }
    }

    /// <summary>[3, HW], their mean [3, 1] and their covariance [3, 3].</summary>
    private static (Tensor Pixels, Tensor Mean, Tensor Covariance) Colours(Tensor picture)
    {
        if (picture.Shape[0] != 1)
        {
            throw new ArgumentException($"Artwork.Recoloured: takes one picture, [1, 3, H, W], and got {picture.Shape}.", nameof(picture));
        }

        Tensor pixels = picture.Detach().To(DType.Float64).Reshape(3, picture.Shape[2] * picture.Shape[3]);
        Tensor mean = pixels.Mean(1, keepDim: true), centred = pixels - mean;
        return (pixels, mean, centred.MatMul(centred.Transpose()) / pixels.Shape[1]);
    }

    // A picture in one colour has no spread to be stretched: what is next to nothing stays so.
    private static Tensor Power(Tensor covariance, double power)
    {
        (Tensor values, Tensor vectors) = covariance.EigenSymmetric();
        double least = Math.Max(values.Max().Item(), 1e-12) * 1e-8;
        return (vectors * values.Clamp(least, double.PositiveInfinity).Pow(power)).MatMul(vectors.Transpose());
    }

    private static void Require(string what, Tensor? pictures)
    {
        ArgumentNullException.ThrowIfNull(pictures);
        if (pictures.Rank != 4 || pictures.Shape[1] != 3)
        {
            throw new ArgumentException($"Artwork.{what}: takes pictures in colour, [N, 3, H, W], and got {pictures.Shape}; Artwork.Of makes them of what Datasets.Picture gives.", nameof(pictures));
        }
    }
}
