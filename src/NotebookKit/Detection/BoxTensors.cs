namespace NotebookKit.Detection;

/// <summary>Lists of boxes as tensors, and how much each overlaps with each.</summary>
public static class BoxTensors
{
    /// <summary>Intersection over union of each box with each other, [N][M].</summary>
    /// <param name="boxes">N boxes.</param>
    /// <param name="others">M boxes.</param>
    public static double[,] IoU(IReadOnlyList<Box> boxes, IReadOnlyList<Box> others)
    {
        ArgumentNullException.ThrowIfNull(boxes);
        ArgumentNullException.ThrowIfNull(others);
        double[,] shares = new double[boxes.Count, others.Count];
        for (int i = 0; i < boxes.Count; i++)
        {
            Box box = boxes[i];
            for (int j = 0; j < others.Count; j++)
            {
                shares[i, j] = box.IoU(others[j]);
            }
        }

        return shares;
    }

    /// <summary>Boxes as rows of left, top, right, bottom, [N, 4] of Float64.</summary>
    public static Tensor ToTensor(IReadOnlyList<Box> boxes)
    {
        ArgumentNullException.ThrowIfNull(boxes);
        return Tensor.From([.. boxes.SelectMany(box => new[] { box.Left, box.Top, box.Right, box.Bottom })], [boxes.Count, 4]);
    }

    /// <summary>Rows of left, top, right, bottom as boxes.</summary>
    /// <param name="rows">[N, 4].</param>
    /// <exception cref="ArgumentException">The shape is another, or a row is no box.</exception>
    public static IReadOnlyList<Box> ToBoxes(Tensor rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        if (rows.Rank != 2 || rows.Shape[1] != 4)
        {
            throw new ArgumentException($"ToBoxes: boxes are rows of left, top, right, bottom, [N, 4], and these are {rows.Shape}.", nameof(rows));
        }

        return [.. rows.To(DType.Float64).ToArray<double>().Chunk(4).Select(row => new Box(row[0], row[1], row[2], row[3]))];
    }

    /// <summary>Boxes on pictures as RoI pooling takes them: rows of picture number, left, top, right, bottom, [K, 5].</summary>
    /// <param name="boxes">The boxes of each picture.</param>
    /// <param name="dtype">The kind of the features they will be laid on.</param>
    public static Tensor ToRegions(IReadOnlyList<IReadOnlyList<Box>> boxes, DType dtype = DType.Float32)
    {
        ArgumentNullException.ThrowIfNull(boxes);
        double[] rows = [.. boxes.SelectMany((list, image) => list.SelectMany(box => new[] { image, box.Left, box.Top, box.Right, box.Bottom }))];
        return Tensor.From(rows, [rows.Length / 5, 5]).To(dtype);
    }
}
