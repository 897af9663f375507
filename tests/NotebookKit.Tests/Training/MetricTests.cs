using NotebookKit.Losses;
using NotebookKit.Tests.Ops;
using NotebookKit.Training;

namespace NotebookKit.Tests.Training;

/// <summary>Metrics against scikit-learn, by hand and by the paper's rules.</summary>
public class MetricTests
{
    private static readonly GoldenFile Golden = new("metrics.npz");

    private static double[] Numbers(string key) => Golden.Stored(key).ToArray<double>();

    private static int[] Whole(string key) => Array.ConvertAll(Numbers(key), x => (int)x);

    private static void Same(double[] expected, IEnumerable<double> actual)
    {
        double[] ours = [.. actual];
        Assert.Equal(expected.Length, ours.Length);
        Assert.All(expected.Zip(ours), pair => Assert.Equal(pair.First, pair.Second, 1e-12));
    }

    private static double[] Row(ClassScore score) => [score.Precision, score.Recall, score.F1];

    [Fact]
    public void Precision_recall_and_F1_are_scikit_learns()
    {
        ClassReport report = new ConfusionMatrix(Whole("classes/truth"), Whole("classes/predicted"), ["a", "b", "c", "d", "e", "f"]).Report();
        double[] each = Numbers("classes/each");
        Same(each[..6], report.Classes.Select(one => one.Precision));
        Same(each[6..12], report.Classes.Select(one => one.Recall));
        Same(each[12..], report.Classes.Select(one => one.F1));
        Same(Numbers("classes/macro"), Row(report.Macro));
        Same(Numbers("classes/micro"), Row(report.Micro));
        Same(Numbers("classes/weighted"), Row(report.Weighted));
        Assert.Equal(200, report.Classes.Sum(one => one.Support));
    }

    [Fact]
    public void Intersection_over_union_of_classes_is_scikit_learns()
    {
        Tensor truth = Tensor.From(Array.ConvertAll(Whole("classes/truth"), x => (long)x), [10, 20]);
        Tensor predicted = Tensor.From(Array.ConvertAll(Whole("classes/predicted"), x => (long)x), [10, 20]);
        (double[] each, double mean) = Metric.MeanIoU(predicted, truth, 6);
        Same(Numbers("classes/jaccard"), each[..5]);
        Assert.True(double.IsNaN(each[5]));
        Assert.Equal(Numbers("classes/jaccardMean")[0], mean, 1e-12);
        ConfusionMatrix matrix = new(Whole("classes/truth"), Whole("classes/predicted"), ["a", "b", "c", "d", "e", "f"]);
        Same(each[..5], Enumerable.Range(0, 5).Select(matrix.IoU));

        // Places to ignore count for nothing, whatever is predicted there.
        Tensor holes = Tensor.From([0L, 1, 255, 255]);
        Assert.Equal(1, Metric.MeanIoU(Tensor.From([0L, 1, 1, 0]), holes, 2, ignore: 255).Mean);
        Assert.Throws<ArgumentException>(() => Metric.MeanIoU(Tensor.From([0L, 1, 1, 0]), holes, 2));
    }

    [Theory]
    [InlineData("fine")]
    [InlineData("ties")]
    public void Curves_are_scikit_learns(string name)
    {
        Tensor scores = Golden.Stored($"{name}/scores"), labels = Golden.Stored($"{name}/labels").To(DType.Int64);
        RocCurve roc = RocCurve.Of(scores, labels);
        Same(Numbers($"{name}/fpr"), roc.FalsePositiveRates);
        Same(Numbers($"{name}/tpr"), roc.TruePositiveRates);
        Assert.Equal(Numbers($"{name}/auc")[0], roc.Area, 1e-12);
        PrecisionRecallCurve curve = PrecisionRecallCurve.Of(scores, labels);

        // scikit-learn begins at the lowest threshold and adds a last point of precision 1.
        Same(Numbers($"{name}/cuts"), curve.Thresholds.Reverse());
        Same(Numbers($"{name}/precision"), [.. curve.Precisions.Reverse(), 1]);
        Same(Numbers($"{name}/recall"), [.. curve.Recalls.Reverse(), 0]);
        Assert.Equal(Numbers($"{name}/ap")[0], curve.AveragePrecision, 1e-12);
    }

    [Fact]
    public void The_area_is_the_share_of_pairs_in_the_right_order()
    {
        Rng rng = new(3);
        double[] scores = [.. Enumerable.Range(0, 60).Select(_ => (double)rng.Next(9))];
        long[] labels = [.. Enumerable.Range(0, 60).Select(_ => (long)rng.Next(2))];
        var pairs = from i in Enumerable.Range(0, 60) where labels[i] == 1 from j in Enumerable.Range(0, 60) where labels[j] == 0 select scores[i] > scores[j] ? 1 : scores[i] == scores[j] ? 0.5 : 0;
        Assert.Equal(pairs.Average(), RocCurve.Of(Tensor.From(scores), Tensor.From(labels)).Area, 1e-12);
    }

