using NotebookKit.Charts;

namespace NotebookKit.Detection;

/// <summary>Boxes drawn on their pictures, each class in its colour: what is there in broken lines, what was found in whole ones with class and score.</summary>
public static class DetectionPictures
{
    private const double Wide = 168;

    /// <summary>Draws pictures with what was found on them.</summary>
    /// <param name="images">[N, channels, H, W] with 1 or 3 channels, of UInt8 or of floats from 0 to 1.</param>
    /// <param name="found">What a detector found on each picture.</param>
    /// <param name="classNames">The name of each class.</param>
    /// <param name="truth">What is on each picture; null where it is not to be shown.</param>
    /// <param name="title">Stands above the figure.</param>
    /// <exception cref="ArgumentException">These are no pictures, the numbers differ, or a class has no name.</exception>
    public static Figure Draw(
        Tensor images, IReadOnlyList<IReadOnlyList<ScoredBox>> found, IReadOnlyList<string> classNames, IReadOnlyList<IReadOnlyList<LabelledBox>>? truth = null, string? title = null)
    {
        ArgumentNullException.ThrowIfNull(found);
        ArgumentNullException.ThrowIfNull(classNames);
        int count = Count(images);
        if (found.Count != count || (truth is not null && truth.Count != count))
        {
            throw new ArgumentException($"DetectionPictures: {count} pictures have {found.Count} lists of found boxes{(truth is null ? string.Empty : $" and {truth.Count} of true ones")}.", nameof(found));
        }

        string Name(int one) => one < classNames.Count ? classNames[one] : throw new ArgumentException($"DetectionPictures: a box is of class {one}, and there are names for 0 to {classNames.Count - 1}.", nameof(classNames));
        return Draw(images, [.. Enumerable.Range(0, count).Select(i => (IReadOnlyList<ImageFrame>)
        [
            .. (truth?[i] ?? []).Select(thing => Frame(thing.Box, truth is not null && found.All(list => list.Count == 0) ? Name(thing.Class) : null, thing.Class, dashed: true)),
            .. found[i].Reverse().Select(box => Frame(box.Box, FormattableString.Invariant($"{Name(box.Class)} {box.Score:0.00}"), box.Class, dashed: false)),
        ])], title);
    }

    /// <summary>Draws pictures with boxes that have no class, such as proposals.</summary>
    /// <param name="images">[N, channels, H, W] with 1 or 3 channels, of UInt8 or of floats from 0 to 1.</param>
    /// <param name="boxes">Boxes on each picture.</param>
    /// <param name="title">Stands above the figure.</param>
    public static Figure Draw(Tensor images, IReadOnlyList<IReadOnlyList<Box>> boxes, string? title = null)
    {
        ArgumentNullException.ThrowIfNull(boxes);
        return Draw(images, [.. boxes.Select(list => (IReadOnlyList<ImageFrame>)[.. list.Select(box => Frame(box, null, 0, dashed: false))])], title);
    }

    private static ImageFrame Frame(Box box, string? text, int one, bool dashed) => new(box.Left, box.Top, box.Right, box.Bottom, text, Palette.At(one), dashed);

    private static int Count(Tensor images)
    {
        ArgumentNullException.ThrowIfNull(images);
        return images.Rank == 4 && images.Shape[1] is 1 or 3 && images.DType is DType.UInt8 or DType.Float32 or DType.Float64
            ? images.Shape[0]
            : throw new ArgumentException($"DetectionPictures: pictures are [N, 1 or 3, H, W] of UInt8 or floats, and these are {images.Shape} of {images.DType}.", nameof(images));
    }

    private static Figure Draw(Tensor images, IReadOnlyList<IReadOnlyList<ImageFrame>> frames, string? title)
    {
        Count(images);
        (int channels, int height, int width) = (images.Shape[1], images.Shape[2], images.Shape[3]);
        Tensor last = images.Permute(0, 2, 3, 1).Contiguous();
        byte[] pixels = images.DType == DType.UInt8
            ? last.ToArray<byte>()
            : Array.ConvertAll(last.To(DType.Float64).ToArray<double>(), value => (byte)Math.Round(255 * Math.Clamp(double.IsNaN(value) ? 0 : value, 0, 1)));
        return new(new ImageGrid(pixels, height, width, channels) { Frames = frames, DisplayWidth = Math.Max(Wide, Math.Min(width, 400)), Columns = 4 }) { Title = title };
    }
}
