using NotebookKit.Gradients;
using NotebookKit.Layers;
using NotebookKit.Memory;

namespace NotebookKit.Painting;

/// <summary>DeepDream: a photo in which a layer sees more and more of what it sees there already.</summary>
/// <remarks>
/// Gradient ascent from a photo on 1/2 mean of a^2 over all numbers of one or more layers: da is a itself, so that what is strong grows most. It runs on
/// several sizes, small to large (octaves): patterns that a layer knows by a few pixels are large on the small picture. What was painted on one
/// size, the detail, is resized and put onto the photo in the next size, so that the photo stays sharp. Large pictures are cut into tiles, and
/// shifted by chance before each step, so that no seam stays. The model is set to use for the time; its mode, its weights and their
/// gradients are as before afterwards.
/// <code>
/// DreamedPicture dream = new DeepDream { Layers = ["features.9"] }.Dream(model, photo);
/// </code>
/// Mordvintsev, Olah and Tyka 2015; lecture S2 L12 (deep dream).
/// </remarks>
public sealed record DeepDream
{
    /// <summary>The layers that dream, by name as in <see cref="LayerFeatures.Features"/>.</summary>
    public required IReadOnlyList<string> Layers { get; init; }

    /// <summary>How many sizes.</summary>
    public int Octaves { get; init; } = 4;

    /// <summary>From a size to the next.</summary>
    public double OctaveScale { get; init; } = 1.4;

    /// <summary>Steps on each size.</summary>
    public int Steps { get; init; } = 10;

    /// <summary>How far a step goes in brightness, in the mean over the picture.</summary>
    public double StepSize { get; init; } = 0.02;

    /// <summary>How far a picture is shifted at most before each gradient, and back after it; round the edge.</summary>
    public int Jitter { get; init; } = 16;

    /// <summary>Pixels of a tile's side, more or less: what is larger is cut into tiles of about this size.</summary>
    public int TileSize { get; init; } = 512;

    /// <summary>How far the gradient is blurred, in pixels: a little takes the finest grain out of the dream. 0 for not at all.</summary>
    public double GradientBlur { get; init; } = 1;

    /// <summary>Makes what the model gets of pictures, such as <see cref="Models.Pretrained.Normalised"/>; null: the pictures as they are.</summary>
    public Func<Tensor, Tensor>? Prepare { get; init; }

    /// <summary>Called after every step with the picture in the size of its octave.</summary>
    public Action<DreamFrame>? Watch { get; init; }

    /// <summary>Dreams.</summary>
    /// <param name="model">A <see cref="Block"/>.</param>
    /// <param name="photo">[1, C, H, W] of floats from 0 to 1.</param>
    /// <param name="rng">Where the shifts come from; the session's generator when null.</param>
    /// <exception cref="ArgumentException">This is not one picture, there is no such layer, or an option is out of range.</exception>
    public DreamedPicture Dream(Module model, Tensor photo, Rng? rng = null)
    {
        PictureSmoothing.Check(nameof(DeepDream), photo);
        CheckOptions(photo);
        Rng dice = rng ?? Rng.Current;
        using ModelAtRest rest = new(model);
        using IDisposable off = Gradient.Off();
        double before = Strength(model, photo);
        IReadOnlyList<Pair> sizes = Sizes((photo.Shape[2], photo.Shape[3]), Octaves, OctaveScale);
        Tensor? detail = null;
        Tensor picture = photo.Detach();
        List<double> strengths = [];
        for (int octave = 0; octave < sizes.Count; octave++)
        {
            Tensor plain = Resized(photo.Detach(), sizes[octave]).Keep();
            picture = detail is null ? plain : (plain + Resized(detail, sizes[octave])).Clamp(0, 1);
            for (int step = 1; step <= Steps; step++)
            {
                Cancellation.ThrowIfRequested();
                using BufferScope scope = new();
                (Tensor gradient, double strength) = Slope(model, picture, dice);
                strengths.Add(strength);
                gradient = PictureGradient.Normalised(PictureSmoothing.Blur(gradient, GradientBlur));
                picture = (picture + (gradient * StepSize)).Clamp(0, 1).Contiguous().Keep();
                Watch?.Invoke(new(picture.Clone().Keep(), octave, step, strength));
            }

            detail = (picture - plain).Keep();
        }

        return new(picture, string.Join(", ", Layers), before, Strength(model, picture), strengths);
    }