    [Fact]
    public void Errors_of_numbers_are_scikit_learns()
    {
        Tensor y = Golden.Stored("numbers/outputs"), t = Golden.Stored("numbers/targets");
        Assert.Equal(Numbers("numbers/r2")[0], Metric.R2(y, t), 1e-12);
        Assert.Equal(Numbers("numbers/r2first")[0], Metric.R2(y[.., 0], t[.., 0]), 1e-12);
        Assert.Equal(Numbers("numbers/mae")[0], Metric.MeanAbsoluteError(y, t), 1e-12);
        Assert.Equal(Numbers("numbers/rmse")[0], Metric.RootMeanSquaredError(y, t), 1e-12);
        Assert.Equal(1, Metric.R2(Tensor.Ones([3]), Tensor.Ones([3])));
        Assert.Equal(0, Metric.R2(Tensor.Zeros([3]), Tensor.Ones([3])));
    }

    [Fact]
    [Trait("System", "DET-IOU")]
    [Trait("Golden", "G-IOU")]
    public void Overlap_of_boxes_is_symmetric_between_0_and_1_and_1_for_the_same_box_alone()
    {
        Assert.Equal(1.0 / 7, Metric.BoxIoU(Tensor.From([0.0, 0, 2, 2], [1, 4]), Tensor.From([1.0, 1, 3, 3], [1, 4])).Item(), 1e-12);
        Assert.Equal(0.5, Metric.BoxIoU(Tensor.From([0.0, 0, 4, 4], [1, 4]), Tensor.From([0.0, 0, 4, 2], [1, 4])).Item(), 1e-12);

        // Corners on a grid, so that many boxes touch, hold each other, or are the same.
        Rng rng = new(5);
        double[] ends = [.. Enumerable.Range(0, 80).SelectMany(_ =>
        {
            (int x, int y) = (rng.Next(5), rng.Next(5));
            return new double[] { x, y, x + 1 + rng.Next(3), y + 1 + rng.Next(3) };
        })];
        double[,] shares = Metric.BoxIoU(Tensor.From(ends, [80, 4]), Tensor.From(ends, [80, 4])).ToArray2D<double>();
        for (int i = 0; i < 80; i++)
        {
            for (int j = 0; j < 80; j++)
            {
                Assert.Equal(shares[i, j], shares[j, i]);
                Assert.InRange(shares[i, j], 0, 1);
                Assert.Equal(ends.AsSpan(4 * i, 4).SequenceEqual(ends.AsSpan(4 * j, 4)), shares[i, j] == 1);
            }
        }
    }

    [Fact]
    public void Masks_overlap_as_they_are_counted()
    {
        Tensor a = Tensor.From([true, true, true, false], [2, 2]), b = Tensor.From([1f, 0, 2, 3], [2, 2]);
        Assert.Equal(0.5, Metric.MaskIoU(a, b));
        Assert.Equal(2.0 / 3, Metric.Dice(a, b), 1e-15);
        Assert.Equal((1, 1), (Metric.MaskIoU(Tensor.Zeros([3]), Tensor.Zeros([3])), Metric.Dice(Tensor.Zeros([3]), Tensor.Zeros([3]))));
        Assert.Equal(0, Metric.MaskIoU(Tensor.Zeros([3]), Tensor.Ones([3])));
    }

    // Right, wrong, right, right of four boxes: precisions 1, 1/2, 2/3, 3/4 at recalls 1/4, 1/4, 1/2, 3/4.
    [Fact]
    [Trait("System", "DET-MAP")]
    public void Average_precision_of_a_perfect_ranking_is_1_and_of_one_by_hand_what_the_hand_says()
    {
        bool[] hand = [true, false, true, true];
        Assert.Equal(0.25 + (0.25 * 0.75) + (0.25 * 0.75), DetectionScores.AveragePrecision(hand, 4), 1e-12);

        // At 0, 0.1, 0.2 the best precision is 1; at 0.3 to 0.7 it is 3/4; above that nothing is found.
        Assert.Equal((3 + (5 * 0.75)) / 11, DetectionScores.AveragePrecision(hand, 4, ApRule.ElevenPoints), 1e-12);
        Assert.Equal((26 + (50 * 0.75)) / 101, DetectionScores.AveragePrecision(hand, 4, ApRule.HundredOnePoints), 1e-12);
        Assert.All(Enum.GetValues<ApRule>(), rule =>
        {
            Assert.Equal(1, DetectionScores.AveragePrecision([true, true, true, false], 3, rule), 1e-12);
            Assert.Equal(0, DetectionScores.AveragePrecision([false], 3, rule));
        });

        // Three of ten are found: recall 0.3 counts, which in floating point is a little below 3 / 10.
        Assert.Equal(4.0 / 11, DetectionScores.AveragePrecision([true, true, true], 10, ApRule.ElevenPoints), 1e-12);
    }

