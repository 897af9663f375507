using NotebookKit.Layers;

namespace NotebookKit.Detection;

/// <summary>Mask R-CNN's third head: for each region a small map that says which of its pixels belong to the object.</summary>
/// <remarks>
/// Regions are cut from the features by interpolation (RoI align), go through a convolution, are doubled by a transposed one and end in one score a
/// pixel, [K, 1, 2 grid, 2 grid], the same for every class, so that an object whose class is not known can be learned from. He et al. 2017; lecture S2 L11.
/// </remarks>
public sealed class MaskHead : Module
{
    private readonly Sequential layers;

    /// <summary>Makes the head.</summary>
    /// <param name="channels">Maps of features.</param>
    /// <param name="stride">Pixels of the picture from one place of the features to the next.</param>
    /// <param name="grid">Rows and columns that every region becomes; its mask has twice as many.</param>
    /// <param name="width">Maps in between.</param>
    /// <param name="rng">Where the first weights come from; the session's generator when null.</param>
    public MaskHead(int channels, int stride, int grid = 7, int width = 32, Rng? rng = null)
    {
        (Stride, Grid) = (stride, grid);
        layers = new Sequential(
            new Conv2d(channels, width, 3, padding: 1, rng: rng), new ReLU(), new ConvTranspose2d(width, width, 2, 2, rng: rng), new ReLU(), new Conv2d(width, 1, 1, rng: rng));
    }

    /// <summary>Pixels of the picture from one place of the features to the next.</summary>
    public int Stride { get; }

    /// <summary>Rows and columns that every region becomes.</summary>
    public int Grid { get; }

    /// <summary>Scores of pixels, [K, 1, 2 grid, 2 grid], before the sigmoid.</summary>
    /// <param name="input">[K, channels, grid, grid].</param>
    public override Tensor Forward(Tensor input) => layers.Forward(input);

    /// <summary>Scores of the pixels of regions.</summary>
    /// <param name="features">[N, channels, H, W].</param>
    /// <param name="regions">Boxes on each picture.</param>
    public Tensor Forward(Tensor features, IReadOnlyList<IReadOnlyList<Box>> regions)
    {
        ArgumentNullException.ThrowIfNull(features);
        return Forward(features.RoiAlign(BoxTensors.ToRegions(regions, features.DType), Grid, 1.0 / Stride, samples: 2, aligned: true));
    }

    /// <summary>The binary cross-entropy of the masks of all objects on pictures whose instances are known.</summary>
    /// <param name="features">[N, channels, H, W].</param>
    /// <param name="instances">For each picture its map, row by row, with k for its k-th object; empty where it is not known.</param>
    /// <param name="size">Height and width of the pictures.</param>
    /// <returns>0 where nothing is known.</returns>
    public Tensor Loss(Tensor features, IReadOnlyList<long[]> instances, Pair size)
    {
        ArgumentNullException.ThrowIfNull(features);
        ArgumentNullException.ThrowIfNull(instances);
        List<IReadOnlyList<Box>> regions = [];
        List<Tensor> masks = [];
        foreach (long[] map in instances)
        {
            Box[] boxes = map.Length == 0 ? [] : DetectionSet.BoxesOf(map, size.Width, (int)map.Max());
            regions.Add(boxes);
            for (int k = 0; k < boxes.Length; k++)
            {
                Tensor own = Tensor.From([.. map.Select(number => number == k + 1 ? 1f : 0f)], [1, 1, size.Height, size.Width]);
                masks.Add((own.RoiAlign(BoxTensors.ToRegions([[boxes[k]]]), 2 * Grid, aligned: true) >= 0.5).To(DType.Float32));
            }
        }

        return masks.Count == 0 ? features.Sum() * 0 : NotebookKit.Losses.Loss.BinaryCrossEntropyOfScores(Forward(features, regions), Tensor.Concat(masks));
    }

    /// <summary>The mask of each region on its picture, [H, W] of Bool, from scores of <see cref="Forward(Tensor)"/>.</summary>
    /// <param name="scores">[1, 1, 2 grid, 2 grid] of one region.</param>
    /// <param name="region">Where it is.</param>
    /// <param name="size">Height and width of the picture.</param>
    public static Tensor Paste(Tensor scores, Box region, Pair size)
    {
        ArgumentNullException.ThrowIfNull(scores);
        Box on = region.Clip(size.Width, size.Height);
        (int left, int top, int right, int bottom) = ((int)Math.Floor(on.Left), (int)Math.Floor(on.Top), (int)Math.Ceiling(on.Right), (int)Math.Ceiling(on.Bottom));
        Tensor mask = Tensor.Zeros([size.Height, size.Width], DType.Bool);
        if (right > left && bottom > top)
        {
            mask[top..bottom, left..right] = scores.Interpolate((bottom - top, right - left), Interpolation.Linear)[0][0] >= 0;
        }

        return mask;
    }
}
