namespace NotebookKit.Data;

/// <summary>Sets that are made by a rule and a seed, where the lecture names one that it does not give.</summary>
internal static class MadeSets
{
    /// <summary>Two waves, a step, and noise.</summary>
    public static Tensor Signal(int length, double noise, Rng rng)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(length);
        ArgumentOutOfRangeException.ThrowIfNegative(noise);
        double[] points = Tensor.Normal([length], 0, noise, rng, DType.Float64).ToArray<double>();
        for (int i = 0; i < length; i++)
        {
            double t = (double)i / length;
            points[i] += Math.Sin(4 * Math.PI * t) + (0.4 * Math.Sin(14 * Math.PI * t)) + (t < 0.5 ? 0 : 1);
        }

        return Tensor.From(points);
    }

    /// <summary>Bright discs on a dark ground.</summary>
    public static Dataset Cells(int count, int size, Rng rng)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentOutOfRangeException.ThrowIfLessThan(size, 16);
        byte[] pixels = new byte[count * size * size];
        long[] masks = new long[pixels.Length];
        for (int picture = 0; picture < count; picture++)
        {
            Span<byte> image = pixels.AsSpan(picture * size * size, size * size);
            Span<long> mask = masks.AsSpan(picture * size * size, size * size);
            (double X, double Y, double Radius, double Light)[] cells = [.. Enumerable.Range(0, 3 + rng.Next(6)).Select(_ =>
                (size * rng.NextDouble(), size * rng.NextDouble(), size * (0.05 + (0.07 * rng.NextDouble())), 0.4 + (0.5 * rng.NextDouble())))];
            for (int i = 0; i < image.Length; i++)
            {
                double light = 0.1;
                foreach (var cell in cells)
                {
                    double outside = Math.Sqrt((((i % size) - cell.X) * ((i % size) - cell.X)) + (((i / size) - cell.Y) * ((i / size) - cell.Y))) - cell.Radius;
                    mask[i] = outside <= 0 ? 1 : mask[i];
                    light = Math.Max(light, cell.Light / (1 + Math.Exp(2 * outside)));
                }

                image[i] = (byte)Math.Clamp(255 * (light + (0.1 * (rng.NextDouble() - 0.5))), 0, 255);
            }
        }

        return new Dataset("cells", Tensor.Wrap(pixels, [count, 1, size, size]), Tensor.Wrap(masks, [count, size, size]), "made by a rule");
    }
}