    [Fact]
    public void Mean_average_precision_is_that_of_the_rules_written_out_in_numpy()
    {
        double[] real = Numbers("boxes/real"), found = Numbers("boxes/found");
        TrueBox[] truth = [.. real.Chunk(6).Select(r => new TrueBox((int)r[0], (int)r[1], r[2], r[3], r[4], r[5]))];
        DetectedBox[] detections = [.. found.Chunk(7).Select(r => new DetectedBox((int)r[0], (int)r[1], r[2], r[3], r[4], r[5], r[6]))];
        Same(Numbers("boxes/area0.5"), DetectionScores.Voc(detections, truth).OfClass.Values);
        Same(Numbers("boxes/area0.75"), DetectionScores.Voc(detections, truth, 0.75).OfClass.Values);
        Same(Numbers("boxes/eleven0.5"), DetectionScores.Voc(detections, truth, rule: ApRule.ElevenPoints).OfClass.Values);
        Same(Numbers("boxes/eleven0.75"), DetectionScores.Voc(detections, truth, 0.75, ApRule.ElevenPoints).OfClass.Values);
        DetectionScores coco = DetectionScores.Coco(detections, truth);
        Same(Numbers("boxes/coco"), coco.OfClass.Values);
        Assert.Equal(Numbers("boxes/coco").Average(), coco.Mean, 1e-12);
    }

    [Fact]
    public void A_box_found_twice_is_right_once_and_a_difficult_one_counts_for_nothing()
    {
        TrueBox[] truth = [new(0, 0, 0, 0, 10, 10), new(0, 0, 50, 50, 60, 60, IsDifficult: true)];
        DetectedBox[] detections = [new(0, 0, 0.9, 50, 50, 60, 60), new(0, 0, 0.8, 0, 0, 10, 9), new(0, 0, 0.7, 0, 0, 10, 10), new(0, 0, 0.6, 50, 50, 60, 60)];
        Assert.Equal(1, DetectionScores.Voc(detections, truth).Mean);
        Assert.Equal(1, DetectionScores.Voc(detections[..2], truth).Mean);
        Assert.Equal(0.5, DetectionScores.Voc([new(0, 0, 0.9, 0, 0, 4, 10), new(0, 0, 0.8, 0, 0, 10, 10)], truth).Mean);
        Assert.True(double.IsNaN(DetectionScores.Voc(detections, []).Mean));
    }

    [Fact]
    public void Misuse_names_the_metric_and_the_shapes()
    {
        (string Name, Action Act)[] bad =
        [
            ("RocCurve", () => RocCurve.Of(Tensor.Zeros([3, 2]), Tensor.Zeros([3]))),
            ("RocCurve", () => RocCurve.Of(Tensor.Zeros([3]), Tensor.From([0L, 1, 2]))),
            ("RocCurve", () => RocCurve.Of(Tensor.Full([3], double.NaN), Tensor.From([0L, 1, 1]))),
            ("RocCurve", () => RocCurve.Of(Tensor.Zeros([3]), Tensor.From([1L, 1, 1]))),
            ("PrecisionRecallCurve", () => PrecisionRecallCurve.Of(Tensor.Zeros([3]), Tensor.From([0L, 0, 0]))),
            ("R2", () => Metric.R2(Tensor.Zeros([3]), Tensor.Zeros([3, 1]))),
            ("MeanAbsoluteError", () => Metric.MeanAbsoluteError(Tensor.Zeros([0]), Tensor.Zeros([0]))),
            ("BoxIoU", () => Metric.BoxIoU(Tensor.Zeros([3, 5]), Tensor.Zeros([3, 4]))),
            ("BoxIoU", () => Metric.BoxIoU(Tensor.From([5.0, 5, 2, 2], [1, 4]), Tensor.Zeros([3, 4]))),
            ("MaskIoU", () => Metric.MaskIoU(Tensor.Zeros([3]), Tensor.Zeros([4]))),
            ("MeanIoU", () => Metric.MeanIoU(Tensor.From([7L]), Tensor.From([0L]), 2)),
            ("DetectionScores", () => DetectionScores.Voc([new(0, 0, 1, 5, 5, 2, 2)], [])),
        ];
        Assert.All(bad, one => Assert.Contains(one.Name, Assert.ThrowsAny<ArgumentException>(one.Act).Message, StringComparison.Ordinal));
    }
}
