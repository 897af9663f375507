using NotebookKit.Losses;
using NotebookKit.Segmentation;

namespace NotebookKit.Tests.Segmentation;

/// <summary>What is done with maps of labels: scores, pieces, distances, thresholds. Numbers are scikit-learn's, SciPy's and PyTorch's unless counted by hand.</summary>
public class PixelTests
{
    private const int Height = 17, Width = 23;

    private static Tensor Map(Func<int, int, long> at) => Tensor.Wrap([.. Enumerable.Range(0, Height * Width).Select(p => at(p / Width, p % Width))], [Height, Width]);

    private static Tensor Mask(Func<int, int, bool> at) => Map((i, j) => at(i, j) ? 1 : 0);

    private static Tensor Scatter => Mask((i, j) => ((i * 7) + (j * 13) + (i * j)) % 5 < 2);

    private static Tensor Blobs => Mask((i, j) =>
        (((i - 8) * (i - 8)) + ((j - 7) * (j - 7)) < 30 || ((i - 8) * (i - 8)) + ((j - 16) * (j - 16)) < 26 || (i == 3 && j > 2)) && ((i - 8) * (i - 8)) + ((j - 7) * (j - 7)) >= 3);

    private static long Sum(Tensor map) => map.To(DType.Int64).ToArray<long>().Select((value, p) => value * (p + 1)).Sum();

    [Fact]
    public void Scores_of_pixels_are_scikit_learns()
    {
        Tensor truth = Map((i, j) => ((i * 3) + (j * 5) + (i * j)) % 4), predicted = Map((i, j) => ((i * 3) + (j * 5) + (i * j) + (i * j % 7 == 0 ? 1 : 0)) % 4);
        SegmentationScores scores = SegmentationScores.Of(predicted, truth, ["a", "b", "c", "d"]);
        double[] expected = [0.4430379746835443, 0.6124401913875598, 0.3017241379310345, 0.6071428571428571];
        Assert.All(expected.Zip(scores.IoU), pair => Assert.Equal(pair.First, pair.Second, 1e-14));
        Assert.Equal(0.49108629028624895, scores.MeanIoU, 1e-14);
        Assert.Equal(0.680306905370844, scores.PixelAccuracy, 1e-14);
        Assert.Equal(0.8764044943820225, scores.ForegroundIoU, 1e-14);
        Assert.Equal(0.9341317365269461, scores.ForegroundDice, 1e-14);
        Assert.Equal(Metric.MeanIoU(predicted, truth, 4).Mean, scores.MeanIoU, 1e-14);
        Assert.Equal(Metric.Dice(predicted, truth), SegmentationScores.OfMasks(predicted, truth).ForegroundDice, 1e-14);
    }

