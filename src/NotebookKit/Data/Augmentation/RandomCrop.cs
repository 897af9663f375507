using NotebookKit.Kernels;

namespace NotebookKit.Data;

/// <summary>A patch at a random place: AlexNet's 224 x 224 out of 256 x 256, or a picture moved within a margin around it.</summary>
/// <remarks>Every place is equally likely. Krizhevsky, Sutskever and Hinton 2012; lecture S2 L7 (data augmentation I).</remarks>
public sealed class RandomCrop : GeometricAugmentation
{
    /// <summary>The rows and columns of the patch.</summary>
    public Pair Size { get; init; } = 224;

    /// <summary>How far the patch may reach beyond the image on each side.</summary>
    public int Margin { get; init; }

    internal override (int Height, int Width) ResultSize(int height, int width)
    {
        Require(Margin >= 0 && Size.Height > 0 && Size.Width > 0, "a patch has rows and columns, and the margin is 0 or more");
        Require(Size.Height <= height + (2 * Margin) && Size.Width <= width + (2 * Margin), $"the patch does not fit into {height} x {width} pixels with the margin");
        return (Size.Height, Size.Width);
    }

    internal override void Places(ref Draws draws, (int Height, int Width) from, (int Height, int Width) to, Span<double> rows, Span<double> columns)
    {
        int top = (int)draws.Below((ulong)(from.Height + (2 * Margin) - to.Height + 1)) - Margin, left = (int)draws.Below((ulong)(from.Width + (2 * Margin) - to.Width + 1)) - Margin;
        for (int i = 0; i < rows.Length; i++)
        {
            (rows[i], columns[i]) = (top + (i / to.Width), left + (i % to.Width));
        }
    }
}

/// <summary>A patch of random area and shape at a random place, brought to one size.</summary>
/// <remarks>Areas are spread evenly, shapes evenly in the logarithm of width / height. Szegedy et al. 2015.</remarks>
public sealed class RandomResizedCrop : GeometricAugmentation
{
    /// <summary>The rows and columns of the result.</summary>
    public Pair Size { get; init; } = 224;

    /// <summary>The smallest patch, as a share of the image's area; 1 takes the whole image.</summary>
    public double LeastArea { get; init; } = 0.08;

    /// <summary>The widest patch: width to height at most this and at least one over it.</summary>
    public double MostRatio { get; init; } = 4.0 / 3;

    internal override (int Height, int Width) ResultSize(int height, int width)
    {
        Require(Size.Height > 0 && Size.Width > 0 && LeastArea is > 0 and <= 1 && MostRatio >= 1 && double.IsFinite(MostRatio), "areas are above 0 and at most 1, and the ratio is 1 or more");
        return (Size.Height, Size.Width);
    }

    internal override void Places(ref Draws draws, (int Height, int Width) from, (int Height, int Width) to, Span<double> rows, Span<double> columns)
    {
        double area = (LeastArea + ((1 - LeastArea) * draws.Unit())) * from.Height * from.Width, ratio = Math.Pow(MostRatio, (2 * draws.Unit()) - 1);
        if (LeastArea == 1)
        {
            ratio = (double)from.Width / from.Height;
        }

        double height = Math.Min(from.Height, Math.Sqrt(area / ratio)), width = Math.Min(from.Width, Math.Sqrt(area * ratio));
        double top = draws.Unit() * (from.Height - height), left = draws.Unit() * (from.Width - width);
        for (int i = 0; i < rows.Length; i++)
        {
            // The middles of the result's pixels spread over the patch; at the rim the pixels of the edge.
            rows[i] = Math.Clamp(top + (((i / to.Width) + 0.5) * height / to.Height) - 0.5, 0, from.Height - 1);
            columns[i] = Math.Clamp(left + (((i % to.Width) + 0.5) * width / to.Width) - 0.5, 0, from.Width - 1);
        }
    }
}
