namespace NotebookKit.Detection;

/// <summary>Boxes to start from: the same few shapes at every place of a feature map, so that moving the object moves the answer with it.</summary>
/// <remarks>Ren et al. 2015 (anchors), Liu et al. 2016 (default boxes); lecture S2 L8 'three rectangles in three scales', L11 SSD.</remarks>
public static class Anchors
{
    /// <summary>The anchors around one point: for each scale s all shapes, each of area s^2 and of height / width as a ratio says.</summary>
    /// <param name="x">The point.</param>
    /// <param name="y">The point.</param>
    /// <param name="scales">Sides of the squares, in pixels of the picture.</param>
    /// <param name="ratios">Height over width.</param>
    /// <returns>scales x ratios boxes, scale by scale.</returns>
    /// <exception cref="ArgumentException">There is no scale or ratio, or one is not above 0.</exception>
    public static IReadOnlyList<Box> At(double x, double y, IReadOnlyList<double> scales, IReadOnlyList<double> ratios)
    {
        Check(scales, nameof(scales));
        Check(ratios, nameof(ratios));
        return [.. scales.SelectMany(scale => ratios.Select(ratio => Box.FromCenter(x, y, scale / Math.Sqrt(ratio), scale * Math.Sqrt(ratio))))];
    }

    /// <summary>The anchors of a whole feature map, at the middle of every cell.</summary>
    /// <param name="map">Rows and columns of the map.</param>
    /// <param name="stride">Pixels of the picture from a cell to the next.</param>
    /// <param name="scales">Sides of the squares, in pixels of the picture.</param>
    /// <param name="ratios">Height over width.</param>
    /// <returns>rows x columns x scales x ratios boxes, the last fastest: the order of a head's outputs after <see cref="ToRows"/>.</returns>
    public static IReadOnlyList<Box> Grid(Pair map, double stride, IReadOnlyList<double> scales, IReadOnlyList<double> ratios) =>
        [.. Cells(map).SelectMany(cell => At((cell.Column + 0.5) * stride, (cell.Row + 0.5) * stride, scales, ratios))];

    /// <summary>SSD's default boxes: each map has its own scale, coarse maps the large ones.</summary>
    /// <remarks>
    /// The scale of map k of m, as a share of the picture, is s_k = smallest + (largest - smallest) (k - 1) / (m - 1); every cell has
    /// all ratios at s_k and a square more at the geometric mean of s_k and the next. The lecture calls them fixed; SSD itself
    /// regresses offsets to them.
    /// </remarks>
    /// <param name="size">Pixels of a side of the square picture.</param>
    /// <param name="maps">Cells on a side of each map, the finest first: [8, 4].</param>
    /// <param name="smallest">The first scale.</param>
    /// <param name="largest">The last scale.</param>
    /// <param name="ratios">Height over width; 1, 2 and 1/2 when null.</param>
    /// <returns>All boxes, map after map, in the order of <see cref="Grid"/>; cells x cells x (ratios + 1) for each map.</returns>
    /// <exception cref="ArgumentException">There is no map, or a number is not above 0.</exception>
    public static IReadOnlyList<Box> Defaults(double size, IReadOnlyList<int> maps, double smallest = 0.2, double largest = 0.9, IReadOnlyList<double>? ratios = null)
    {
        ArgumentNullException.ThrowIfNull(maps);
        if (maps.Count == 0 || maps.Any(cells => cells < 1) || !(size > 0) || !(smallest > 0) || !(largest >= smallest))
        {
            throw new ArgumentException($"Defaults: maps [{string.Join(", ", maps)}] on a picture of {size} with scales {smallest} to {largest} have no boxes; all are above 0, and the last scale is not below the first.", nameof(maps));
        }

        double step = maps.Count == 1 ? 0 : (largest - smallest) / (maps.Count - 1);
        List<Box> all = [];
        for (int k = 0; k < maps.Count; k++)
        {
            double scale = size * (smallest + (k * step)), next = size * (maps.Count == 1 ? largest : smallest + ((k + 1) * step)), stride = size / maps[k];
            foreach ((int row, int column) in Cells(maps[k]))
            {
                (double x, double y) = ((column + 0.5) * stride, (row + 0.5) * stride);
                all.AddRange(At(x, y, [scale], ratios ?? [1, 2, 0.5]));
                all.AddRange(At(x, y, [Math.Sqrt(scale * next)], [1]));
            }
        }

        return all;
    }

    /// <summary>The maps of a convolutional head as rows, one an anchor: [N, anchors x numbers, H, W] becomes [N, H x W x anchors, numbers].</summary>
    /// <param name="maps">What a head said.</param>
    /// <param name="numbers">How many channels belong to an anchor.</param>
    public static Tensor ToRows(Tensor maps, int numbers)
    {
        ArgumentNullException.ThrowIfNull(maps);
        if (maps.Rank != 4 || numbers < 1 || maps.Shape[1] % numbers != 0)
        {
            throw new ArgumentException($"ToRows: maps are [N, anchors x {numbers}, H, W], and these are {maps.Shape}.", nameof(maps));
        }

        return maps.Permute(0, 2, 3, 1).Reshape(maps.Shape[0], -1, numbers);
    }

    private static IEnumerable<(int Row, int Column)> Cells(Pair map) =>
        Enumerable.Range(0, map.Height).SelectMany(row => Enumerable.Range(0, map.Width).Select(column => (row, column)));

    private static void Check(IReadOnlyList<double> numbers, string name)
    {
        ArgumentNullException.ThrowIfNull(numbers, name);
        if (numbers.Count == 0 || numbers.Any(number => !(number > 0 && double.IsFinite(number))))
        {
            throw new ArgumentException($"Anchors: {name} are numbers above 0, and these are [{string.Join(", ", numbers)}].", name);
        }
    }
}
