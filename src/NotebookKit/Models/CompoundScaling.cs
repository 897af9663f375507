namespace NotebookKit.Models;

/// <summary>How EfficientNet grows: depth, width and resolution by fixed powers together, instead of one of them alone.</summary>
/// <remarks>
/// depth d = alpha^phi, width w = beta^phi, resolution r = gamma^phi with alpha = 1.2, beta = 1.1, gamma = 1.15, found by a small search so
/// that alpha beta^2 gamma^2 is about 2: each step of phi about doubles the work. B1 to B7 are rounded values of that. Tan and Le, EfficientNet,
/// 2019; lecture S2 L11.
/// </remarks>
/// <param name="Width">Multiplies the maps.</param>
/// <param name="Depth">Multiplies the blocks.</param>
/// <param name="Resolution">Pixels along a side.</param>
/// <param name="Dropout">Before the scores.</param>
public sealed record CompoundScaling(double Width, double Depth, int Resolution, double Dropout)
{
    /// <summary>Of the depth, 1.2.</summary>
    public const double Alpha = 1.2;

    /// <summary>Of the width, 1.1.</summary>
    public const double Beta = 1.1;

    /// <summary>Of the resolution, 1.15.</summary>
    public const double Gamma = 1.15;

    private static readonly CompoundScaling[] Published =
    [
        new(1.0, 1.0, 224, 0.2), new(1.0, 1.1, 240, 0.2), new(1.1, 1.2, 260, 0.3), new(1.2, 1.4, 300, 0.3),
        new(1.4, 1.8, 380, 0.4), new(1.6, 2.2, 456, 0.4) { Epsilon = 1e-3 }, new(1.8, 2.6, 528, 0.5) { Epsilon = 1e-3 }, new(2.0, 3.1, 600, 0.5) { Epsilon = 1e-3 },
    ];

    /// <summary>What the normalisations add to the variance.</summary>
    public double Epsilon { get; init; } = 1e-5;

    /// <summary>How many times the work of B0, if shapes were not rounded: d w^2 r^2.</summary>
    public double Work => Depth * Width * Width * (Resolution / 224.0) * (Resolution / 224.0);

    /// <summary>B0 to B7 as published.</summary>
    /// <param name="variant">0 to 7.</param>
    /// <exception cref="ArgumentException">There is no such variant.</exception>
    public static CompoundScaling Of(int variant) => variant >= 0 && variant < Published.Length ? Published[variant]
        : throw new ArgumentException($"CompoundScaling: there is no B{variant}; there are B0 to B{Published.Length - 1}, eight models.", nameof(variant));

    /// <summary>The formula at any phi, before rounding: depth, width and resolution as multiples, and the work that they make.</summary>
    /// <param name="phi">0 for B0; work doubles about with each step.</param>
    public static (double Depth, double Width, double Resolution, double Work) At(double phi)
    {
        (double d, double w, double r) = (Math.Pow(Alpha, phi), Math.Pow(Beta, phi), Math.Pow(Gamma, phi));
        return (d, w, r, d * w * w * r * r);
    }

    /// <summary>Maps scaled and rounded to a multiple of 8.</summary>
    public int Maps(int maps) => Widths.MultipleOf8(maps * Width);

    /// <summary>Blocks scaled and rounded up.</summary>
    public int Blocks(int blocks) => (int)Math.Ceiling(blocks * Depth);
}
