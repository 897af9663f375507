using NotebookKit.Losses;

namespace NotebookKit.Detection;

/// <summary>A rectangle on a picture by its corners, in pixels from the left and from the top; a pixel is 1 wide, so the first whole pixel is (0, 0, 1, 1).</summary>
/// <remarks>It may lie outside of the picture and may have no area, but it never ends before it begins and is never NaN. Lecture S2 L8.</remarks>
[Display.TypeFormatterSource(typeof(Display.TextFormatterSource), PreferredMimeTypes = ["text/plain"])]
public readonly record struct Box
{
    /// <summary>Makes a box from its corners.</summary>
    /// <param name="left">Where it begins on x.</param>
    /// <param name="top">Where it begins on y.</param>
    /// <param name="right">Where it ends on x.</param>
    /// <param name="bottom">Where it ends on y.</param>
    /// <exception cref="ArgumentException">An end is NaN or infinite, or the box ends before it begins.</exception>
    public Box(double left, double top, double right, double bottom)
    {
        // Asked this way round, NaN fails as well.
        if (!(left <= right && top <= bottom && double.IsFinite(right - left) && double.IsFinite(bottom - top)))
        {
            throw new ArgumentException($"Box: ({left}, {top}, {right}, {bottom}) is no box; it takes left <= right and top <= bottom, all finite. For centre, width and height there is Box.FromCenter.");
        }

        (Left, Top, Right, Bottom) = (left, top, right, bottom);
    }

    /// <summary>Where it begins on x.</summary>
    public double Left { get; }

    /// <summary>Where it begins on y.</summary>
    public double Top { get; }

    /// <summary>Where it ends on x.</summary>
    public double Right { get; }

    /// <summary>Where it ends on y.</summary>
    public double Bottom { get; }

    /// <summary>Right - left.</summary>
    public double Width => Right - Left;

    /// <summary>Bottom - top.</summary>
    public double Height => Bottom - Top;

    /// <summary>The middle on x.</summary>
    public double CenterX => Left + (Width / 2);

    /// <summary>The middle on y.</summary>
    public double CenterY => Top + (Height / 2);

    /// <summary>Width times height.</summary>
    public double Area => Width * Height;

    /// <summary>A box from its middle and its size, the four numbers that a network says.</summary>
    /// <param name="x">The middle on x.</param>
    /// <param name="y">The middle on y.</param>
    /// <param name="width">0 or more.</param>
    /// <param name="height">0 or more.</param>
    /// <exception cref="ArgumentException">A size is negative, or a number is not finite.</exception>
    public static Box FromCenter(double x, double y, double width, double height) => new(x - (width / 2), y - (height / 2), x + (width / 2), y + (height / 2));

    /// <summary>Intersection over union: 1 for the same box, 0 for boxes apart or without area.</summary>
    public double IoU(Box other) => Metric.BoxIoU([Left, Top, Right, Bottom], [other.Left, other.Top, other.Right, other.Bottom]);

    /// <summary>IoU less the share of the smallest box around both that neither covers: from -1 for boxes far apart to 1. Rezatofighi et al. 2019.</summary>
    public double GeneralizedIoU(Box other)
    {
        double hull = Around(other).Area, both = Shared(other);
        return hull > 0 ? IoU(other) - ((hull - (Area + other.Area - both)) / hull) : IoU(other);
    }

    /// <summary>The smallest box that holds both.</summary>
    public Box Around(Box other) => new(Math.Min(Left, other.Left), Math.Min(Top, other.Top), Math.Max(Right, other.Right), Math.Max(Bottom, other.Bottom));

    /// <summary>The area that both cover.</summary>
    public double Shared(Box other) =>
        Math.Max(0, Math.Min(Right, other.Right) - Math.Max(Left, other.Left)) * Math.Max(0, Math.Min(Bottom, other.Bottom) - Math.Max(Top, other.Top));

    /// <summary>The part that lies on a picture; a box beside it becomes one without area at its edge.</summary>
    /// <param name="width">Of the picture.</param>
    /// <param name="height">Of the picture.</param>
    public Box Clip(double width, double height) =>
        new(Math.Clamp(Left, 0, width), Math.Clamp(Top, 0, height), Math.Clamp(Right, 0, width), Math.Clamp(Bottom, 0, height));

    /// <summary>The same box where every pixel is so many times as large.</summary>
    public Box Scale(double factor) => new(Left * factor, Top * factor, Right * factor, Bottom * factor);

    /// <summary>The corners, in a line.</summary>
    public override string ToString() => FormattableString.Invariant($"({Left:0.##}, {Top:0.##}) to ({Right:0.##}, {Bottom:0.##})");
}

/// <summary>An object that is really there: its box and its class.</summary>
/// <param name="Box">Where it is.</param>
/// <param name="Class">What it is, counted from 0.</param>
public readonly record struct LabelledBox(Box Box, int Class)
{
    /// <summary>What it is, counted from 0.</summary>
    public int Class { get; } = Class >= 0 ? Class : throw new ArgumentOutOfRangeException(nameof(Class), Class, "LabelledBox: classes are counted from 0; the background is no object.");
}

/// <summary>An object that a detector believes to see: box, class, and how sure it is.</summary>
/// <param name="Box">Where it is.</param>
/// <param name="Class">What it is, counted from 0.</param>
/// <param name="Score">The higher the surer; a probability for most detectors, a distance from the plane for an SVM.</param>
public readonly record struct ScoredBox(Box Box, int Class, double Score)
{
    /// <summary>What it is, counted from 0.</summary>
    public int Class { get; } = Class >= 0 ? Class : throw new ArgumentOutOfRangeException(nameof(Class), Class, "ScoredBox: classes are counted from 0; the background is not reported.");

    /// <summary>How sure the detector is.</summary>
    public double Score { get; init; } = double.IsNaN(Score) ? throw new ArgumentException("ScoredBox: the score is NaN; look for an infinite weight or a division by 0 before it.", nameof(Score)) : Score;
}
