using NotebookKit.Kernels;

namespace NotebookKit.Data;

/// <summary>Another light: brightness, contrast and saturation, each times a random factor from 1 - strength to 1 + strength.</summary>
/// <remarks>
/// Brightness multiplies all values, contrast their distance from the image's mean, saturation the distance of a colour from its
/// grey (0.299 R + 0.587 G + 0.114 B; only with three channels). Values stay within 0 and 1 if they were. Lecture S2 L7.
/// </remarks>
public sealed class ColorJitter : ImageAugmentation
{
    private const double Red = 0.299, Green = 0.587, Blue = 0.114;

    /// <summary>Strength of the change of brightness, 0 to 1.</summary>
    public double Brightness { get; init; } = 0.2;

    /// <summary>Strength of the change of contrast, 0 to 1.</summary>
    public double Contrast { get; init; } = 0.2;

    /// <summary>Strength of the change of saturation, 0 to 1.</summary>
    public double Saturation { get; init; } = 0.2;

    internal override bool IsIdentity => Brightness == 0 && Contrast == 0 && Saturation == 0;

    internal override void Check(ImageSize size) =>
        Require(Brightness is >= 0 and <= 1 && Contrast is >= 0 and <= 1 && Saturation is >= 0 and <= 1, "the strengths are 0 to 1");

    internal override void One<T>(ref Draws draws, ImageSize size, ReadOnlySpan<T> from, Span<T> to)
    {
        T brightness = Factor(ref draws, Brightness), contrast = Factor(ref draws, Contrast), saturation = Factor(ref draws, Saturation);
        bool isColour = size.Channels == 3;
        double mean = 0;
        for (int p = 0; p < size.Pixels; p++)
        {
            mean += isColour ? Grey(from, p) : double.CreateTruncating(from[p]);
        }

        T middle = brightness * T.CreateTruncating(mean / Math.Max(1, size.Pixels));
        for (int p = 0; p < size.Pixels; p++)
        {
            T grey = isColour ? T.CreateTruncating(Grey(from, p)) : T.Zero;
            for (int c = 0; c < size.Channels; c++)
            {
                T value = from[(c * size.Pixels) + p];
                T whole = value;
                value = isColour && saturation != T.One ? grey + ((value - grey) * saturation) : value;
                value *= brightness;
                value = contrast != T.One ? middle + ((value - middle) * contrast) : value;
                to[(c * size.Pixels) + p] = whole >= T.Zero && whole <= T.One ? T.Min(T.One, T.Max(T.Zero, value)) : value;
            }
        }

        double Grey(ReadOnlySpan<T> image, int p) =>
            (Red * double.CreateTruncating(image[p])) + (Green * double.CreateTruncating(image[size.Pixels + p])) + (Blue * double.CreateTruncating(image[(2 * size.Pixels) + p]));

        static T Factor(ref Draws draws, double strength) => T.CreateTruncating(1 + (strength * ((2 * draws.Unit()) - 1)));
    }
}
