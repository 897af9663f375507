namespace NotebookKit.Segmentation;

/// <summary>Drawn pictures of cells with the number of each pixel's cell: masks without tedious handiwork, as many as wanted, the same for the same seed. Lecture S2 L11 (labelled masks).</summary>
/// <remarks>
/// Cells are ellipses with soft rims, some placed so that they touch. Debris are threads and rings as bright as cells, which no threshold tells apart: only their form
/// does. The light falls off to one side, and noise lies over all.
/// </remarks>
[Display.TypeFormatterSource(typeof(Display.TextFormatterSource), PreferredMimeTypes = ["text/plain"])]
public sealed record DrawnCells
{
    private const double Ground = 0.15;

    /// <summary>The side of a picture, in pixels.</summary>
    public int Size { get; init; } = 64;

    /// <summary>Cells of a picture; fewer where there is no room.</summary>
    public int Cells { get; init; } = 7;

    /// <summary>The shorter half axis of a cell lies from here ..</summary>
    public double SmallestRadius { get; init; } = 5;

    /// <summary>.. to here, and the longer one is up to 1.4 times that.</summary>
    public double LargestRadius { get; init; } = 8;

    /// <summary>The share of cells that are put right beside another.</summary>
    public double Touching { get; init; } = 0.4;

    /// <summary>Threads and rings of a picture that are no cells.</summary>
    public int Debris { get; init; }

    /// <summary>How much darker the dark side is: 0 for even light, near 1 for almost none.</summary>
    public double Shade { get; init; }

    /// <summary>The standard deviation of the noise; cells are about 0.7 and the ground is 0.15.</summary>
    public double Noise { get; init; } = 0.05;

    /// <summary>Draws.</summary>
    /// <param name="count">How many pictures.</param>
    /// <param name="seed">The same seed gives the same pictures; picture i does not depend on how many there are.</param>
    /// <exception cref="ArgumentException">A setting makes no sense.</exception>
    public CellPictures Draw(int count, long seed)
    {
        if (count < 1 || Size < 8 || Cells < 0 || Debris < 0 || !(SmallestRadius >= 1) || !(LargestRadius >= SmallestRadius) || LargestRadius * 2.8 > Size || Touching is not (>= 0 and <= 1) || Shade is not (>= 0 and < 1) || !(Noise >= 0))
        {
            throw new ArgumentException($"DrawnCells: takes 1 picture or more of 8 pixels or more, radii of 1 to {Size / 2.8:F0} pixels in order, and shares from 0 to 1; got {count} pictures, {this}.");
        }

        float[] images = new float[count * Size * Size];
        long[] objects = new long[images.Length];
        Rng all = new(seed);
        for (int i = 0; i < count; i++)
        {
            One(all.Branch(i), images.AsSpan(i * Size * Size, Size * Size), objects.AsSpan(i * Size * Size, Size * Size));
        }

        return new(Tensor.Wrap(images, [count, 1, Size, Size]), Tensor.Wrap(objects, [count, Size, Size]));
    }

    /// <summary>The settings in a line.</summary>
    public override string ToString() => FormattableString.Invariant(
        $"{Size} x {Size} pixels, {Cells} cells of {SmallestRadius} to {LargestRadius} pixels, {Touching:P0} touching, {Debris} pieces of debris, shade {Shade}, noise {Noise}");

    private void One(Rng rng, Span<float> image, Span<long> objects)
    {
        image.Fill((float)Ground);
        List<Cell> cells = [];
        for (int tries = 0; tries < 40 * Cells && cells.Count < Cells; tries++)
        {
            Cell cell = Place(rng, cells);
            if (Fits(cell, cells))
            {
                cells.Add(cell);
                double bright = 0.6 + (0.2 * rng.NextDouble());
                for (int p = 0; p < image.Length; p++)
                {
                    double depth = cell.Depth(p / Size, p % Size);
                    image[p] = (float)Math.Max(image[p], Ground + ((bright - Ground) * Math.Clamp(depth + 0.5, 0, 1)));
                    objects[p] = depth >= 0 && objects[p] == 0 ? cells.Count : objects[p];
                }
            }
        }

        for (int i = 0; i < Debris; i++)
        {
            Dirt(rng, image, objects);
        }

        Light(rng, image);
    }

