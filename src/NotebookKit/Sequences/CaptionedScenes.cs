namespace NotebookKit.Sequences;

/// <summary>Drawn scenes of one or two coloured shapes, each with the sentence that describes it: "a red circle above a blue square".</summary>
/// <remarks>
/// Pictures are [N, 3, size, size] of Float32 from 0 to 1. Sizes, places and light vary, and the ground is noisy, so that the sentence is not a matter
/// of single pixels. Of two shapes the left or the upper one is named first, whichever way they are further apart. Lectures S1, S2 L10 and L12 (captions).
/// </remarks>
public sealed class CaptionedScenes
{
    // The share of scenes with two shapes, and how often a place for the second one is looked for.
    private const double TwoShapes = 0.8;
    private const int Tries = 200;

    private static readonly (string Name, double Red, double Green, double Blue)[] Colours =
        [("red", 0.9, 0.2, 0.2), ("green", 0.2, 0.8, 0.25), ("blue", 0.25, 0.35, 0.95), ("yellow", 0.95, 0.85, 0.2)];

    private static readonly string[] Shapes = ["circle", "square", "triangle"];

    private CaptionedScenes(Tensor pictures, IReadOnlyList<string> captions) => (Pictures, Captions) = (pictures, captions);

    /// <summary>[N, 3, size, size].</summary>
    public Tensor Pictures { get; }

    /// <summary>A sentence each.</summary>
    public IReadOnlyList<string> Captions { get; }

    /// <summary>How many.</summary>
    public int Count => Captions.Count;

    /// <summary>How many different sentences there are.</summary>
    public static int Sentences => (Colours.Length * Shapes.Length) + (Colours.Length * Shapes.Length * Colours.Length * Shapes.Length * 2);

    /// <summary>Draws scenes.</summary>
    /// <param name="count">How many.</param>
    /// <param name="size">Pixels of a side, 24 or more.</param>
    /// <param name="rng">All chance; the session's generator when null.</param>
    public static CaptionedScenes Draw(int count, int size = 32, Rng? rng = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(count);
        ArgumentOutOfRangeException.ThrowIfLessThan(size, 24);
        Rng dice = rng ?? Rng.Current;
        float[] pixels = new float[count * 3 * size * size];
        string[] captions = new string[count];
        for (int picture = 0; picture < count; picture++)
        {
            Span<float> canvas = pixels.AsSpan(picture * 3 * size * size, 3 * size * size);
            double light = 0.35 + (0.2 * dice.NextDouble());
            for (int i = 0; i < canvas.Length; i++)
            {
                canvas[i] = (float)(light + (0.1 * (dice.NextDouble() - 0.5)));
            }

            List<Placed> shapes = [Placed.Draw(size, dice)];
            int tries = dice.NextDouble() < TwoShapes ? Tries : 0;
            for (; shapes.Count < 2 && tries > 0; tries--)
            {
                // A second one that does not touch the first, and lies clearly more beside than above it or the other way round.
                Placed other = Placed.Draw(size, dice);
                double across = Math.Abs(other.X - shapes[0].X), down = Math.Abs(other.Y - shapes[0].Y);
                if (Math.Max(across, down) > other.Radius + shapes[0].Radius + 1 && Math.Abs(across - down) > size / 8.0)
                {
                    shapes.Add(other);
                }
            }

            foreach (Placed shape in shapes)
            {
                shape.Paint(canvas, size, dice);
            }

            captions[picture] = Sentence(shapes);
        }

        return new(Tensor.From(pixels, [count, 3, size, size]), captions);
    }

    /// <summary>How many, and the first sentence.</summary>
    public override string ToString() => $"{Count:N0} scenes {Pictures.Shape}, the first: {Captions[0]}";

    private static string Sentence(List<Placed> shapes)
    {
        if (shapes.Count == 1)
        {
            return shapes[0].ToString();
        }

        bool beside = Math.Abs(shapes[0].X - shapes[1].X) > Math.Abs(shapes[0].Y - shapes[1].Y);
        Placed[] inOrder = [.. shapes.OrderBy(shape => beside ? shape.X : shape.Y)];
        return $"{inOrder[0]} {(beside ? "left of" : "above")} {inOrder[1]}";
    }

    private sealed record Placed(int Shape, int Colour, double X, double Y, double Radius)
    {
        public static Placed Draw(int size, Rng dice)
        {
            double radius = size * (0.15 + (0.06 * dice.NextDouble()));
            double Place() => radius + ((size - (2 * radius)) * dice.NextDouble());
            return new(dice.Next(Shapes.Length), dice.Next(Colours.Length), Place(), Place(), radius);
        }

        public void Paint(Span<float> canvas, int size, Rng dice)
        {
            (_, double red, double green, double blue) = Colours[Colour];
            double bright = 0.85 + (0.15 * dice.NextDouble());
            double[] colour = [red * bright, green * bright, blue * bright];
            for (int place = 0; place < size * size; place++)
            {
                double x = ((place % size) + 0.5 - X) / Radius, y = ((place / size) + 0.5 - Y) / Radius;
                if (Covers(x, y))
                {
                    for (int channel = 0; channel < 3; channel++)
                    {
                        canvas[(channel * size * size) + place] = (float)colour[channel];
                    }
                }
            }
        }

        public override string ToString() => $"a {Colours[Colour].Name} {Shapes[Shape]}";

        // The shape in a box from -1 to 1; y points down.
        private bool Covers(double x, double y) => Shape switch
        {
            0 => (x * x) + (y * y) <= 1,
            1 => Math.Max(Math.Abs(x), Math.Abs(y)) <= 0.9,
            _ => Math.Abs(y) <= 1 && Math.Abs(x) <= (y + 1) / 2,
        };
    }
}
