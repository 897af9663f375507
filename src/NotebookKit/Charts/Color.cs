namespace NotebookKit.Charts;

/// <summary>An sRGB colour.</summary>
/// <param name="R">Red, 0 to 255.</param>
/// <param name="G">Green, 0 to 255.</param>
/// <param name="B">Blue, 0 to 255.</param>
[Display.TypeFormatterSource(typeof(Display.TextFormatterSource), PreferredMimeTypes = ["text/plain"])]
public readonly record struct Color(byte R, byte G, byte B)
{
    /// <summary>The colour as <c>#rrggbb</c>.</summary>
    public string Hex => $"#{R:x2}{G:x2}{B:x2}";

    /// <summary>The colour as <c>#rrggbb</c>.</summary>
    public override string ToString() => Hex;

    /// <summary>Relative luminance, 0 (black) to 1 (white), as in WCAG 2: 0.2126 R + 0.7152 G + 0.0722 B in linear light.</summary>
    public double Luminance => (0.2126 * Linear(R)) + (0.7152 * Linear(G)) + (0.0722 * Linear(B));

    /// <summary>Contrast ratio of two colours, (L₁ + 0.05) / (L₂ + 0.05) with the lighter on top: 1 to 21 (WCAG 2).</summary>
    public double Contrast(Color other)
    {
        double a = Luminance + 0.05, b = other.Luminance + 0.05;
        return Math.Max(a, b) / Math.Min(a, b);
    }

    /// <summary>Reads <c>#rrggbb</c>.</summary>
    /// <exception cref="FormatException">The text is not six hexadecimal digits after a hash.</exception>
    public static Color Parse(string hex)
    {
        if (hex.Length != 7 || hex[0] != '#')
        {
            throw new FormatException($"Color.Parse: \"{hex}\" is not a colour such as #0072b2.");
        }

        var bytes = Convert.FromHexString(hex.AsSpan(1));
        return new(bytes[0], bytes[1], bytes[2]);
    }

    /// <summary>A colour from lightness (0 to 1), chroma (0 to about 0.3) and hue in degrees, in the perceptually even Oklab space.</summary>
    /// <remarks>Ottosson 2020. Colours outside sRGB are clipped channel by channel.</remarks>
    public static Color FromOklch(double lightness, double chroma, double hue)
    {
        double a = chroma * Math.Cos(hue * Math.PI / 180), b = chroma * Math.Sin(hue * Math.PI / 180);
        double l = Cube(lightness + (0.3963377774 * a) + (0.2158037573 * b));
        double m = Cube(lightness - (0.1055613458 * a) - (0.0638541728 * b));
        double s = Cube(lightness - (0.0894841775 * a) - (1.2914855480 * b));
        return new(
            Encode((4.0767416621 * l) - (3.3077115913 * m) + (0.2309699292 * s)),
            Encode((-1.2684380046 * l) + (2.6097574011 * m) - (0.3413193965 * s)),
            Encode((-0.0041960863 * l) - (0.7034186147 * m) + (1.7076147010 * s)));
    }

    private static double Cube(double x) => x * x * x;

    private static double Linear(byte channel)
    {
        double c = channel / 255.0;
        return c <= 0.04045 ? c / 12.92 : Math.Pow((c + 0.055) / 1.055, 2.4);
    }

    private static byte Encode(double linear)
    {
        double c = Math.Clamp(linear, 0, 1);
        return (byte)Math.Round(255 * (c <= 0.0031308 ? 12.92 * c : (1.055 * Math.Pow(c, 1 / 2.4)) - 0.055));
    }
}
