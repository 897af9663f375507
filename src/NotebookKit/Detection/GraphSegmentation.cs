namespace NotebookKit.Detection;

/// <summary>Graph-based segmentation: neighbouring pixels grow together while they differ less than their regions do inside.</summary>
/// <remarks>
/// Every pixel is joined with its eight neighbours by an edge that weighs |colour difference|. The edges are taken from the
/// lightest on; one joins its two regions A, B if it weighs at most min(In(A) + k / |A|, In(B) + k / |B|), where In is the heaviest
/// edge that a region was grown by. Last, regions below a size join a neighbour. Felzenszwalb and Huttenlocher 2004; lecture
/// S2 L8 'Selective Search I', which starts from a segmentation much too fine.
/// </remarks>
public sealed record GraphSegmentation
{
    /// <summary>k: the larger, the larger the regions; in units of brightness 0 to 255.</summary>
    public double Scale { get; init; } = 200;

    /// <summary>How far the picture is smoothed before, in pixels; 0 for not.</summary>
    public double Sigma { get; init; } = 0.8;

    /// <summary>Regions with fewer pixels join a neighbour.</summary>
    public int LeastSize { get; init; } = 20;

    /// <summary>Divides a picture into regions.</summary>
    /// <param name="image">[channels, H, W] of UInt8, or of floats from 0 to 1.</param>
    /// <exception cref="ArgumentException">It is no picture, or a setting is negative.</exception>
    public RegionMap Segment(Tensor image)
    {
        PixelPlanes planes = PixelPlanes.Of(nameof(GraphSegmentation), image);
        if (!(Scale >= 0) || !(Sigma >= 0) || LeastSize < 0)
        {
            throw new ArgumentException($"GraphSegmentation: Scale, Sigma and LeastSize are 0 or more, and these are {Scale}, {Sigma} and {LeastSize}.");
        }

        planes = planes.Smoothed(Sigma);
        (float[] weights, (int A, int B)[] edges) = Edges(planes);
        Array.Sort(weights, edges);
        Forest forest = new(planes.Height * planes.Width);
        for (int e = 0; e < edges.Length; e++)
        {
            int a = forest.Find(edges[e].A), b = forest.Find(edges[e].B);
            if (a != b && weights[e] <= Math.Min(forest.Inside(a) + (Scale / forest.Size(a)), forest.Inside(b) + (Scale / forest.Size(b))))
            {
                forest.Join(a, b, weights[e]);
            }
        }

        for (int e = 0; e < edges.Length; e++)
        {
            int a = forest.Find(edges[e].A), b = forest.Find(edges[e].B);
            if (a != b && Math.Min(forest.Size(a), forest.Size(b)) < LeastSize)
            {
                forest.Join(a, b, weights[e]);
            }
        }

        return new RegionMap([.. Enumerable.Range(0, planes.Height * planes.Width).Select(forest.Find)], planes.Height, planes.Width);
    }

    private static (float[] Weights, (int A, int B)[] Edges) Edges(PixelPlanes planes)
    {
        (int height, int width) = (planes.Height, planes.Width);
        List<float> weights = new(4 * height * width);
        List<(int A, int B)> edges = new(4 * height * width);
        for (int y = 0; y < height; y++)
        {
            for (int x = 0; x < width; x++)
            {
                foreach ((int dx, int dy) in (ReadOnlySpan<(int, int)>)[(1, 0), (0, 1), (1, 1), (-1, 1)])
                {
                    if (x + dx < 0 || x + dx >= width || y + dy >= height)
                    {
                        continue;
                    }

                    int a = (y * width) + x, b = ((y + dy) * width) + x + dx;
                    double square = 0;
                    foreach (double[] plane in planes.Planes)
                    {
                        square += (plane[a] - plane[b]) * (plane[a] - plane[b]);
                    }

                    weights.Add((float)Math.Sqrt(square));
                    edges.Add((a, b));
                }
            }
        }

        return ([.. weights], [.. edges]);
    }

    // Sets that are joined: a tree each, whose root knows the size and the heaviest edge inside.
    private sealed class Forest(int count)
    {
        private readonly int[] parents = [.. Enumerable.Range(0, count)];
        private readonly int[] sizes = [.. Enumerable.Repeat(1, count)];
        private readonly float[] inside = new float[count];

        public int Size(int root) => sizes[root];

        public float Inside(int root) => inside[root];

        public int Find(int place)
        {
            while (parents[place] != place)
            {
                place = parents[place] = parents[parents[place]];
            }

            return place;
        }

        public void Join(int a, int b, float weight)
        {
            (int root, int leaf) = sizes[a] >= sizes[b] ? (a, b) : (b, a);
            parents[leaf] = root;
            sizes[root] += sizes[leaf];
            inside[root] = Math.Max(weight, Math.Max(inside[a], inside[b]));
        }
    }
}

/// <summary>A picture divided into regions: the number of its region for every pixel, numbered from 0 in reading order.</summary>
[Display.TypeFormatterSource(typeof(Display.RegionMapFormatterSource), PreferredMimeTypes = ["text/html", "text/plain"])]
public sealed class RegionMap
{
    private readonly int[] regions;

    internal RegionMap(int[] regions, int height, int width)
    {
        Dictionary<int, int> numbers = [];
        foreach (int region in regions)
        {
            numbers.TryAdd(region, numbers.Count);
        }

        this.regions = Array.ConvertAll(regions, region => numbers[region]);
        (Height, Width, Count) = (height, width, numbers.Count);
    }

    /// <summary>Rows of the picture.</summary>
    public int Height { get; }

    /// <summary>Columns of the picture.</summary>
    public int Width { get; }

    /// <summary>How many regions.</summary>
    public int Count { get; }

    /// <summary>The region of every pixel, row by row.</summary>
    public ReadOnlySpan<int> Regions => regions;

    /// <summary>The region of a pixel.</summary>
    public int this[int row, int column] => regions[(row * Width) + column];

    /// <summary>The smallest box around each region.</summary>
    public IReadOnlyList<Box> Boxes()
    {
        (int Left, int Top, int Right, int Bottom)[] ends = [.. Enumerable.Repeat((int.MaxValue, int.MaxValue, 0, 0), Count)];
        for (int i = 0; i < regions.Length; i++)
        {
            ref var end = ref ends[regions[i]];
            (int x, int y) = (i % Width, i / Width);
            end = (Math.Min(end.Left, x), Math.Min(end.Top, y), Math.Max(end.Right, x + 1), Math.Max(end.Bottom, y + 1));
        }

        return [.. ends.Select(end => new Box(end.Left, end.Top, end.Right, end.Bottom))];
    }

    /// <summary>The numbers as a tensor, [H, W] of Int64.</summary>
    public Tensor ToTensor() => Tensor.Wrap(Array.ConvertAll(regions, region => (long)region), [Height, Width]);

    /// <summary>How many regions of what, in a line.</summary>
    public override string ToString() => $"{Count:N0} regions of a picture of {Height} by {Width} pixels";
}
