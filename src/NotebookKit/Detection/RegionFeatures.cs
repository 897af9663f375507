namespace NotebookKit.Detection;

/// <summary>What selective search knows of a region: its size, its box, and histograms of colour and texture.</summary>
/// <remarks>
/// Colour: 25 bins for each channel, 75 for RGB. Texture: Gaussian derivatives in 8 directions, 10 bins for each channel and direction,
/// 240 for RGB. Each histogram sums to 1, so that similarities lie between 0 and 1. Uijlings et al. 2013; lecture S2 L8 'Similarity measures'.
/// </remarks>
/// <param name="Size">Pixels.</param>
/// <param name="Box">The smallest box around it.</param>
/// <param name="Color">25 bins for each channel.</param>
/// <param name="Texture">80 bins for each channel.</param>
public sealed record RegionFeatures(int Size, Box Box, IReadOnlyList<double> Color, IReadOnlyList<double> Texture)
{
    /// <summary>Bins of a channel's colours.</summary>
    public const int ColorBins = 25;

    /// <summary>Bins of a channel's derivatives in one direction.</summary>
    public const int TextureBins = 10;

    /// <summary>Directions in which the derivative is taken.</summary>
    public const int Directions = 8;

    private readonly double[] color = [.. Color];
    private readonly double[] texture = [.. Texture];

    /// <summary>25 bins for each channel.</summary>
    public IReadOnlyList<double> Color => color;

    /// <summary>80 bins for each channel.</summary>
    public IReadOnlyList<double> Texture => texture;

    /// <summary>Describes every region of a picture.</summary>
    /// <param name="image">[channels, H, W] of UInt8, or of floats from 0 to 1.</param>
    /// <param name="map">Its regions.</param>
    /// <exception cref="ArgumentException">The sizes differ.</exception>
    public static IReadOnlyList<RegionFeatures> Of(Tensor image, RegionMap map)
    {
        ArgumentNullException.ThrowIfNull(map);
        PixelPlanes planes = PixelPlanes.Of(nameof(RegionFeatures), image);
        if (planes.Height != map.Height || planes.Width != map.Width)
        {
            throw new ArgumentException($"RegionFeatures: {map} are not those of a picture {image.Shape}.", nameof(map));
        }

        int[] sizes = new int[map.Count];
        foreach (int region in map.Regions)
        {
            sizes[region]++;
        }

        double[][] colors = Histograms(map, [.. planes.Planes.Select(plane => (plane, 255.0))], ColorBins, sizes);
        double[][] textures = Histograms(map, [.. planes.Smoothed(1).Planes.SelectMany(plane => Derivatives(plane, planes.Height, planes.Width))], TextureBins, sizes);
        IReadOnlyList<Box> boxes = map.Boxes();
        return [.. Enumerable.Range(0, map.Count).Select(i => new RegionFeatures(sizes[i], boxes[i], colors[i], textures[i]))];
    }

    /// <summary>The region that two become; the histograms are averaged by size, so no pixel is looked at again.</summary>
    public RegionFeatures Join(RegionFeatures other)
    {
        ArgumentNullException.ThrowIfNull(other);
        int size = Size + other.Size;
        double[] Mixed(double[] a, double[] b)
        {
            double[] mixed = new double[a.Length];
            for (int i = 0; i < mixed.Length; i++)
            {
                mixed[i] = ((a[i] * Size) + (b[i] * other.Size)) / size;
            }

            return mixed;
        }

        return new(size, Box.Around(other.Box), Mixed(color, other.color), Mixed(texture, other.texture));
    }

    /// <summary>s_color: sum over the bins of min(c_i, c_j); 1 for the same colours, 0 for none in common.</summary>
    public double ColorSimilarity(RegionFeatures other) => Common(color, (other ?? throw new ArgumentNullException(nameof(other))).color);

    /// <summary>s_texture: sum over the bins of min(t_i, t_j).</summary>
    public double TextureSimilarity(RegionFeatures other) => Common(texture, (other ?? throw new ArgumentNullException(nameof(other))).texture);

    /// <summary>s_size = 1 - (size_i + size_j) / size of the picture: small regions join first.</summary>
    /// <param name="other">The other region.</param>
    /// <param name="picture">Pixels of the picture.</param>
    public double SizeSimilarity(RegionFeatures other, double picture) => 1 - ((Size + (other ?? throw new ArgumentNullException(nameof(other))).Size) / picture);

    /// <summary>s_fill = 1 - (size of the box around both - size_i - size_j) / size of the picture: regions that fit into each other join first.</summary>
    /// <param name="other">The other region.</param>
    /// <param name="picture">Pixels of the picture.</param>
    public double FillSimilarity(RegionFeatures other, double picture) =>
        1 - ((Box.Around((other ?? throw new ArgumentNullException(nameof(other))).Box).Area - Size - other.Size) / picture);

    private static double Common(double[] a, double[] b)
    {
        double sum = 0;
        for (int i = 0; i < a.Length; i++)
        {
            sum += Math.Min(a[i], b[i]);
        }

        return Math.Min(1, sum);
    }

    // How fast brightness rises in eight directions, 45 degrees apart; where it falls, the opposite direction has it.
    private static IEnumerable<(double[] Values, double Most)> Derivatives(double[] plane, int height, int width)
    {
        double[][] directions = [.. Enumerable.Range(0, Directions).Select(_ => new double[plane.Length])];
        (double Sin, double Cos)[] turns = [.. Enumerable.Range(0, Directions).Select(k => Math.SinCos(2 * Math.PI * k / Directions))];
        for (int i = 0; i < plane.Length; i++)
        {
            (int x, int y) = (i % width, i / width);
            double dx = (plane[x + 1 < width ? i + 1 : i] - plane[x > 0 ? i - 1 : i]) / 2;
            double dy = (plane[y + 1 < height ? i + width : i] - plane[y > 0 ? i - width : i]) / 2;
            for (int k = 0; k < Directions; k++)
            {
                directions[k][i] = Math.Max(0, (turns[k].Cos * dx) + (turns[k].Sin * dy));
            }
        }

        double most = directions.Max(values => values.Max());
        return directions.Select(values => (values, most));
    }

    private static double[][] Histograms(RegionMap map, (double[] Values, double Most)[] planes, int bins, int[] sizes)
    {
        double[][] all = [.. Enumerable.Range(0, map.Count).Select(_ => new double[planes.Length * bins])];
        ReadOnlySpan<int> regions = map.Regions;
        for (int plane = 0; plane < planes.Length; plane++)
        {
            (double[] values, double most) = planes[plane];
            for (int i = 0; i < values.Length; i++)
            {
                int bin = most > 0 ? Math.Clamp((int)(values[i] / most * bins), 0, bins - 1) : 0;
                all[regions[i]][(plane * bins) + bin]++;
            }
        }

        for (int region = 0; region < all.Length; region++)
        {
            double whole = (double)sizes[region] * planes.Length;
            all[region] = Array.ConvertAll(all[region], count => count / whole);
        }

        return all;
    }
}
