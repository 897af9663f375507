using NotebookKit.Kernels;

namespace NotebookKit.Data;

/// <summary>Adds to every pixel a normal number: samples that were not there, near those that were.</summary>
/// <remarks>Lecture S1 (hints): a variance of about 0.1 for scaled data; S2 L7, S4.</remarks>
public sealed class RandomNoise : ImageAugmentation
{
    /// <summary>The variance of the noise, 0 or more.</summary>
    public double Variance { get; init; } = 0.1;

    internal override bool IsIdentity => Variance == 0;

    internal override void Check(ImageSize size) => Require(Variance >= 0 && double.IsFinite(Variance), "the variance is 0 or more");

    internal override void One<T>(ref Draws draws, ImageSize size, ReadOnlySpan<T> from, Span<T> to)
    {
        double deviation = Math.Sqrt(Variance);
        for (int i = 0; i < to.Length; i++)
        {
            to[i] = from[i] + T.CreateTruncating(deviation * draws.Normal());
        }
    }
}

/// <summary>Gives a random share of the pixels a value of chance, the same share in every image on average.</summary>
/// <remarks>Lecture S2 L7 (change pixel values).</remarks>
public sealed class RandomPixels : ImageAugmentation
{
    /// <summary>The probability of each pixel to be changed.</summary>
    public double Share { get; init; } = 0.05;

    /// <summary>The lowest new value.</summary>
    public double Low { get; init; }

    /// <summary>The highest new value.</summary>
    public double High { get; init; } = 1;

    internal override bool IsIdentity => Share == 0;

    internal override void Check(ImageSize size) => Require(Share is >= 0 and <= 1 && Low <= High, "the share is 0 to 1 and Low at most High");

    internal override void One<T>(ref Draws draws, ImageSize size, ReadOnlySpan<T> from, Span<T> to)
    {
        from.CopyTo(to);
        for (int pixel = 0; pixel < size.Pixels; pixel++)
        {
            if (draws.Unit() < Share)
            {
                for (int c = 0; c < size.Channels; c++)
                {
                    to[(c * size.Pixels) + pixel] = T.CreateTruncating(Low + ((High - Low) * draws.Unit()));
                }
            }
        }
    }
}

/// <summary>Cuts out a square at a random place, which may lie partly outside: the net must not depend on one part alone.</summary>
/// <remarks>DeVries and Taylor, Improved regularization of convolutional neural networks with cutout, 2017; lecture S2 L7 (cut out parts).</remarks>
public sealed class CutOut : ImageAugmentation
{
    /// <summary>The side of the square in pixels.</summary>
    public int Size { get; init; } = 8;

    /// <summary>What is left there.</summary>
    public double Fill { get; init; }

    internal override bool IsIdentity => Size == 0;

    internal override void Check(ImageSize size) => Require(Size >= 0, "the side is 0 pixels or more");

    internal override void One<T>(ref Draws draws, ImageSize size, ReadOnlySpan<T> from, Span<T> to)
    {
        from.CopyTo(to);
        if (size.Pixels == 0)
        {
            return;
        }

        int top = (int)draws.Below((ulong)size.Height) - (Size / 2), left = (int)draws.Below((ulong)size.Width) - (Size / 2);
        for (int c = 0; c < size.Channels; c++)
        {
            for (int row = Math.Max(0, top); row < Math.Min(size.Height, top + Size); row++)
            {
                int first = Math.Max(0, left), end = Math.Min(size.Width, left + Size);
                to.Slice((c * size.Pixels) + (row * size.Width) + first, Math.Max(0, end - first)).Fill(T.CreateTruncating(Fill));
            }
        }
    }
}
