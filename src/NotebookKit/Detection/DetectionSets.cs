using NotebookKit.Data;

namespace NotebookKit.Detection;

/// <summary>Made pictures for finding objects: where things are is known to the pixel, and one seed gives the same pictures everywhere.</summary>
public static class DetectionSets
{
    private const int Tries = 40;

    /// <summary>One to some handwritten digits, each at its own size, on a dark canvas.</summary>
    /// <remarks>The boxes are those of the ink. Digits of the test split go on test canvases only: pass that split.</remarks>
    /// <param name="digits">Pictures [N, 1, 28, 28] of UInt8 in classes, such as <c>Datasets.Mnist().Train</c>.</param>
    /// <param name="count">How many canvases.</param>
    /// <param name="size">Pixels of a side.</param>
    /// <param name="most">Digits on a canvas at most.</param>
    /// <param name="rng">Where digits, sizes and places come from; the session's generator when null.</param>
    /// <exception cref="ArgumentException">These are no digits, or the canvas is smaller than one.</exception>
    public static DetectionSet Digits(Dataset digits, int count, int size = 64, int most = 4, Rng? rng = null)
    {
        ArgumentNullException.ThrowIfNull(digits);
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(most);
        if (!digits.IsClassification || digits.Inputs.DType != DType.UInt8 || digits.Inputs.Rank != 4 || digits.Inputs.Shape[1] != 1 || digits.Inputs.Shape[2] > size || digits.Inputs.Shape[3] > size)
        {
            throw new ArgumentException($"DetectionSets.Digits: takes grey pictures [N, 1, h, w] of UInt8 in classes, not larger than the canvas of {size}, and {digits.Name} is {digits.Inputs.Shape} of {digits.Inputs.DType}.", nameof(digits));
        }

        Rng source = rng ?? Rng.Current;
        return Make($"digits of {digits.Name}", count, size, 1, digits.ClassNames, canvas =>
        {
            int wanted = 1 + source.Next(most);
            for (int i = 0; i < wanted; i++)
            {
                int example = source.Next(digits.Count);
                int side = (int)Math.Round(digits.Inputs.Shape[2] * (0.7 + (0.3 * source.NextDouble())));
                Tensor ink = digits.Inputs[example..(example + 1)].To(DType.Float32).Interpolate(side, Interpolation.Linear);
                canvas.Place(ink.ToArray<float>(), side, digits.LabelOf(example), source, Tries, (old, value) => (byte)Math.Max(old, value));
            }
        });
    }

    /// <summary>Circles, squares and triangles in colours on a textured ground.</summary>
    /// <param name="count">How many pictures.</param>
    /// <param name="size">Pixels of a side, 32 or more.</param>
    /// <param name="most">Shapes on a picture at most.</param>
    /// <param name="rng">Where everything comes from; the session's generator when null.</param>
    public static DetectionSet Shapes(int count, int size = 64, int most = 3, Rng? rng = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentOutOfRangeException.ThrowIfLessThan(size, 32);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(most);
        Rng source = rng ?? Rng.Current;
        return Make("shapes", count, size, 3, ["circle", "square", "triangle"], canvas =>
        {
            double angle = Math.PI * source.NextDouble(), wave = 3 + (4 * source.NextDouble());
            for (int i = 0; i < size * size; i++)
            {
                double light = 70 + (18 * Math.Sin((((i % size) * Math.Cos(angle)) + ((i / size) * Math.Sin(angle))) * 2 * Math.PI / wave)) + (20 * (source.NextDouble() - 0.5));
                for (int channel = 0; channel < 3; channel++)
                {
                    canvas.Pixels[(channel * size * size) + i] = (byte)light;
                }
            }

            int wanted = 1 + source.Next(most);
            for (int i = 0; i < wanted; i++)
            {
                int kind = source.Next(3), side = (int)(size * (0.2 + (0.2 * source.NextDouble())));
                byte[] color = [.. Enumerable.Range(0, 3).Select(_ => (byte)(130 + source.Next(126)))];
                canvas.Place(Drawn(kind, side), side, kind, source, Tries, (_, value) => value, color);
            }
        });
    }

    private static float[] Drawn(int kind, int side)
    {
        float[] ink = new float[side * side];
        for (int i = 0; i < ink.Length; i++)
        {
            double x = ((i % side) + 0.5) / side, y = ((i / side) + 0.5) / side;
            bool inside = kind switch
            {
                0 => ((x - 0.5) * (x - 0.5)) + ((y - 0.5) * (y - 0.5)) <= 0.25,
                1 => true,
                _ => Math.Abs(x - 0.5) <= y / 2,
            };
            ink[i] = inside ? 255 : 0;
        }

        return ink;
    }

    private static DetectionSet Make(string name, int count, int size, int channels, IReadOnlyList<string> classes, Action<Canvas> draw)
    {
        byte[] pixels = new byte[count * channels * size * size];
        long[] instances = new long[count * size * size];
        List<IReadOnlyList<LabelledBox>> objects = [];
        for (int picture = 0; picture < count; picture++)
        {
            Canvas canvas = new(size, channels);
            draw(canvas);
            canvas.Pixels.CopyTo(pixels, picture * channels * size * size);
            canvas.Instances.CopyTo(instances, picture * size * size);
            objects.Add(canvas.Objects);
        }

        return new DetectionSet(name, Tensor.Wrap(pixels, [count, channels, size, size]), objects, classes, Tensor.Wrap(instances, [count, size, size]));
    }

    // One picture while it is made.
    private sealed class Canvas(int size, int channels)
    {
        // From this brightness on a pixel is ink.
        private const float Ink = 64;

        // How far two objects may overlap: enough to touch, little enough to be told apart.
        private const double Overlap = 0.1;

        public byte[] Pixels { get; } = new byte[channels * size * size];

        public long[] Instances { get; } = new long[size * size];

        public List<LabelledBox> Objects { get; } = [];

        // Puts a square of ink somewhere where it hides little of what is there; nowhere if there is no such place.
        public void Place(float[] ink, int side, int kind, Rng rng, int tries, Func<byte, byte, byte> mix, byte[]? color = null)
        {
            if (!Array.Exists(ink, value => value >= Ink))
            {
                return;
            }

            Box own = DetectionSet.BoxesOf(Array.ConvertAll(ink, value => value >= Ink ? 1L : 0), side, 1)[0];
            for (int attempt = 0; attempt < tries; attempt++)
            {
                int left = rng.Next(size - side + 1), top = rng.Next(size - side + 1);
                Box box = new(left + own.Left, top + own.Top, left + own.Right, top + own.Bottom);
                if (Objects.Exists(other => other.Box.IoU(box) > Overlap))
                {
                    continue;
                }

                Objects.Add(new LabelledBox(box, kind));
                for (int i = 0; i < ink.Length; i++)
                {
                    int at = ((top + (i / side)) * size) + left + (i % side);
                    Instances[at] = ink[i] >= Ink ? Objects.Count : Instances[at];
                    for (int channel = 0; channel < channels && (color is null || ink[i] >= Ink); channel++)
                    {
                        ref byte pixel = ref Pixels[(channel * size * size) + at];
                        pixel = mix(pixel, color?[channel] ?? (byte)Math.Clamp(ink[i], 0, 255));
                    }
                }

                return;
            }
        }
    }
}
