using NotebookKit.Losses;

namespace NotebookKit.Segmentation;

/// <summary>Losses of a class for every pixel besides the plain <see cref="Loss.CrossEntropy(Tensor, Tensor)"/>, which takes [N, classes, H, W] and [N, H, W] as it is.</summary>
public static class SegmentationLoss
{
    /// <summary>Cross-entropy with a weight for each pixel: sum of w (-ln softmax(x)[label]) / sum of w. Ronneberger et al. 2015.</summary>
    /// <param name="logits">[N, classes, H, W].</param>
    /// <param name="labels">[N, H, W] class numbers.</param>
    /// <param name="weights">[N, H, W], 0 or more and not all 0, such as <see cref="BorderWeights"/>.</param>
    /// <exception cref="ArgumentException">The shapes do not fit, a label names no class, or a weight is negative.</exception>
    public static Tensor Weighted(Tensor logits, Tensor labels, Tensor weights)
    {
        ArgumentNullException.ThrowIfNull(labels);
        ArgumentNullException.ThrowIfNull(weights);
        double[] all = weights.ToArray<double>();
        double sum = all.Sum();
        if (weights.Shape != labels.Shape || all.Any(weight => !(weight >= 0)) || !(sum > 0))
        {
            throw new ArgumentException($"Weighted: takes one weight a pixel, {labels.Shape}, 0 or more and not all 0, and got {weights.Shape} with a sum of {sum}.", nameof(weights));
        }

        Tensor losses = Loss.CrossEntropy(logits, labels, weights: null, reduction: Reduction.None);
        return (losses * weights.To(losses.DType)).Sum() / sum;
    }

    /// <summary>The mean over classes of <see cref="Loss.Dice"/> between softmax and labels: a class of few pixels counts as much as one of many.</summary>
    /// <param name="logits">[N, classes, H, W].</param>
    /// <param name="labels">[N, H, W] class numbers.</param>
    /// <param name="ground">Whether class 0 counts as well.</param>
    /// <param name="smoothing">Makes two empty regions equal.</param>
    /// <exception cref="ArgumentException">The shapes do not fit, or a label names no class.</exception>
    public static Tensor Dice(Tensor logits, Tensor labels, bool ground = true, double smoothing = 1)
    {
        ArgumentNullException.ThrowIfNull(logits);
        ArgumentNullException.ThrowIfNull(labels);
        if (logits.Rank != 4 || labels.Rank != 3 || labels.Shape[0] != logits.Shape[0] || labels.Shape[1] != logits.Shape[2] || labels.Shape[2] != logits.Shape[3])
        {
            throw new ArgumentException($"Dice: takes scores [N, classes, H, W] and labels [N, H, W], and got {logits.Shape} and {labels.Shape}.");
        }

        int first = ground ? 0 : 1, classes = logits.Shape[1];
        Tensor probabilities = logits.Softmax(1), targets = labels.Reshape(labels.Count).OneHot(classes, logits.DType).Reshape(labels.Shape[0], labels.Shape[1], labels.Shape[2], classes).Permute(0, 3, 1, 2);
        return Enumerable.Range(first, classes - first)
            .Select(one => Loss.Dice(probabilities[.., one], targets[.., one], smoothing))
            .Aggregate((sum, next) => sum + next) / (classes - first);
    }

    /// <summary>U-Net's weights of pixels: w = w_class + w0 e^(-(d1 + d2)^2 / (2 sigma^2)) on the ground, with the distances d1 and d2 to the nearest two objects.</summary>
    /// <remarks>The narrow ground between touching cells is a few pixels that decide whether they are one; here it weighs most. Ronneberger et al. 2015: w0 = 10, sigma = 5.</remarks>
    /// <param name="objects">[H, W] of whole numbers: the number of each pixel's object, 0 for the ground.</param>
    /// <param name="strength">w0.</param>
    /// <param name="reach">sigma, in pixels.</param>
    /// <param name="balance">Whether ground and objects weigh the same in all, w_class = pixels / (2 pixels of the class); else w_class = 1.</param>
    /// <returns>[H, W] of Float32.</returns>
    /// <exception cref="ArgumentException">It is no map [H, W] of whole numbers, or the reach is not positive.</exception>
    public static Tensor BorderWeights(Tensor objects, double strength = 10, double reach = 5, bool balance = false)
    {
        LabelGrid grid = LabelGrid.Of(nameof(BorderWeights), objects);
        if (!(reach > 0) || !(strength >= 0))
        {
            throw new ArgumentException($"BorderWeights: the reach is more than 0 and the strength 0 or more; they are {reach} and {strength}.");
        }

        double[] nearest = new double[grid.Values.Length], second = new double[grid.Values.Length];
        Array.Fill(nearest, double.PositiveInfinity);
        Array.Fill(second, double.PositiveInfinity);
        foreach (long number in grid.Values.Where(value => value != 0).Distinct().ToArray())
        {
            double[] squares = PixelDistance.Squared(grid, value => value == number);
            for (int p = 0; p < squares.Length; p++)
            {
                double distance = Math.Sqrt(squares[p]);
                (nearest[p], second[p]) = distance < nearest[p] ? (distance, nearest[p]) : (nearest[p], Math.Min(second[p], distance));
            }
        }

        double ground = grid.Values.Count(value => value == 0), objectPixels = grid.Values.Length - ground;
        float[] weights = new float[grid.Values.Length];
        for (int p = 0; p < weights.Length; p++)
        {
            bool isGround = grid.Values[p] == 0;
            double ofClass = balance && ground > 0 && objectPixels > 0 ? weights.Length / (2 * (isGround ? ground : objectPixels)) : 1;
            double between = (nearest[p] + second[p]) / reach;
            weights[p] = (float)(ofClass + (isGround ? strength * Math.Exp(-between * between / 2) : 0));
        }

        return Tensor.Wrap(weights, [grid.Height, grid.Width]);
    }
}
