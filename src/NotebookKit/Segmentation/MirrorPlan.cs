namespace NotebookKit.Segmentation;

/// <summary>Convolutions between two poolings.</summary>
/// <param name="Convolutions">How many.</param>
/// <param name="Width">Channels after each.</param>
public sealed record MirrorStage(int Convolutions, int Width);

/// <summary>How a decoder makes maps larger again. Lectures S2 L7, L8.</summary>
public enum WayUp
{
    /// <summary>Each number goes back where pooling found it; the rest is zero (SegNet, DeconvNet).</summary>
    Positions,

    /// <summary>A learned 2x2 transposed convolution.</summary>
    Transposed,

    /// <summary>Each number is copied to all four places.</summary>
    Nearest,
}

/// <summary>One map on the way through an encoder and decoder.</summary>
/// <param name="Layer">What made it: input, convolution, pooling, unpooling and so on.</param>
/// <param name="Channels">Its channels.</param>
/// <param name="Height">Its rows.</param>
/// <param name="Width">Its columns.</param>
public readonly record struct MirrorMap(string Layer, int Channels, int Height, int Width);

/// <summary>An encoder of convolutions and poolings and the decoder that is its mirror image: what SegNet, DeconvNet and their kin have in common. Lecture S2 L8.</summary>
/// <param name="Name">What it is called.</param>
/// <param name="Stages">The encoder's stages; the decoder has them in reverse.</param>
/// <param name="WayUp">How the decoder enlarges.</param>
[Display.TypeFormatterSource(typeof(Display.TextFormatterSource), PreferredMimeTypes = ["text/plain"])]
public sealed record MirrorPlan(string Name, IReadOnlyList<MirrorStage> Stages, WayUp WayUp)
{
    /// <summary>The kernel and width of the fully connected layers in the middle, as convolutions; null for none.</summary>
    public (int Kernel, int Width)? Middle { get; init; }

    /// <summary>Whether maps are normalised by batch before each ReLU.</summary>
    public bool Normalised { get; init; } = true;

    /// <summary>Whether the decoder's convolutions are transposed ones.</summary>
    public bool Deconvolution { get; init; }

    /// <summary>SegNet: the 13 convolutions of VGG-16 without its fully connected layers, and pooling positions sent across. Badrinarayanan, Kendall and Cipolla 2015.</summary>
    public static MirrorPlan SegNet { get; } = new("SegNet", [new(2, 64), new(2, 128), new(3, 256), new(3, 512), new(3, 512)], WayUp.Positions);

    /// <summary>DeconvNet: all of VGG-16 and its mirror image, with 7x7 and 1x1 convolutions of 4096 channels in the middle: about 250 million weights. Noh, Hong and Han 2015.</summary>
    public static MirrorPlan DeconvNet { get; } = SegNet with { Name = "DeconvNet", Middle = (7, 4096), Deconvolution = true };

    /// <summary>Convolutions of the encoder, 13 for that of VGG-16.</summary>
    public int EncoderConvolutions => Stages.Sum(stage => stage.Convolutions);

    /// <summary>The same plan with a share of the channels, at least one, for small machines.</summary>
    /// <param name="share">Above 0.</param>
    public MirrorPlan Thinner(double share) => this with
    {
        Name = $"{Name} with {share:P0} of the channels",
        Stages = [.. Stages.Select(stage => stage with { Width = Math.Max(1, (int)(stage.Width * share)) })],
        Middle = Middle is var (kernel, width) ? (kernel, Math.Max(1, (int)(width * share))) : null,
    };

    /// <summary>Every map from the picture to the classes. Read from both ends it is the same list, but for the names, and classes in place of colours.</summary>
    /// <param name="inChannels">Channels of a picture.</param>
    /// <param name="classes">Channels of the result.</param>
    /// <param name="size">The size of the picture.</param>
    /// <exception cref="ArgumentException">The picture becomes too small.</exception>
    public IReadOnlyList<MirrorMap> Shapes(int inChannels, int classes, Pair size)
    {
        List<MirrorMap> maps = [new("input", inChannels, size.Height, size.Width)];
        Pair[] sizes = new Pair[Stages.Count + 1];
        sizes[0] = size;
        for (int i = 0; i < Stages.Count; i++)
        {
            maps.AddRange(Enumerable.Repeat(new MirrorMap("convolution", Stages[i].Width, sizes[i].Height, sizes[i].Width), Stages[i].Convolutions));
            sizes[i + 1] = (Pooled(sizes[i].Height), Pooled(sizes[i].Width));
            if (sizes[i + 1].Height == 0 || sizes[i + 1].Width == 0)
            {
                throw new ArgumentException($"{Name}: a picture of {size} is only {sizes[i]} before pooling {i + 1}; take at least {1 << Stages.Count} pixels a side.");
            }

            maps.Add(new("pooling", Stages[i].Width, sizes[i + 1].Height, sizes[i + 1].Width));
        }

        if (Middle is var (kernel, width))
        {
            Pair small = (sizes[^1].Height - kernel + 1, sizes[^1].Width - kernel + 1);
            if (small.Height < 1 || small.Width < 1)
            {
                throw new ArgumentException($"{Name}: a picture of {size} is {sizes[^1]} in the middle, less than the {kernel} x {kernel} kernel; take at least {kernel << Stages.Count} pixels a side.");
            }

            maps.Add(new("convolution", width, small.Height, small.Width));
            maps.Add(new("convolution", width, small.Height, small.Width));
            maps.Add(new("deconvolution", Stages[^1].Width, sizes[^1].Height, sizes[^1].Width));
        }

        string kind = Deconvolution ? "deconvolution" : "convolution";
        for (int i = Stages.Count - 1; i >= 0; i--)
        {
            maps.Add(new("unpooling", Stages[i].Width, sizes[i].Height, sizes[i].Width));
            maps.AddRange(Enumerable.Repeat(new MirrorMap(kind, Stages[i].Width, sizes[i].Height, sizes[i].Width), Stages[i].Convolutions - 1));
            maps.Add(new(kind, i == 0 ? classes : Stages[i - 1].Width, sizes[i].Height, sizes[i].Width));
        }

        return maps;
    }

    /// <summary>Builds the network.</summary>
    /// <param name="inChannels">Channels of a picture.</param>
    /// <param name="classes">Maps out.</param>
    /// <param name="rng">Where the first weights come from; the session's generator when null.</param>
    public EncoderDecoder Build(int inChannels, int classes, Rng? rng = null) => new(this, inChannels, classes, rng);

    /// <summary>The name and the channels, in a line.</summary>
    public override string ToString() => $"{Name}: {string.Join(", ", Stages.Select(stage => $"{stage.Convolutions} x {stage.Width}"))} and back by {WayUp}";

    // Positions are known of whole windows only; the other ways round up and cut again.
    private int Pooled(int size) => WayUp == WayUp.Positions ? size / 2 : (size + 1) / 2;
}
