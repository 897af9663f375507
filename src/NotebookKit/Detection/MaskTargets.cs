using NotebookKit.Data;

namespace NotebookKit.Detection;

/// <summary>What is known of a picture.</summary>
[Flags]
public enum KnownLabels
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>Boxes and classes.</summary>
    Boxes = 1,

    /// <summary>Which pixels are whose.</summary>
    Masks = 2,

    /// <summary>Both.</summary>
    Both = 3,
}

/// <summary>Targets for a network of two heads, where each picture may have labels for one of them only.</summary>
/// <remarks>
/// The rows of <see cref="DetectionSet.ToDataset"/>, then the map of instances in further rows of five, written so that readers of boxes pass over it:
/// k becomes -10 - k. A row of class -3 says that a picture's boxes are not known.
/// </remarks>
public static class MaskTargets
{
    private const float Unknown = -3, First = -10;

    /// <summary>A set for <see cref="Training.Trainer"/> with boxes and masks.</summary>
    /// <param name="set">Pictures with instances.</param>
    /// <param name="known">What is known of each; both of all when null.</param>
    /// <exception cref="ArgumentException">The set knows no instances, or the numbers differ.</exception>
    public static Dataset ToDataset(DetectionSet set, IReadOnlyList<KnownLabels>? known = null)
    {
        ArgumentNullException.ThrowIfNull(set);
        if (set.Instances is not { } instances || (known is not null && known.Count != set.Count))
        {
            throw new ArgumentException($"MaskTargets: the set {set.Name} of {set.Count} pictures {(set.Instances is null ? "knows no instances" : $"has {known!.Count} words on what is known")}.", nameof(set));
        }

        Tensor boxes = set.ToDataset().Labels;
        int objectRows = boxes.Shape[1], pixels = set.Size.Height * set.Size.Width, rows = objectRows + 1 + ((pixels + 4) / 5);
        float[] old = boxes.ToArray<float>(), all = [.. Enumerable.Repeat((float)DetectionSet.NoObject, set.Count * rows * 5)];
        long[] maps = instances.ToArray<long>();
        for (int i = 0; i < set.Count; i++)
        {
            KnownLabels what = known?[i] ?? KnownLabels.Both;
            Span<float> own = all.AsSpan(i * rows * 5, rows * 5);
            if (what.HasFlag(KnownLabels.Boxes))
            {
                old.AsSpan(i * objectRows * 5, objectRows * 5).CopyTo(own);
            }
            else
            {
                own[objectRows * 5] = Unknown;
            }

            if (what.HasFlag(KnownLabels.Masks))
            {
                // What is left over of the last row is ground.
                Span<float> map = own[((objectRows + 1) * 5)..];
                map.Fill(First);
                for (int p = 0; p < pixels; p++)
                {
                    map[p] = First - maps[(i * pixels) + p];
                }
            }
        }

        return new Dataset(set.Name, set.Images, Tensor.Wrap(all, [set.Count, rows, 5]), "objects as rows, instances behind them");
    }

    /// <summary>What is known of each picture of a batch, and the maps of instances of those that have one.</summary>
    /// <param name="targets">[N, rows, 5].</param>
    /// <param name="size">Height and width of the pictures.</param>
    /// <returns>For each picture what is known, and its map, row by row; empty where there is none.</returns>
    /// <exception cref="ArgumentException">These are no such targets.</exception>
    public static IReadOnlyList<(KnownLabels Known, long[] Instances)> Read(Tensor targets, Pair size)
    {
        ArgumentNullException.ThrowIfNull(targets);
        int pixels = size.Height * size.Width, mapRows = (pixels + 4) / 5;
        if (targets.Rank != 3 || targets.Shape[2] != 5 || targets.Shape[1] <= mapRows)
        {
            throw new ArgumentException($"MaskTargets: targets {targets.Shape} have no room for a map of {size}; make them with MaskTargets.ToDataset.", nameof(targets));
        }

        int objectNumbers = (targets.Shape[1] - mapRows) * 5;
        return [.. targets.ToArray<float>().Chunk(targets.Shape[1] * 5).Select(picture =>
        {
            bool hasMasks = picture[objectNumbers] <= First, hasBoxes = picture[objectNumbers - 5] != Unknown;
            long[] map = hasMasks ? [.. picture.Skip(objectNumbers).Take(pixels).Select(value => (long)(First - value))] : [];
            return ((hasBoxes ? KnownLabels.Boxes : KnownLabels.None) | (hasMasks ? KnownLabels.Masks : KnownLabels.None), map);
        })];
    }
}
