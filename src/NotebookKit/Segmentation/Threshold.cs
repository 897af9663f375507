namespace NotebookKit.Segmentation;

/// <summary>Masks by brightness alone: the opponent that a network for segmentation has to beat.</summary>
public static class Threshold
{
    /// <summary>Otsu's level: what is brighter is the object, so that the two groups' means lie as far apart as can be, w0 w1 (m0 - m1)^2 largest.</summary>
    /// <remarks>
    /// Of bytes each value is a bin, of floats the range is cut into 256 and the middle of a bin is the level. Between several levels that
    /// are equally good, as in a gap of the histogram, the lowest counts. Otsu 1979; it fails where the light is uneven.
    /// </remarks>
    /// <param name="picture">Any shape, without NaN.</param>
    /// <returns>The level t; <c>picture &gt; t</c> is the mask. Of a picture of one grey it is that grey: nothing is brighter.</returns>
    /// <exception cref="ArgumentException">The picture is empty or not finite.</exception>
    public static double Otsu(Tensor picture)
    {
        ArgumentNullException.ThrowIfNull(picture);
        double[] greys = picture.To(DType.Float64).ToArray<double>();
        if (greys.Length == 0 || !greys.All(double.IsFinite))
        {
            throw new ArgumentException($"Otsu: takes a picture of finite numbers, and got {picture.Shape}{(greys.Length == 0 ? ", without any" : " with NaN or infinity in it")}.", nameof(picture));
        }

        (double low, double step) = picture.DType == DType.UInt8 ? (-0.5, 1.0) : (greys.Min(), (greys.Max() - greys.Min()) / 256);
        if (step == 0)
        {
            return low;
        }

        double[] counts = new double[256];
        foreach (double grey in greys)
        {
            counts[Math.Min(255, (int)((grey - low) / step))]++;
        }

        double all = counts.Select((count, i) => count * i).Sum(), below = 0, sum = 0, best = -1;
        int level = 0;
        for (int i = 0; i < 255; i++)
        {
            (below, sum) = (below + counts[i], sum + (counts[i] * i));
            double above = greys.Length - below;
            double apart = below > 0 && above > 0 ? below * above * Math.Pow((sum / below) - ((all - sum) / above), 2) : 0;
            (best, level) = apart > best ? (apart, i) : (best, level);
        }

        return best > 0 ? low + ((level + 0.5) * step) : greys.Max();
    }

    /// <summary>A mask of what is brighter than its surroundings by more than an offset: y = x > mean of the window + offset. Uneven light does no harm.</summary>
    /// <remarks>Windows are cut at the rim. The means come from a table of sums, four look-ups each whatever the window (Crow 1984).</remarks>
    /// <param name="picture">[H, W] of any numbers.</param>
    /// <param name="window">The side of the square around each pixel, odd; larger than an object.</param>
    /// <param name="offset">How much brighter an object is at least.</param>
    /// <returns>[H, W] of Bool.</returns>
    /// <exception cref="ArgumentException">It is no picture [H, W], or the window is even or less than 3.</exception>
    public static Tensor Local(Tensor picture, int window = 31, double offset = 0)
    {
        ArgumentNullException.ThrowIfNull(picture);
        if (picture.Rank != 2 || window < 3 || window % 2 == 0)
        {
            throw new ArgumentException($"Local: takes a picture [H, W] and an odd window of 3 or more, and got {picture.Shape} and {window}.");
        }

        (int height, int width) = (picture.Shape[0], picture.Shape[1]);
        double[] x = picture.To(DType.Float64).ToArray<double>(), sums = new double[(height + 1) * (width + 1)];
        for (int i = 0; i < height; i++)
        {
            double row = 0;
            for (int j = 0; j < width; j++)
            {
                row += x[(i * width) + j];
                sums[((i + 1) * (width + 1)) + j + 1] = sums[(i * (width + 1)) + j + 1] + row;
            }
        }

        bool[] mask = new bool[x.Length];
        int reach = window / 2;
        for (int p = 0; p < mask.Length; p++)
        {
            int top = Math.Max(0, (p / width) - reach), bottom = Math.Min(height, (p / width) + reach + 1);
            int left = Math.Max(0, (p % width) - reach), right = Math.Min(width, (p % width) + reach + 1);
            double sum = sums[(bottom * (width + 1)) + right] - sums[(top * (width + 1)) + right] - sums[(bottom * (width + 1)) + left] + sums[(top * (width + 1)) + left];
            mask[p] = x[p] > (sum / ((bottom - top) * (right - left))) + offset;
        }

        return Tensor.Wrap(mask, [height, width]);
    }
}
