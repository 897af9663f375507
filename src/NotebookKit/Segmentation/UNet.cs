using NotebookKit.Layers;

namespace NotebookKit.Segmentation;

/// <summary>U-Net: down to what is there, up to where it is, and at each size the maps from the way down are put beside those from the way up.</summary>
/// <remarks>
/// Level i has width * 2^i channels: two 3x3 convolutions with ReLU, 2x2 max pooling down; a 2x2 transposed convolution up that halves the channels,
/// then [skip, up] of twice the channels goes through two 3x3 convolutions; a 1x1 convolution gives the classes. No fully connected layer, so
/// pictures of any size. Padded, the output has the input's size: zeros fill the picture up to a multiple of 2^depth and are cut off again. Unpadded, as in
/// the paper, borders are lost and skips are cut to their middle: 572 x 572 gives 388 x 388. Ronneberger, Fischer and Brox 2015; lectures S2 L8, L11.
/// </remarks>
public sealed class UNet : Module
{
    private readonly int inChannels;
    private readonly bool padded;
    private readonly MaxPool2d pool = new(2);
    private readonly Sequential[] down;
    private readonly ConvTranspose2d[] enlarge;
    private readonly Sequential[] up;
    private readonly Conv2d head;

    /// <summary>Makes the network.</summary>
    /// <param name="inChannels">Channels of a picture.</param>
    /// <param name="classes">Maps out.</param>
    /// <param name="depth">How often it is halved.</param>
    /// <param name="width">Channels of the first level.</param>
    /// <param name="padded">Whether the output has the size of the input.</param>
    /// <param name="normalised">Whether maps are normalised by batch before each ReLU; not in the paper, but it learns faster.</param>
    /// <param name="rng">Where the first weights come from; the session's generator when null.</param>
    public UNet(int inChannels, int classes, int depth = 4, int width = 64, bool padded = true, bool normalised = false, Rng? rng = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(inChannels);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(classes);
        ArgumentOutOfRangeException.ThrowIfNegative(depth);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(depth, 12);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(width);
        (this.inChannels, this.padded, Depth) = (inChannels, padded, depth);
        int[] widths = [.. Enumerable.Range(0, depth + 1).Select(level => width << level)];
        down = [.. widths.Select((own, level) => ConvolutionStack.Of([level == 0 ? inChannels : widths[level - 1], own, own], normalised, rng, padded))];
        enlarge = [.. widths[1..].Select(deeper => new ConvTranspose2d(deeper, deeper / 2, 2, 2, rng: rng))];
        up = [.. widths[..^1].Select(own => ConvolutionStack.Of([2 * own, own, own], normalised, rng, padded))];
        head = new Conv2d(width, classes, 1, rng: rng);
    }

    /// <summary>How often a picture is halved.</summary>
    public int Depth { get; }

    /// <summary>The size out for a size in along an axis.</summary>
    /// <exception cref="ArgumentException">Unpadded, and the size is not halved without rest at each level, or nothing is left of it.</exception>
    public int OutputSize(int size)
    {
        if (padded)
        {
            return size;
        }

        int x = size;
        for (int level = 0; level < Depth; level++)
        {
            x -= 4;
            if (x < 2 || x % 2 != 0)
            {
                throw new ArgumentException($"UNet: unpadded, a side of {size} is {x} before pooling {level + 1}, which 2 does not divide; {Nearest(size)} would fit, or padded: true.");
            }

            x /= 2;
        }

        for (int level = 0; level <= Depth; level++)
        {
            x = (level == 0 ? x : 2 * x) - 4;
        }

        return x > 0 ? x : throw new ArgumentException($"UNet: unpadded, nothing is left of a side of {size}; {Nearest(size)} is the next that fits, or padded: true.");
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The input is no batch of pictures with these channels, or unpadded of a size that does not fit.</exception>
    public override Tensor Forward(Tensor input)
    {
        MapSizes.Check(nameof(UNet), input, inChannels);
        (int height, int width) = (OutputSize(input.Shape[2]), OutputSize(input.Shape[3]));
        Tensor x = padded ? MapSizes.PadTo(input, 1 << Depth) : input;
        Tensor[] kept = new Tensor[Depth];
        for (int level = 0; level < Depth; level++)
        {
            kept[level] = down[level].Forward(x);
            x = pool.Forward(kept[level]);
        }

        x = down[Depth].Forward(x);
        for (int level = Depth - 1; level >= 0; level--)
        {
            Tensor larger = enlarge[level].Forward(x);
            x = up[level].Forward(Tensor.Concat([MapSizes.Middle(kept[level], larger.Shape[2], larger.Shape[3]), larger], 1));
        }

        return MapSizes.Cut(head.Forward(x), height, width);
    }

    // The lowest level has x >= 5 pixels and the size is (x 2 + 4) 2 + 4 ..: the first such size from here on.
    private int Nearest(int size)
    {
        for (int lowest = 5; ; lowest++)
        {
            int fits = lowest, back = lowest - 4;
            for (int level = 0; level < Depth; level++)
            {
                (fits, back) = ((fits * 2) + 4, (back * 2) - 4);
            }

            if (fits >= size && back > 0)
            {
                return fits;
            }
        }
    }
}