    /// <summary>The sizes of the octaves, small to large; the last is the size itself.</summary>
    /// <param name="size">Height and width of the picture.</param>
    /// <param name="octaves">How many.</param>
    /// <param name="scale">From a size to the next, above 1.</param>
    /// <returns>round(size / scale^k) for k = octaves - 1 to 0.</returns>
    /// <exception cref="ArgumentException">There is no octave, the scale is not above 1, or the smallest would have no pixel.</exception>
    public static IReadOnlyList<Pair> Sizes(Pair size, int octaves, double scale = 1.4)
    {
        if (octaves < 1 || !(double.IsFinite(scale) && scale > 1))
        {
            throw new ArgumentException($"DeepDream: there is 1 octave at least and the scale is above 1, and these are {octaves} and {scale}.");
        }

        Pair[] sizes = [.. Enumerable.Range(0, octaves).Reverse().Select(k => new Pair((int)Math.Round(size.Height / Math.Pow(scale, k)), (int)Math.Round(size.Width / Math.Pow(scale, k))))];
        return sizes[0].Height > 0 && sizes[0].Width > 0
            ? sizes
            : throw new ArgumentException($"DeepDream: {octaves} octaves by {scale} leave {sizes[0]} of {size}; take fewer.");
    }

    /// <summary>A picture in another size, bilinear.</summary>
    internal static Tensor Resized(Tensor picture, Pair size) => picture.Interpolate(size, Interpolation.Linear).Contiguous();

    /// <summary>Begins of the parts that an axis is cut into, and its end: as equal as whole numbers can be, each near the wanted size.</summary>
    internal static int[] Cuts(int length, int wanted)
    {
        int parts = Math.Max(1, (int)Math.Round((double)length / wanted));
        return [.. Enumerable.Range(0, parts + 1).Select(part => (int)((long)part * length / parts))];
    }

    private (Tensor Gradient, double Strength) Slope(Module model, Tensor picture, Rng dice)
    {
        (int down, int along) = Jitter == 0 ? (0, 0) : (dice.Next((2 * Jitter) + 1) - Jitter, dice.Next((2 * Jitter) + 1) - Jitter);
        Tensor shifted = picture.Roll(down, 2).Roll(along, 3);
        int[] rows = Cuts(picture.Shape[2], TileSize), columns = Cuts(picture.Shape[3], TileSize);
        double total = 0;
        List<Tensor> bands = [];
        for (int i = 1; i < rows.Length; i++)
        {
            List<Tensor> band = [];
            for (int j = 1; j < columns.Length; j++)
            {
                Tensor tile = shifted[.., .., rows[i - 1]..rows[i], columns[j - 1]..columns[j]].Contiguous().Detach();
                tile.RequiresGrad = true;
                double share = (double)tile.Count / picture.Count;
                using IDisposable on = Gradient.On();
                Tensor energy = Energy(model, tile);
                total += share * energy.Item();

                // A tile counts as much as it has pixels: the energy is a mean over the tile.
                band.Add(Gradient.Of(energy, tile) * share);
            }

            bands.Add(Tensor.Concat(band, 3));
        }

        return (Tensor.Concat(bands, 2).Roll(-down, 2).Roll(-along, 3), Math.Sqrt(2 * total));
    }

    private double Strength(Module model, Tensor picture)
    {
        using BufferScope scope = new();
        return Math.Sqrt(2 * Energy(model, picture).Item());
    }

    private Tensor Energy(Module model, Tensor picture)
    {
        Block block = model as Block ?? throw new ArgumentException($"DeepDream: layers are looked up by name in a Block, and {model.GetType().Name} is none.", nameof(model));
        IReadOnlyDictionary<string, Tensor> features = block.Features(Prepare is null ? picture : Prepare(picture), [.. Layers]);
        Tensor sum = features[Layers[0]].Square().Mean();
        foreach (string layer in Layers.Skip(1))
        {
            sum += features[layer].Square().Mean();
        }

        return sum / (2 * Layers.Count);
    }

    private void CheckOptions(Tensor photo)
    {
        if (photo.Shape[0] != 1)
        {
            throw new ArgumentException($"DeepDream: dreams on one picture, [1, C, H, W], and got {photo.Shape}; take photos[i..(i + 1)].", nameof(photo));
        }

        if (Layers is null || Layers.Count == 0 || Steps < 1 || !(StepSize > 0) || Jitter < 0 || TileSize < 16 || !(GradientBlur >= 0))
        {
            throw new ArgumentException($"DeepDream: there is a layer, Steps are at least 1, StepSize is above 0, TileSize at least 16, and Jitter and GradientBlur are not negative; these are {this}.");
        }
    }
}
