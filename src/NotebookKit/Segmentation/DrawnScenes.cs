using NotebookKit.Data;

namespace NotebookKit.Segmentation;

/// <summary>Drawn landscapes with a class for every pixel: the eight classes of the lecture's hand-made masks, without the handiwork. Lecture S2 L11 (pixel level segmentation).</summary>
public static class DrawnScenes
{
    // The colour of each class; noise and a light of its own for each picture blur what colour alone can tell.
    private static readonly (double R, double G, double B)[] Colors =
    [
        (0.55, 0.75, 0.95), (0.15, 0.40, 0.15), (0.45, 0.45, 0.45), (0.45, 0.70, 0.30), (0.25, 0.45, 0.75), (0.70, 0.45, 0.35), (0.50, 0.45, 0.50), (0.90, 0.75, 0.20),
    ];

    /// <summary>sky, tree, road, grass, water, building, mountain, foreground object.</summary>
    public static IReadOnlyList<string> ClassNames { get; } = ["sky", "tree", "road", "grass", "water", "building", "mountain", "foreground object"];

    /// <summary>Draws.</summary>
    /// <param name="count">How many.</param>
    /// <param name="size">The side in pixels, 16 or more.</param>
    /// <param name="seed">The same seed gives the same pictures; picture i does not depend on how many there are.</param>
    /// <param name="noise">The standard deviation of the noise on each colour from 0 to 1.</param>
    /// <returns>Pictures [N, 3, size, size] of Float32 and targets [N, size, size] of Int64.</returns>
    public static Dataset Draw(int count, int size, long seed, double noise = 0.06)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(count);
        ArgumentOutOfRangeException.ThrowIfLessThan(size, 16);
        ArgumentOutOfRangeException.ThrowIfNegative(noise);
        int pixels = size * size;
        float[] images = new float[count * 3 * pixels];
        long[] labels = new long[count * pixels];
        Rng all = new(seed);
        for (int i = 0; i < count; i++)
        {
            Rng rng = all.Branch(i);
            Span<long> map = labels.AsSpan(i * pixels, pixels);
            Compose(rng, map, size);
            double light = 0.85 + (0.3 * rng.NextDouble());
            float[] grain = Tensor.Normal([3 * pixels], 0, 1, rng).ToArray<float>();
            for (int p = 0; p < pixels; p++)
            {
                (double r, double g, double b) = Colors[map[p]];
                for (int c = 0; c < 3; c++)
                {
                    images[(((i * 3) + c) * pixels) + p] = (float)Math.Clamp(((c == 0 ? r : c == 1 ? g : b) * light) + (noise * grain[(c * pixels) + p]), 0, 1);
                }
            }
        }

        return new Dataset("drawn scenes", Tensor.Wrap(images, [count, 3, size, size]), Tensor.Wrap(labels, [count, size, size]), "drawn by NotebookKit");
    }

    // From the back to the front, in shares of the side: what is drawn later hides what was there.
    private static void Compose(Rng rng, Span<long> map, int size)
    {
        double Between(double low, double high) => low + ((high - low) * rng.NextDouble());
        double horizon = Between(0.4, 0.55);
        double peak = Between(0.1, 0.9), top = Between(0.1, 0.25), slope = Between(0.8, 1.6);
        double wall = Between(0.05, 0.65), roof = Between(0.2, 0.3), wide = Between(0.15, 0.3);
        double trunk = Between(0.1, 0.9), crown = Between(0.08, 0.14);
        bool hasWater = rng.NextDouble() < 0.5;
        double middle = Between(0.3, 0.7), shore = Between(0.6, 0.75);
        double x0 = Between(0.2, 0.8), y0 = Between(0.75, 0.9), reach = Between(0.07, 0.12);
        for (int p = 0; p < map.Length; p++)
        {
            double y = ((p / size) + 0.5) / size, x = ((p % size) + 0.5) / size;
            bool isObject = Math.Pow(x - x0, 2) + (2 * Math.Pow(y - y0, 2)) < reach * reach;
            bool isTree = Math.Pow(x - trunk, 2) + Math.Pow(y - horizon + crown, 2) < crown * crown;
            bool isHouse = x > wall && x < wall + wide && y > roof && y < horizon + 0.06;
            map[p] = isObject ? 7 : isTree ? 1 : isHouse ? 5
                : y > horizon ? (hasWater ? (y > shore ? 4 : 3) : (Math.Abs(x - middle) < 0.06 + (0.35 * (y - horizon)) ? 2 : 3))
                : y > top + (slope * Math.Abs(x - peak)) ? 6 : 0;
        }
    }
}
