namespace NotebookKit.Segmentation;

/// <summary>Detail at the borders between classes, where networks that shrink pictures lose most and mean IoU hardly looks.</summary>
public static class Boundaries
{
    /// <summary>The pixels that have a neighbour, at a side, of another label: both sides of each border.</summary>
    /// <param name="labels">[H, W] of whole numbers or Booleans.</param>
    /// <returns>[H, W] of Bool.</returns>
    public static Tensor Of(Tensor labels)
    {
        LabelGrid grid = LabelGrid.Of(nameof(Boundaries), labels);
        bool[] border = new bool[grid.Values.Length];
        for (int p = 0; p < border.Length; p++)
        {
            foreach ((int, int) step in LabelGrid.Sides)
            {
                int next = grid.Step(p, step);
                border[p] |= next >= 0 && grid.Values[next] != grid.Values[p];
            }
        }

        return Tensor.Wrap(border, [grid.Height, grid.Width]);
    }

    /// <summary>The share of right pixels in a band along the true borders. Kohli et al. 2009 (trimap), as DeepLab reports it.</summary>
    /// <param name="predicted">[H, W] of whole numbers.</param>
    /// <param name="truth">The same size.</param>
    /// <param name="width">How far from a border pixel the band reaches, in pixels; 0 for the border pixels alone.</param>
    /// <returns>From 0 to 1; 1 where the truth has no border.</returns>
    /// <exception cref="ArgumentException">The sizes differ.</exception>
    public static double Accuracy(Tensor predicted, Tensor truth, double width = 1)
    {
        (LabelGrid ours, LabelGrid right) = LabelGrid.Of(nameof(Boundaries), predicted, truth);
        double[] away = PixelDistance.ToMask(Of(truth)).ToArray<double>();
        int all = 0, good = 0;
        for (int p = 0; p < away.Length; p++)
        {
            if (away[p] <= width)
            {
                all++;
                good += ours.Values[p] == right.Values[p] ? 1 : 0;
            }
        }

        return all == 0 ? 1 : (double)good / all;
    }

    /// <summary>F1 of border pixels: a predicted one is right where a true one is within the tolerance, and the other way round. Csurka et al. 2013.</summary>
    /// <param name="predicted">[H, W] of whole numbers.</param>
    /// <param name="truth">The same size.</param>
    /// <param name="tolerance">In pixels.</param>
    /// <returns>From 0 to 1; 1 where neither has a border.</returns>
    /// <exception cref="ArgumentException">The sizes differ.</exception>
    public static double F1(Tensor predicted, Tensor truth, double tolerance = 1)
    {
        _ = LabelGrid.Of(nameof(Boundaries), predicted, truth);
        Tensor ours = Of(predicted), right = Of(truth);
        double precision = Near(ours, right, tolerance), recall = Near(right, ours, tolerance);
        return double.IsNaN(precision) && double.IsNaN(recall) ? 1
            : double.IsNaN(precision) || double.IsNaN(recall) || precision + recall == 0 ? 0
            : 2 * precision * recall / (precision + recall);
    }

    private static double Near(Tensor border, Tensor other, double tolerance)
    {
        bool[] of = border.ToArray<bool>();
        double[] away = PixelDistance.ToMask(other).ToArray<double>();
        return away.Where((_, p) => of[p]).Select(distance => distance <= tolerance ? 1.0 : 0).DefaultIfEmpty(double.NaN).Average();
    }
}
