using NotebookKit.Charts;

namespace NotebookKit.Segmentation;

/// <summary>Labels laid over the picture that they belong to.</summary>
public static class LabelOverlay
{
    /// <summary>Green where a predicted mask is right, red where it is false, blue where it missed.</summary>
    public static IReadOnlyList<ColorKey> HitColors { get; } = [new("hit", Color.Parse("#009e73")), new("false", Color.Parse("#d5241e")), new("missed", Color.Parse("#0077bb"))];

    /// <summary>The prediction in green (hit), red (false) and blue (missed) over a picture.</summary>
    /// <param name="image">[H, W] or [1 or 3, H, W], floats from 0 to 1 or bytes.</param>
    /// <param name="predicted">[H, W]; what is not 0 is the object.</param>
    /// <param name="truth">[H, W] likewise.</param>
    /// <param name="strength">How much colour hides the picture, 0 to 1.</param>
    /// <exception cref="ArgumentException">The sizes differ.</exception>
    public static Figure Hits(Tensor image, Tensor predicted, Tensor truth, double strength = 0.5)
    {
        (LabelGrid ours, LabelGrid right) = LabelGrid.Of(nameof(LabelOverlay), predicted, truth);
        int[] kinds = new int[ours.Values.Length];
        for (int p = 0; p < kinds.Length; p++)
        {
            kinds[p] = (ours.Values[p] != 0, right.Values[p] != 0) switch { (true, true) => 0, (true, false) => 1, (false, true) => 2, _ => -1 };
        }

        return Over(image, ours, kinds, HitColors, strength, SegmentationScores.OfMasks(predicted, truth).ToString());
    }

    /// <summary>A colour for each class over a picture, with the names below; class 0 stays as it is.</summary>
    /// <param name="image">[H, W] or [1 or 3, H, W], floats from 0 to 1 or bytes.</param>
    /// <param name="labels">[H, W] of class numbers.</param>
    /// <param name="classNames">The name of each class; those that are in the map are in the key.</param>
    /// <param name="strength">How much colour hides the picture, 0 to 1.</param>
    /// <exception cref="ArgumentException">The sizes differ, or a label has no name.</exception>
    public static Figure Classes(Tensor image, Tensor labels, IReadOnlyList<string> classNames, double strength = 0.55)
    {
        ArgumentNullException.ThrowIfNull(classNames);
        LabelGrid grid = LabelGrid.Of(nameof(LabelOverlay), labels);
        int[] present = [.. grid.Values.Where(label => label != 0).Distinct().Order().Select(label => (int)label)];
        if (present.Any(label => label < 0 || label >= classNames.Count))
        {
            throw new ArgumentException($"LabelOverlay: label {present.First(label => label < 0 || label >= classNames.Count)} names none of the {classNames.Count} classes.", nameof(labels));
        }

        ColorKey[] keys = [.. present.Select(label => new ColorKey(classNames[label], ColorOf(label, classNames.Count)))];
        return Over(image, grid, Array.ConvertAll(grid.Values, label => Array.IndexOf(present, (int)label)), keys, strength, null);
    }

    /// <summary>The colour of a class: of the palette where that suffices, else spread over the hues, neighbours far apart.</summary>
    /// <param name="label">The class.</param>
    /// <param name="classes">How many there are.</param>
    public static Color ColorOf(int label, int classes) => classes <= Palette.All.Count + 1 ? Palette.At(Math.Max(0, label - 1)) : Color.FromOklch(0.68, 0.17, label * 137.508 % 360);

    private static Figure Over(Tensor image, LabelGrid grid, int[] kinds, IReadOnlyList<ColorKey> keys, double strength, string? title)
    {
        ArgumentNullException.ThrowIfNull(image);
        Tensor planes = image.Rank == 2 ? image.Unsqueeze(0) : image;
        if (planes.Rank != 3 || planes.Shape[0] is not (1 or 3) || planes.Shape[1] != grid.Height || planes.Shape[2] != grid.Width || strength is not (>= 0 and <= 1))
        {
            throw new ArgumentException($"LabelOverlay: takes a picture [1 or 3, H, W], labels of its size and a strength from 0 to 1, and got {image.Shape}, [{grid.Height}, {grid.Width}] and {strength}.", nameof(image));
        }

        double scale = image.DType.IsFloat() ? 255 : 1;
        double[] colors = planes.To(DType.Float64).ToArray<double>();
        int pixels = kinds.Length;
        byte[] rgb = new byte[3 * pixels];
        for (int p = 0; p < pixels; p++)
        {
            for (int c = 0; c < 3; c++)
            {
                double below = Math.Clamp(colors[((planes.Shape[0] == 1 ? 0 : c) * pixels) + p] * scale, 0, 255);
                double above = kinds[p] < 0 ? below : c switch { 0 => keys[kinds[p]].Color.R, 1 => keys[kinds[p]].Color.G, _ => keys[kinds[p]].Color.B };
                rgb[(3 * p) + c] = (byte)Math.Round(below + (strength * (above - below)));
            }
        }

        return new Figure(new ImageGrid(rgb, grid.Height, grid.Width, 3) { Keys = keys, DisplayWidth = Math.Clamp(grid.Width, 256, 640) }) { Title = title };
    }
}
