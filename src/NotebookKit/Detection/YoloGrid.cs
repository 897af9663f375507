namespace NotebookKit.Detection;

/// <summary>YOLO's language: a grid over the picture, where the cell that holds an object's middle says all about it.</summary>
/// <remarks>
/// A cell's numbers are x and y of the middle within the cell and width and height as shares of the picture, all 0 to 1, then the confidence
/// Pr(Object) IOU, then Pr(Class_i | Object) for each class. The class-specific confidence Pr(Class_i | Object) Pr(Object) IOU is the
/// score of a box. Of two objects with middles in one cell only the first can be said. Redmon et al. 2016; lecture S2 L11.
/// </remarks>
/// <param name="Size">Pixels of a side of the square picture, 448 in the lecture.</param>
/// <param name="Cells">Cells on a side, 7 in the lecture.</param>
/// <param name="Classes">How many classes, 20 in the lecture.</param>
public sealed record YoloGrid(double Size, int Cells, int Classes)
{
    /// <summary>Pixels of a side of the picture.</summary>
    public double Size { get; } = Size > 0 ? Size : throw new ArgumentOutOfRangeException(nameof(Size), Size, "YoloGrid: a picture has a size above 0.");

    /// <summary>Cells on a side.</summary>
    public int Cells { get; } = Cells > 0 ? Cells : throw new ArgumentOutOfRangeException(nameof(Cells), Cells, "YoloGrid: there is at least one cell.");

    /// <summary>How many classes.</summary>
    public int Classes { get; } = Classes > 0 ? Classes : throw new ArgumentOutOfRangeException(nameof(Classes), Classes, "YoloGrid: there is at least one class.");

    /// <summary>Pixels of a side of a cell.</summary>
    public double CellSize => Size / Cells;

    /// <summary>The lecture's count of outputs: cells x cells x (classes + 4), without the confidence.</summary>
    public int Outputs => Cells * Cells * (Classes + 4);

    /// <summary>Numbers of a cell: box, confidence and classes.</summary>
    public int Channels => Classes + 5;

    /// <summary>The class-specific confidence: how sure it is that there is something, times how well the box fits, times how sure it is that it is of the class.</summary>
    /// <param name="classOfObject">Pr(Class_i | Object).</param>
    /// <param name="anObject">Pr(Object).</param>
    /// <param name="overlap">IOU.</param>
    public static double ClassConfidence(double classOfObject, double anObject, double overlap) => classOfObject * anObject * overlap;

    /// <summary>The cell that answers for a box: the one with its middle; a middle on the last edge belongs to the last cell.</summary>
    /// <exception cref="ArgumentException">The middle lies outside of the picture.</exception>
    public (int Row, int Column) CellOf(Box box)
    {
        if (!(box.CenterX >= 0 && box.CenterX <= Size && box.CenterY >= 0 && box.CenterY <= Size))
        {
            throw new ArgumentException($"YoloGrid: the middle of {box} lies outside of the picture of {Size} by {Size}; clip the box before.", nameof(box));
        }

        return (Math.Min(Cells - 1, (int)(box.CenterY / CellSize)), Math.Min(Cells - 1, (int)(box.CenterX / CellSize)));
    }

    /// <summary>Objects as the numbers that the grid should say, [classes + 5, cells, cells] of Float64.</summary>
    public Tensor Encode(IReadOnlyList<LabelledBox> objects)
    {
        ArgumentNullException.ThrowIfNull(objects);
        double[] maps = new double[Channels * Cells * Cells];
        foreach (LabelledBox thing in objects)
        {
            if (thing.Class >= Classes)
            {
                throw new ArgumentException($"YoloGrid: an object is of class {thing.Class}, and the grid has {Classes} classes.", nameof(objects));
            }

            (int row, int column) = CellOf(thing.Box);
            int cell = (row * Cells) + column, plane = Cells * Cells;
            if (maps[(4 * plane) + cell] > 0)
            {
                continue;
            }

            double[] numbers = Numbers(thing.Box);
            for (int k = 0; k < 4; k++)
            {
                maps[(k * plane) + cell] = numbers[k];
            }

            (maps[(4 * plane) + cell], maps[((5 + thing.Class) * plane) + cell]) = (1, 1);
        }

        return Tensor.Wrap(maps, [Channels, Cells, Cells]);
    }

    /// <summary>The boxes that the numbers of a grid mean, one for each cell and class whose class-specific confidence is enough.</summary>
    /// <param name="maps">[classes + 5, cells, cells] of probabilities, no scores.</param>
    /// <param name="least">The least score.</param>
    public IReadOnlyList<ScoredBox> Decode(Tensor maps, double least = 0.5)
    {
        ArgumentNullException.ThrowIfNull(maps);
        if (maps.Shape != new Shape(Channels, Cells, Cells))
        {
            throw new ArgumentException($"YoloGrid: a grid of {Cells} cells a side and {Classes} classes is {new Shape(Channels, Cells, Cells)}, and this is {maps.Shape}.", nameof(maps));
        }

        double[] numbers = maps.To(DType.Float64).ToArray<double>();
        int plane = Cells * Cells;
        List<ScoredBox> boxes = [];
        for (int cell = 0; cell < plane; cell++)
        {
            Box? box = null;
            for (int one = 0; one < Classes; one++)
            {
                double score = numbers[((5 + one) * plane) + cell] * numbers[(4 * plane) + cell];
                if (score >= least)
                {
                    box ??= BoxOf(cell / Cells, cell % Cells, numbers[cell], numbers[plane + cell], numbers[(2 * plane) + cell], numbers[(3 * plane) + cell]);
                    boxes.Add(new ScoredBox(box.Value, one, score));
                }
            }
        }

        return boxes;
    }

    /// <summary>x, y, w, h of a box as its cell says them.</summary>
    internal double[] Numbers(Box box)
    {
        (int row, int column) = CellOf(box);
        return [(box.CenterX / CellSize) - column, (box.CenterY / CellSize) - row, box.Width / Size, box.Height / Size];
    }

    /// <summary>The box that a cell's four numbers mean.</summary>
    internal Box BoxOf(int row, int column, double x, double y, double width, double height) =>
        Box.FromCenter((column + x) * CellSize, (row + y) * CellSize, width * Size, height * Size);
}
