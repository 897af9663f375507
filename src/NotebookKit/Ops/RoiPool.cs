using NotebookKit.Kernels;

namespace NotebookKit.Ops;

/// <summary>Regions of interest: boxes of any size on a feature map, each as a grid of one size.</summary>
/// <remarks>
/// Images [N, C, H, W] and boxes [K, 5] (number of the image, x1, y1, x2, y2, in pixels of the picture; times the scale they are
/// pixels of the map) give [K, C, h, w]. RoI pooling rounds a box to whole pixels, the last included, cuts it into h x w bins and
/// takes the largest number of each, 0 in an empty one (Girshick 2015). RoI align rounds nothing: each bin is the mean of samples
/// found between the pixels by bilinear interpolation (He et al. 2017). Both as in torchvision; gradients flow to the images, not
/// to the boxes. Lecture S2 L8.
/// </remarks>
public static class RoiPool
{
    /// <summary>The largest number of each bin of each box.</summary>
    /// <exception cref="ArgumentException">These are no images or no boxes on them.</exception>
    public static Tensor Max(Tensor x, Tensor boxes, Pair size, double scale) => Each(nameof(RoiPool), x, boxes, size, (map, box) => MaxPool.Apply(
        map,
        Bins(map.Shape[2], size.Height, Rounded(box[2] * scale), Rounded(box[4] * scale)),
        Bins(map.Shape[3], size.Width, Rounded(box[1] * scale), Rounded(box[3] * scale))));

    /// <summary>The mean of samples in each bin of each box.</summary>
    /// <param name="x">The images.</param>
    /// <param name="boxes">[K, 5].</param>
    /// <param name="size">The grid.</param>
    /// <param name="scale">Pixels of the map for each of the picture.</param>
    /// <param name="samples">Samples of a bin along each axis; as many as it has pixels, rounded up, when 0.</param>
    /// <param name="aligned">Takes the middle of a pixel for its place, half a pixel less: the corrected form.</param>
    /// <exception cref="ArgumentException">These are no images or no boxes on them.</exception>
    public static Tensor Align(Tensor x, Tensor boxes, Pair size, double scale, int samples, bool aligned) => Each("RoiAlign", x, boxes, size, (map, box) => Resample.Apply(
        map,
        Samples(map.Shape[2], size.Height, box[2] * scale, box[4] * scale, samples, aligned),
        Samples(map.Shape[3], size.Width, box[1] * scale, box[3] * scale, samples, aligned)));

    private static Tensor Each(string operation, Tensor x, Tensor boxes, Pair size, Func<Tensor, double[], Tensor> run)
    {
        Images.Check(operation, x);
        ArgumentNullException.ThrowIfNull(boxes);
        Check.Floats(operation, boxes);
        if (boxes.Rank != 2 || boxes.Shape[1] != 5)
        {
            throw new ArgumentException($"{operation}: boxes are rows of image number, x1, y1, x2, y2, [K, 5], and these are {boxes.Shape} on images {x.Shape}.");
        }

        if (size.Height < 1 || size.Width < 1)
        {
            throw new ArgumentException($"{operation}: a grid of {size} on images {x.Shape} has no bins; the size is 1 or more.");
        }

        double[][] rows = [.. boxes.ToArray<double>().Chunk(5)];
        foreach (double[] row in rows)
        {
            bool onImage = row[0] >= 0 && row[0] < x.Shape[0] && row[0] == Math.Floor(row[0]);
            if (!onImage || !(row[3] >= row[1]) || !(row[4] >= row[2]) || !Array.TrueForAll(row, double.IsFinite))
            {
                throw new ArgumentException($"{operation}: the box [{string.Join(", ", row)}] must name one of the {x.Shape[0]} images of {x.Shape} and then x1, y1, x2, y2 with x1 <= x2 and y1 <= y2.");
            }
        }

        if (rows.Length == 0)
        {
            return Tensor.Full(new Shape(0, x.Shape[1], size.Height, size.Width), 0, x.DType, x.Device);
        }

        // One view an image, so that the gradients of its boxes add up in one map before they join the batch.
        Dictionary<int, Tensor> maps = rows.Select(row => (int)row[0]).Distinct().ToDictionary(n => n, n => x[n..(n + 1)]);
        return Tensor.Concat([.. rows.Select(row => run(maps[(int)row[0]], row))]);
    }

    private static int Rounded(double value) => checked((int)Math.Round(value, MidpointRounding.AwayFromZero));

    private static Taps Bins(int size, int bins, int start, int last)
    {
        int length = Math.Max(checked(last - start + 1), 1);
        int[] first = new int[bins];
        int[] count = new int[bins];
        for (int o = 0; o < bins; o++)
        {
            long end = start + ((((o + 1L) * length) + bins - 1) / bins);
            first[o] = (int)Math.Clamp(start + ((long)o * length / bins), 0, size);
            count[o] = (int)Math.Clamp(end, 0, size) - first[o];
        }

        return AxisTaps.Ones(size, first, count);
    }

    private static Taps Samples(int size, int bins, double start, double end, int samples, bool aligned)
    {
        double from = aligned ? start - 0.5 : start;
        double length = aligned ? end - start : Math.Max(end - start, 1);
        double bin = length / bins;
        int count = samples > 0 ? samples : checked((int)Math.Ceiling(bin));
        return AxisTaps.Weighted(size, bins, o =>
        {
            List<(int Place, double Weight)> found = [];
            for (int s = 0; s < count; s++)
            {
                double place = from + (o * bin) + ((s + 0.5) * bin / count);
                if (place < -1 || place > size)
                {
                    continue;
                }

                place = Math.Clamp(place, 0, size - 1);
                int below = (int)place;
                found.Add((below, 1 - (place - below)));
                found.Add((Math.Min(below + 1, size - 1), place - below));
            }

            if (found.Count == 0)
            {
                return (from + (o * bin) < 0 ? 0 : size - 1, []);
            }

            double[] weights = new double[found[^1].Place - found[0].Place + 1];
            foreach ((int place, double weight) in found)
            {
                weights[place - found[0].Place] += weight / count;
            }

            return (found[0].Place, weights);
        });
    }
}
