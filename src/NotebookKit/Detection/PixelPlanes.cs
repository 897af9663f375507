namespace NotebookKit.Detection;

/// <summary>A picture as one plane of numbers 0 to 255 for each colour: what segmentation and selective search look at.</summary>
internal sealed class PixelPlanes
{
    private PixelPlanes(double[][] planes, int height, int width) => (Planes, Height, Width) = (planes, height, width);

    /// <summary>One row-major plane for each colour.</summary>
    public double[][] Planes { get; }

    public int Height { get; }

    public int Width { get; }

    /// <summary>Takes [channels, H, W] of UInt8 from 0 to 255 or of floats from 0 to 1.</summary>
    public static PixelPlanes Of(string operation, Tensor image)
    {
        ArgumentNullException.ThrowIfNull(image);
        if (image.Rank != 3 || image.Count == 0 || image.DType is not (DType.UInt8 or DType.Float32 or DType.Float64))
        {
            throw new ArgumentException($"{operation}: takes one picture [channels, H, W] of UInt8 or floats from 0 to 1, and this is {image.Shape} of {image.DType}.", nameof(image));
        }

        (int height, int width) = (image.Shape[1], image.Shape[2]);
        double unit = image.DType == DType.UInt8 ? 1 : 255;
        double[] all = image.To(DType.Float64).ToArray<double>();
        if (!Array.TrueForAll(all, double.IsFinite))
        {
            throw new ArgumentException($"{operation}: the picture {image.Shape} has pixels that are NaN or infinite.", nameof(image));
        }

        return new([.. all.Chunk(height * width).Select(plane => Array.ConvertAll(plane, value => value * unit))], height, width);
    }

    /// <summary>Each plane smoothed by a Gaussian; pixels beyond the edge are those at the edge.</summary>
    public PixelPlanes Smoothed(double sigma)
    {
        if (sigma == 0)
        {
            return this;
        }

        int radius = (int)Math.Ceiling(4 * sigma);
        double[] weights = [.. Enumerable.Range(-radius, (2 * radius) + 1).Select(i => Math.Exp(-i * i / (2 * sigma * sigma)))];
        double sum = weights.Sum();
        weights = Array.ConvertAll(weights, weight => weight / sum);
        return new([.. Planes.Select(plane => Along(Along(plane, weights, 1, Width), weights, Width, Height))], Height, Width);
    }

    // Filters along one axis: neighbours are `step` apart and the axis is `length` long.
    private static double[] Along(double[] plane, double[] weights, int step, int length)
    {
        int radius = weights.Length / 2;
        double[] result = new double[plane.Length];
        for (int i = 0; i < plane.Length; i++)
        {
            int place = i / step % length, start = i - (place * step);
            double sum = 0;
            for (int k = 0; k < weights.Length; k++)
            {
                sum += weights[k] * plane[start + (Math.Clamp(place + k - radius, 0, length - 1) * step)];
            }

            result[i] = sum;
        }

        return result;
    }
}
