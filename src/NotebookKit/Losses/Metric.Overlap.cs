namespace NotebookKit.Losses;

/// <content>How far boxes, masks and maps of classes lie on each other.</content>
public static partial class Metric
{
    /// <summary>Intersection over union of each box with each other: 1 for the same box, 0 for boxes apart. Lectures S2 L8, L11.</summary>
    /// <param name="boxes">[N, 4]: left, top, right, bottom of each, in any unit.</param>
    /// <param name="others">[M, 4].</param>
    /// <returns>[N, M] of Float64. Two boxes without area have 0.</returns>
    /// <exception cref="ArgumentException">A shape is another, or a box ends before it begins.</exception>
    public static Tensor BoxIoU(Tensor boxes, Tensor others)
    {
        double[] a = Boxes(nameof(BoxIoU), boxes), b = Boxes(nameof(BoxIoU), others);
        double[,] shares = new double[a.Length / 4, b.Length / 4];
        for (int i = 0; i < shares.GetLength(0); i++)
        {
            for (int j = 0; j < shares.GetLength(1); j++)
            {
                shares[i, j] = BoxIoU(a.AsSpan(4 * i, 4), b.AsSpan(4 * j, 4));
            }
        }

        return Tensor.From(shares);
    }

    /// <summary>Intersection over union of two masks, |A and B| / |A or B|; 1 where both are empty.</summary>
    /// <param name="mask">Any shape; what is not 0 belongs to it.</param>
    /// <param name="other">The same shape.</param>
    /// <exception cref="ArgumentException">The shapes differ.</exception>
    public static double MaskIoU(Tensor mask, Tensor other)
    {
        (int both, int either, _) = Overlap(nameof(MaskIoU), mask, other);
        return either == 0 ? 1 : (double)both / either;
    }

    /// <summary>Dice's coefficient of two masks, 2 |A and B| / (|A| + |B|); 1 where both are empty. Dice 1945.</summary>
    /// <param name="mask">Any shape; what is not 0 belongs to it.</param>
    /// <param name="other">The same shape.</param>
    /// <exception cref="ArgumentException">The shapes differ.</exception>
    public static double Dice(Tensor mask, Tensor other)
    {
        (int both, _, int together) = Overlap(nameof(Dice), mask, other);
        return together == 0 ? 1 : 2.0 * both / together;
    }

    /// <summary>Intersection over union of each class of two maps, and the mean over the classes that are in either: the measure of segmentation. Lecture S2 L7.</summary>
    /// <param name="predicted">Class numbers of Int64, any shape.</param>
    /// <param name="truth">The same shape.</param>
    /// <param name="classes">How many classes there are.</param>
    /// <param name="ignore">A number in the truth whose places do not count, such as 255; null for none.</param>
    /// <returns>The share of each class, NaN for one that is in neither, and the mean of the others (NaN of none).</returns>
    /// <exception cref="ArgumentException">The shapes differ, or a number names no class.</exception>
    public static (double[] OfClass, double Mean) MeanIoU(Tensor predicted, Tensor truth, int classes, int? ignore = null)
    {
        ArgumentNullException.ThrowIfNull(predicted);
        ArgumentNullException.ThrowIfNull(truth);
        SameShape(nameof(MeanIoU), predicted, truth);
        long[] ours = predicted.To(DType.Int64).ToArray<long>(), right = truth.To(DType.Int64).ToArray<long>();
        long[] both = new long[classes], together = new long[classes];
        for (int i = 0; i < right.Length; i++)
        {
            if (right[i] == ignore)
            {
                continue;
            }

            if ((ulong)ours[i] >= (ulong)classes || (ulong)right[i] >= (ulong)classes)
            {
                throw new ArgumentException($"MeanIoU: place {i} of {truth.Shape} has class {right[i]} and is predicted {ours[i]}; classes are 0 to {classes - 1}.");
            }

            together[ours[i]]++;
            together[right[i]]++;
            both[ours[i]] += ours[i] == right[i] ? 1 : 0;
        }

        double[] shares = [.. both.Zip(together, (one, two) => (double)one / (two - one))];
        return (shares, shares.Where(share => !double.IsNaN(share)).DefaultIfEmpty(double.NaN).Average());
    }

    /// <summary>Intersection over union of two boxes of left, top, right, bottom.</summary>
    internal static double BoxIoU(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        double width = Math.Min(a[2], b[2]) - Math.Max(a[0], b[0]);
        double height = Math.Min(a[3], b[3]) - Math.Max(a[1], b[1]);
        double both = Math.Max(0, width) * Math.Max(0, height);
        double union = ((a[2] - a[0]) * (a[3] - a[1])) + ((b[2] - b[0]) * (b[3] - b[1])) - both;
        return both > 0 ? both / union : 0;
    }

    private static double[] Boxes(string operation, Tensor boxes)
    {
        ArgumentNullException.ThrowIfNull(boxes);
        if (boxes.Rank != 2 || boxes.Shape[1] != 4)
        {
            throw new ArgumentException($"{operation}: boxes are [N, 4] of left, top, right, bottom, and these are {boxes.Shape}.");
        }

        double[] ends = boxes.To(DType.Float64).ToArray<double>();
        for (int i = 0; i < ends.Length; i += 4)
        {
            if (!(ends[i] <= ends[i + 2] && ends[i + 1] <= ends[i + 3]))
            {
                throw new ArgumentException($"{operation}: box {i / 4} of {boxes.Shape} is ({string.Join(", ", ends[i..(i + 4)])}), and a box is left, top, right, bottom; width and height are not ends.");
            }
        }

        return ends;
    }

    private static (int Both, int Either, int Together) Overlap(string operation, Tensor mask, Tensor other)
    {
        ArgumentNullException.ThrowIfNull(mask);
        ArgumentNullException.ThrowIfNull(other);
        SameShape(operation, mask, other);
        double[] a = mask.To(DType.Float64).ToArray<double>(), b = other.To(DType.Float64).ToArray<double>();
        int first = a.Count(x => x != 0), second = b.Count(x => x != 0), both = a.Zip(b).Count(pair => pair.First != 0 && pair.Second != 0);
        return (both, first + second - both, first + second);
    }

    private static void SameShape(string operation, Tensor x, Tensor y)
    {
        if (x.Shape != y.Shape)
        {
            throw new ArgumentException($"{operation}: takes two of one shape, and got {x.Shape} and {y.Shape}.");
        }
    }
}
