using NotebookKit.Data;

namespace NotebookKit.Segmentation;

/// <summary>Drawn slices of tree trunks and their ages: a number for a picture instead of a class. Lecture S2 L11 (networks for regression, age estimation).</summary>
public static class DrawnRings
{
    /// <summary>Draws slices with one dark ring a year.</summary>
    /// <param name="count">How many.</param>
    /// <param name="size">The side in pixels, 16 or more.</param>
    /// <param name="oldest">The most years; ages are spread evenly from 1 to here. A ring takes 2 pixels of the radius at least.</param>
    /// <param name="seed">The same seed gives the same pictures.</param>
    /// <returns>Pictures [N, 1, size, size] and targets [N, 1] in years, of Float32.</returns>
    /// <exception cref="ArgumentException">So many rings do not fit.</exception>
    public static Dataset Draw(int count, int size, int oldest, long seed)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(count);
        ArgumentOutOfRangeException.ThrowIfLessThan(size, 16);
        if (oldest < 1 || oldest * 4 > size)
        {
            throw new ArgumentException($"DrawnRings: {oldest} rings do not fit into {size} pixels; at most {size / 4}.", nameof(oldest));
        }

        float[] images = new float[count * size * size], ages = new float[count];
        Rng all = new(seed);
        for (int i = 0; i < count; i++)
        {
            Rng rng = all.Branch(i);
            int years = 1 + rng.Next(oldest);
            double step = (size / 2.0) / (oldest + 0.5) * (0.9 + (0.1 * rng.NextDouble()));
            double row = (size / 2.0) - 0.5 + rng.NextDouble() - 0.5, column = (size / 2.0) - 0.5 + rng.NextDouble() - 0.5;
            ages[i] = years;
            for (int p = 0; p < size * size; p++)
            {
                double away = Math.Sqrt(Math.Pow((p / size) - row, 2) + Math.Pow((p % size) - column, 2)) / step;
                images[(i * size * size) + p] = away > years + 0.25 ? 0 : (float)(0.6 + (0.4 * Math.Cos(2 * Math.PI * (away - 0.5))));
            }
        }

        return new Dataset("drawn rings", Tensor.Wrap(images, [count, 1, size, size]), Tensor.Wrap(ages, [count, 1]), "drawn by NotebookKit");
    }
}