    private Cell Place(Rng rng, List<Cell> cells)
    {
        double small = SmallestRadius + ((LargestRadius - SmallestRadius) * rng.NextDouble()), large = small * (1 + (0.4 * rng.NextDouble()));
        double turn = Math.PI * rng.NextDouble(), row = large + ((Size - (2 * large)) * rng.NextDouble()), column = large + ((Size - (2 * large)) * rng.NextDouble());
        if (cells.Count > 0 && rng.NextDouble() < Touching)
        {
            Cell beside = cells[rng.Next(cells.Count)];
            double way = 2 * Math.PI * rng.NextDouble(), apart = beside.Reach(way) + new Cell(0, 0, small, large, turn).Reach(way + Math.PI) + 0.5;
            (row, column) = (beside.Row + (apart * Math.Sin(way)), beside.Column + (apart * Math.Cos(way)));
        }

        return new Cell(row, column, small, large, turn);
    }

    // Rims may touch but not lie on each other: along the line between the middles there is room for both.
    private bool Fits(Cell cell, List<Cell> cells) =>
        cell.Row >= cell.Small && cell.Column >= cell.Small && cell.Row <= Size - cell.Small && cell.Column <= Size - cell.Small
        && cells.All(other =>
        {
            double way = Math.Atan2(cell.Row - other.Row, cell.Column - other.Column);
            return Math.Sqrt(Math.Pow(cell.Row - other.Row, 2) + Math.Pow(cell.Column - other.Column, 2)) >= other.Reach(way) + cell.Reach(way + Math.PI) + 0.4;
        });

    private void Dirt(Rng rng, Span<float> image, ReadOnlySpan<long> objects)
    {
        double bright = 0.6 + (0.2 * rng.NextDouble()), row = Size * rng.NextDouble(), column = Size * rng.NextDouble();
        bool isRing = rng.NextDouble() < 0.5;
        double length = LargestRadius * (1 + rng.NextDouble()), turn = Math.PI * rng.NextDouble(), radius = SmallestRadius * (0.7 + (0.5 * rng.NextDouble()));
        for (int p = 0; p < image.Length; p++)
        {
            double down = (p / Size) - row, right = (p % Size) - column;
            double along = (right * Math.Cos(turn)) + (down * Math.Sin(turn)), across = (down * Math.Cos(turn)) - (right * Math.Sin(turn));
            double away = isRing ? Math.Abs(Math.Sqrt((down * down) + (right * right)) - radius) : Math.Max(Math.Abs(across), Math.Abs(along) - length);
            if (objects[p] == 0)
            {
                image[p] = (float)Math.Max(image[p], Ground + ((bright - Ground) * Math.Clamp(1.5 - away, 0, 1)));
            }
        }
    }

    private void Light(Rng rng, Span<float> image)
    {
        double turn = 2 * Math.PI * rng.NextDouble();
        float[] noise = Tensor.Normal([image.Length], 0, Noise > 0 ? Noise : 1, rng).ToArray<float>();
        for (int p = 0; p < image.Length; p++)
        {
            double along = ((((p / Size) * Math.Sin(turn)) + ((p % Size) * Math.Cos(turn))) / Size) - ((Math.Sin(turn) + Math.Cos(turn)) / 2);
            image[p] = (float)((image[p] * (1 - (Shade * Math.Clamp(along + 0.5, 0, 1)))) + (Noise > 0 ? noise[p] : 0));
        }
    }

    // An ellipse. Depth is about the distance to the rim, exact on the rim itself.
    private readonly record struct Cell(double Row, double Column, double Small, double Large, double Turn)
    {
        public double Depth(int row, int column)
        {
            double down = row - Row, right = column - Column;
            double along = ((right * Math.Cos(Turn)) + (down * Math.Sin(Turn))) / Large, across = ((down * Math.Cos(Turn)) - (right * Math.Sin(Turn))) / Small;
            return (1 - Math.Sqrt((along * along) + (across * across))) * Small;
        }

        public double Reach(double way)
        {
            double along = Math.Cos(way - Turn) / Large, across = Math.Sin(way - Turn) / Small;
            return 1 / Math.Sqrt((along * along) + (across * across));
        }
    }
}
