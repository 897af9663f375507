using NotebookKit.Training;

namespace NotebookKit.Segmentation;

/// <summary>How good a class for every pixel is: counts of pixels, and the shares that are told of them. Lectures S2 L7, L8.</summary>
/// <remarks>
/// With n_ij pixels of class i taken for j: pixel accuracy sum n_ii / sum n_ij; IoU of i is n_ii / (sum_j n_ij + sum_j n_ji - n_ii); the mean
/// is over the classes that are in the truth or the prediction, so an absent class neither helps nor harms. Long et al. 2015.
/// </remarks>
[Display.TypeFormatterSource(typeof(Display.SegmentationScoresFormatterSource), PreferredMimeTypes = ["text/html", "text/plain"])]
public sealed record SegmentationScores
{
    private SegmentationScores(ConfusionMatrix pixels) => Pixels = pixels;

    /// <summary>How many pixels of each class were taken for each.</summary>
    public ConfusionMatrix Pixels { get; }

    /// <summary>The share of all pixels that is right; NaN of none. Where the ground is most of the picture it says little.</summary>
    public double PixelAccuracy => Pixels.Accuracy;

    /// <summary>The recall of a class, averaged over the classes that are in the truth; NaN of none.</summary>
    public double MeanAccuracy => Mean(Enumerable.Range(0, Pixels.ClassNames.Count).Select(Pixels.Recall));

    /// <summary>Intersection over union of each class; NaN for one that is nowhere.</summary>
    public IReadOnlyList<double> IoU => [.. Enumerable.Range(0, Pixels.ClassNames.Count).Select(Pixels.IoU)];

    /// <summary>The mean of <see cref="IoU"/> over the classes that are somewhere; NaN of none.</summary>
    public double MeanIoU => Mean(IoU);

    /// <summary>IoU of everything that is not class 0, whatever its class; 1 where truth and prediction are all ground.</summary>
    public double ForegroundIoU => Overlap is var (both, either, _) && either > 0 ? (double)both / either : 1;

    /// <summary>Dice's coefficient of everything that is not class 0, 2 |A and B| / (|A| + |B|); 1 where truth and prediction are all ground.</summary>
    public double ForegroundDice => Overlap is var (both, _, together) && together > 0 ? 2.0 * both / together : 1;

    private (int Both, int Either, int Together) Overlap
    {
        get
        {
            int truth = Pixels.Total - Pixels.RowSum(0), predicted = Pixels.Total - Pixels.ColumnSum(0);
            int either = Pixels.Total - Pixels[0, 0];
            return (truth + predicted - either, either, truth + predicted);
        }
    }

    /// <summary>Compares maps of classes.</summary>
    /// <param name="predicted">Whole numbers of any shape.</param>
    /// <param name="truth">The same shape.</param>
    /// <param name="classNames">The name of each class, the ground first.</param>
    /// <param name="ignored">A number in the truth whose pixels do not count, such as 255; null for none.</param>
    /// <exception cref="ArgumentException">The shapes differ, a number names no class, or there is no class.</exception>
    public static SegmentationScores Of(Tensor predicted, Tensor truth, IReadOnlyList<string> classNames, int? ignored = null)
    {
        ArgumentNullException.ThrowIfNull(predicted);
        ArgumentNullException.ThrowIfNull(truth);
        ArgumentNullException.ThrowIfNull(classNames);
        if (predicted.Shape != truth.Shape || predicted.DType.IsFloat() || truth.DType.IsFloat() || classNames.Count == 0)
        {
            throw new ArgumentException(
                $"SegmentationScores: takes two maps of whole numbers of one shape and the names of the classes, and got {predicted.Shape} of {predicted.DType}, {truth.Shape} of {truth.DType} and {classNames.Count} names; scores [N, classes, H, W] become a map by ArgMax(1).");
        }

        int[] ours = Classes(predicted), right = Classes(truth);
        bool[] counts = Array.ConvertAll(right, label => label != ignored);
        return new(new ConfusionMatrix([.. right.Where((_, i) => counts[i])], [.. ours.Where((_, i) => counts[i])], classNames));
    }

    /// <summary>Compares two masks: the classes are ground and object.</summary>
    /// <param name="predicted">Booleans, or whole numbers of which all but 0 are the object; any shape.</param>
    /// <param name="truth">The same shape.</param>
    /// <exception cref="ArgumentException">The shapes differ.</exception>
    public static SegmentationScores OfMasks(Tensor predicted, Tensor truth)
    {
        ArgumentNullException.ThrowIfNull(predicted);
        ArgumentNullException.ThrowIfNull(truth);
        return Of(Mask(predicted), Mask(truth), ["ground", "object"]);
    }

    /// <summary>The shares in a line.</summary>
    public override string ToString() => FormattableString.Invariant(
        $"pixel accuracy {PixelAccuracy:F4}, mean IoU {MeanIoU:F4}, foreground IoU {ForegroundIoU:F4}, foreground Dice {ForegroundDice:F4}");

    private static int[] Classes(Tensor map) => Array.ConvertAll(map.To(DType.Int64).ToArray<long>(), label => (int)Math.Clamp(label, int.MinValue, int.MaxValue));

    private static Tensor Mask(Tensor map) => map.DType.IsFloat()
        ? throw new ArgumentException($"OfMasks: takes Booleans or whole numbers, and got {map.Shape} of {map.DType}; x > 0.5 makes a mask of probabilities.")
        : Tensor.Wrap(Array.ConvertAll(map.To(DType.Int64).ToArray<long>(), value => value != 0 ? 1L : 0), map.Shape);

    private static double Mean(IEnumerable<double> shares) => shares.Where(share => !double.IsNaN(share)).DefaultIfEmpty(double.NaN).Average();
}