    [Fact]
    public void An_absent_class_does_not_count_and_an_empty_picture_is_right()
    {
        Tensor none = Map((_, _) => 0), one = Map((i, _) => i < 5 ? 1 : 0);
        SegmentationScores empty = SegmentationScores.Of(none, none, ["ground", "cat", "dog"]);
        Assert.Equal((1, 1, 1, 1), (empty.PixelAccuracy, empty.MeanIoU, empty.ForegroundIoU, empty.ForegroundDice));
        Assert.Equal([1, double.NaN, double.NaN], empty.IoU);
        SegmentationScores missed = SegmentationScores.Of(none, one, ["ground", "cat", "dog"]);
        Assert.Equal(0, missed.ForegroundIoU);
        Assert.Equal(12.0 / 17 / 2, missed.MeanIoU, 1e-14);
        Assert.Equal(1, SegmentationScores.Of(none, Map((i, _) => i < 5 ? 255 : 0), ["ground", "cat"], ignored: 255).PixelAccuracy);
        Assert.Contains("ArgMax(1)", Assert.Throws<ArgumentException>(() => SegmentationScores.Of(Tensor.Zeros([2, 2]), none, ["a"])).Message, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("System", "SEG-INST")]
    public void Connected_pieces_tell_objects_apart_until_they_touch()
    {
        Assert.Equal((70, 1264967L), (Components.Of(Scatter).Count, Sum(Components.Of(Scatter).Numbers)));
        Assert.Equal((20, 392422L), (Components.Of(Scatter, diagonal: true).Count, Sum(Components.Of(Scatter, diagonal: true).Numbers)));

        CellPictures apart = new DrawnCells { Touching = 0 }.Draw(6, 3), touching = new DrawnCells { Touching = 0.9, Cells = 6 }.Draw(6, 3);
        double Score(CellPictures cells, Func<Tensor, Tensor> objects) => Enumerable.Range(0, 6).Average(i => ObjectScores.Of(objects(cells.Masks[i]), cells.Objects[i]).F1);
        Assert.True(Score(apart, mask => Components.Of(mask).Numbers) > 0.95);
        double melted = Score(touching, mask => Components.Of(mask).Numbers), cut = Score(touching, mask => Watershed.Split(mask, 3).Numbers);
        Assert.True(melted < 0.7, $"{melted}");
        Assert.True(cut > melted + 0.2, $"{cut} after {melted}");
    }

    [Fact]
    public void Objects_are_counted_one_by_one()
    {
        // Two of three found: one exactly, one by 6 of 10 pixels; the third melts into nothing, and a piece of dust is false.
        long[] truth = new long[40], ours = new long[40];
        truth.AsSpan(0, 8).Fill(1);
        truth.AsSpan(10, 10).Fill(2);
        truth.AsSpan(25, 5).Fill(3);
        ours.AsSpan(0, 8).Fill(5);
        ours.AsSpan(14, 6).Fill(9);
        ours[39] = 2;
        ObjectScores scores = ObjectScores.Of(Tensor.Wrap(ours, [4, 10]), Tensor.Wrap(truth, [4, 10]));
        Assert.Equal([new(5, 1, 1), new(9, 2, 0.6)], scores.Matches);
        Assert.Equal((2, 1, 1), (scores.Found, scores.Missed, scores.False));
        Assert.Equal(4.0 / 6, scores.F1, 1e-15);
        Assert.Equal(1.6 / 3, scores.PanopticQuality, 1e-15);
        Assert.Equal(0.5, ObjectScores.Of(Tensor.Wrap(ours, [4, 10]), Tensor.Wrap(truth, [4, 10]), 0.7).Precision * 1.5, 1e-15);
        Tensor none = Tensor.Zeros([4, 10], DType.Int64);
        Assert.Equal(1, ObjectScores.Of(none, none).F1);
        Assert.Equal(0, ObjectScores.Of(none, Tensor.Wrap(truth, [4, 10])).F1);
    }

    [Fact]
    public void Distances_are_exact()
    {
        double[] ours = PixelDistance.ToGround(Scatter).ToArray<double>();
        Assert.Equal(134.4142135623731, ours.Sum(), 1e-10);
        Tensor blobs = Blobs;
        bool[] mask = blobs.To(DType.Bool).ToArray<bool>();
        double[] toMask = PixelDistance.ToMask(blobs).ToArray<double>();
        for (int p = 0; p < mask.Length; p++)
        {
            double nearest = Enumerable.Range(0, mask.Length).Where(q => mask[q]).Min(q => Math.Sqrt(Math.Pow((p / Width) - (q / Width), 2) + Math.Pow((p % Width) - (q % Width), 2)));
            Assert.Equal(nearest, toMask[p], 1e-12);
        }

        Assert.All(PixelDistance.ToMask(Tensor.Zeros([3, 4], DType.Int64)).ToArray<double>(), distance => Assert.Equal(double.PositiveInfinity, distance));
    }

    [Fact]
    public void Discs_widen_and_wear_as_SciPys_do()
    {
        Tensor b = Blobs;
        Assert.Equal(33175, Sum(b));
        Assert.Equal([21093, 45020, 32340, 34379], new[] { Morphology.Erode(b, 1), Morphology.Dilate(b, 1), Morphology.Open(b, 1), Morphology.Close(b, 1) }.Select(Sum));
        Assert.Equal([9864, 55340, 28911, 38078], new[] { Morphology.Erode(b, 2), Morphology.Dilate(b, 2), Morphology.Open(b, 2), Morphology.Close(b, 2) }.Select(Sum));
        Assert.Equal(35112, Sum(Morphology.FillHoles(b)));
    }

    [Fact]
    public void Otsus_level_sets_the_groups_as_far_apart_as_can_be()
    {
        Rng rng = new(5);
        byte[] greys = [.. Enumerable.Range(0, 600).Select(i => (byte)Math.Clamp((i % 3 == 0 ? 170 : 60) + (25 * (rng.NextDouble() + rng.NextDouble() - 1)), 0, 255))];
        double Apart(double level)
        {
            double[] below = [.. greys.Where(grey => grey <= level).Select(grey => (double)grey)], above = [.. greys.Where(grey => grey > level).Select(grey => (double)grey)];
            return below.Length == 0 || above.Length == 0 ? 0 : below.Length * above.Length * Math.Pow(below.Average() - above.Average(), 2);
        }

        double ours = Threshold.Otsu(Tensor.Wrap(greys, [20, 30])), best = Enumerable.Range(0, 255).Max(level => Apart(level));
        Assert.InRange(Apart(ours), best * (1 - 1e-12), best * (1 + 1e-12));
        Assert.Equal(ours, Enumerable.Range(0, 255).First(level => Apart(level) >= best * (1 - 1e-12)));
        Assert.Equal(7, Threshold.Otsu(Tensor.Full([4, 4], 7)));

        // Uneven light: one level for all fails where a local one does not.
        CellPictures shaded = new DrawnCells { Shade = 0.85, Noise = 0.01 }.Draw(4, 1);
        double global = 0, local = 0;
        for (int i = 0; i < 4; i++)
        {
            Tensor picture = shaded.Images[i][0];
            global += SegmentationScores.OfMasks(picture > Threshold.Otsu(picture), shaded.Masks[i]).ForegroundIoU / 4;
            local += SegmentationScores.OfMasks(Threshold.Local(picture, 41, 0.04), shaded.Masks[i]).ForegroundIoU / 4;
        }

        Assert.True(local > global + 0.05, $"local {local}, one level {global}");
    }

    [Fact]
    public void A_local_threshold_is_the_mean_of_the_window_that_is_in_the_picture()
    {
        Tensor picture = Tensor.Uniform([7, 9], rng: new Rng(2), dtype: DType.Float64);
        double[] x = picture.ToArray<double>();
        bool[] ours = Threshold.Local(picture, 5, 0.1).ToArray<bool>();
        for (int p = 0; p < x.Length; p++)
        {
            double mean = Enumerable.Range(0, x.Length).Where(q => Math.Abs((q / 9) - (p / 9)) <= 2 && Math.Abs((q % 9) - (p % 9)) <= 2).Average(q => x[q]);
            Assert.Equal(x[p] > mean + 0.1, ours[p]);
        }
    }

    [Fact]
    public void Borders_show_what_a_shift_by_a_pixel_costs()
    {
        Tensor truth = Mask((i, j) => j >= 10), shifted = Mask((i, j) => j >= 11);
        Assert.Equal(2 * Height, Boundaries.Of(truth).ToArray<bool>().Count(isBorder => isBorder));
        Assert.Equal(0.5, Boundaries.Accuracy(shifted, truth, 0));
        Assert.Equal(0.75, Boundaries.Accuracy(shifted, truth, 1));
        Assert.Equal(0.5, Boundaries.F1(shifted, truth, 0), 1e-15);
        Assert.Equal(1, Boundaries.F1(shifted, truth, 1));
        Assert.Equal(0, Boundaries.F1(Mask((_, _) => false), truth));
        Assert.Equal(1, Boundaries.Accuracy(truth, Mask((_, _) => true)));
    }

    [Fact]
    public void Losses_of_pixels_are_PyTorchs()
    {
        Tensor x = (Tensor.Arange(0, 48, dtype: DType.Float64) * 0.7).Sin().Reshape(2, 3, 2, 4);
        Tensor y = Tensor.Wrap([.. Enumerable.Range(0, 16).Select(i => (long)(i * 5 % 3))], [2, 2, 4]), w = (Tensor.Arange(0, 16, dtype: DType.Float64) / 4 + 1).Reshape(2, 2, 4);
        Assert.Equal(1.2116944759992099, SegmentationLoss.Weighted(x, y, w).Item(), 1e-12);
        Assert.Equal(0.5720275324368481, SegmentationLoss.Dice(x, y).Item(), 1e-12);
        Assert.Equal(0.5822488183570385, SegmentationLoss.Dice(x, y, ground: false).Item(), 1e-12);
        Assert.Equal(Loss.CrossEntropy(x, y).Item(), SegmentationLoss.Weighted(x, y, Tensor.OnesLike(w)).Item(), 1e-12);
    }

    [Fact]
    public void The_ground_between_two_cells_weighs_most()
    {
        // A gap of one pixel between columns 4 and 6: there d1 = d2 = 1.
        Tensor objects = Map((_, j) => j < 5 ? 1 : j > 5 && j < 9 ? 2 : 0);
        float[] w = SegmentationLoss.BorderWeights(objects).ToArray<float>();
        Assert.Equal(1 + (10 * Math.Exp(-4 / 50.0)), w[5], 1e-5);
        Assert.Equal(1, w[0]);
        Assert.Equal(1 + (10 * Math.Exp(-Math.Pow(2 + 6, 2) / 50.0)), w[10], 1e-5);
        float[] balanced = SegmentationLoss.BorderWeights(objects, strength: 0, balance: true).ToArray<float>();
        Assert.Equal(w.Length, balanced.Sum(), 0.01);
        Assert.Equal(balanced.Where((_, p) => p % Width < 5 || p % Width is > 5 and < 9).Sum(), balanced.Sum() / 2, 0.01);
    }
}
