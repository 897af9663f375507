using NotebookKit.Detection;
using NotebookKit.Training;

namespace NotebookKit.Tests.Detection;

/// <summary>Boxes, their overlap, suppression, and the scores of a detector.</summary>
public class BoxTests
{
    private static Box Random(Rng rng, double size = 40)
    {
        (double x, double y) = (size * rng.NextDouble(), size * rng.NextDouble());
        return new(x, y, x + 1 + (size * rng.NextDouble()), y + 1 + (size * rng.NextDouble()));
    }

    [Fact]
    [Trait("System", "DET-IOU")]
    [Trait("Golden", "G-IOU")]
    public void Overlap_is_symmetric_between_0_and_1_and_1_for_the_same_box_alone()
    {
        Assert.Equal(1.0 / 7, new Box(0, 0, 2, 2).IoU(new Box(1, 1, 3, 3)), 1e-12);
        Assert.Equal(0.5, new Box(0, 0, 4, 4).IoU(new Box(0, 0, 4, 2)), 1e-12);
        Rng rng = new(1);
        Box[] boxes = [.. Enumerable.Range(0, 60).Select(_ => Random(rng)), new(5, 5, 5, 9), new(-9, -9, -3, -3)];
        double[,] shares = BoxTensors.IoU(boxes, boxes);
        for (int i = 0; i < boxes.Length; i++)
        {
            for (int j = 0; j < boxes.Length; j++)
            {
                Assert.Equal(shares[i, j], shares[j, i]);
                Assert.InRange(shares[i, j], 0, 1);
                Assert.Equal(i == j && boxes[i].Area > 0, shares[i, j] > 1 - 1e-9);
            }
        }
    }

    [Fact]
    public void Generalised_overlap_also_tells_how_far_apart_boxes_are()
    {
        Assert.Equal(1, new Box(0, 0, 2, 2).GeneralizedIoU(new Box(0, 0, 2, 2)), 1e-12);

        // Two unit squares with a gap of one: the box around them has 3, of which 1 is covered by neither.
        Assert.Equal(-1.0 / 3, new Box(0, 0, 1, 1).GeneralizedIoU(new Box(2, 0, 3, 1)), 1e-12);
        Assert.True(new Box(0, 0, 1, 1).GeneralizedIoU(new Box(9, 0, 10, 1)) < -0.7);
    }

    [Fact]
    public void Forms_of_a_box_are_inverse_and_clipping_never_leaves_the_picture()
    {
        Rng rng = new(2);
        for (int i = 0; i < 100; i++)
        {
            Box box = Random(rng), again = Box.FromCenter(box.CenterX, box.CenterY, box.Width, box.Height), clipped = box.Clip(30, 20);
            Assert.Equal(box.Left, again.Left, 1e-12);
            Assert.Equal(box.Bottom, again.Bottom, 1e-12);
            Assert.InRange(clipped.Right, clipped.Left, 30);
            Assert.InRange(clipped.Bottom, clipped.Top, 20);
        }

        Assert.Equal(0, new Box(50, 5, 60, 9).Clip(30, 20).Area);
        Assert.Equal([new Box(1, 2, 3, 4)], BoxTensors.ToBoxes(BoxTensors.ToTensor([new Box(1, 2, 3, 4)])));
        Assert.Equal(new Shape(0, 4), BoxTensors.ToTensor([]).Shape);
        Assert.Equal([0, 1, 2, 3, 4, 2, 5, 6, 7, 8], BoxTensors.ToRegions([[new(1, 2, 3, 4)], [], [new(5, 6, 7, 8)]]).ToArray<float>());
    }

    [Fact]
    [Trait("System", "DET-NMS")]
    public void Suppression_keeps_the_surest_leaves_no_overlap_and_does_not_care_for_order()
    {
        Rng rng = new(3);
        for (int round = 0; round < 20; round++)
        {
            ScoredBox[] boxes = [.. Enumerable.Range(0, 40).Select(_ => new ScoredBox(Random(rng), rng.Next(2), rng.Next(10) / 10.0))];
            IReadOnlyList<ScoredBox> kept = Suppression.Greedy(boxes, 0.3, 0.2);
            Assert.Equal(boxes.Max(box => box.Score), kept[0].Score);
            Assert.All(kept, box => Assert.True(box.Score >= 0.2));
            Assert.All(kept.SelectMany((a, i) => kept.Skip(i + 1).Select(b => (a, b))), pair =>
                Assert.True(pair.a.Class != pair.b.Class || pair.a.Box.IoU(pair.b.Box) < 0.3));
            Assert.Equal(kept, Suppression.Greedy([.. rng.Permutation(40).Select(i => boxes[i])], 0.3, 0.2));

            // Whatever went, a surer box of its class had too much in common with it.
            Assert.All(boxes.Where(box => box.Score >= 0.2).Except(kept), gone =>
                Assert.Contains(kept, better => better.Class == gone.Class && better.Score >= gone.Score && better.Box.IoU(gone.Box) >= 0.3));
            Assert.Equal(kept.Take(3), Suppression.Greedy(boxes, 0.3, 0.2, most: 3));
        }

        Assert.Empty(Suppression.Greedy([]));
    }

    [Fact]
    public void Soft_suppression_lowers_scores_by_the_overlap()
    {
        ScoredBox[] boxes = [new(new(0, 0, 4, 4), 0, 0.9), new(new(0, 0, 4, 2), 0, 0.8), new(new(0, 0, 4, 2), 1, 0.7)];
        IReadOnlyList<ScoredBox> kept = Suppression.Soft(boxes);
        Assert.Equal([0.9, 0.7, 0.8 * Math.Exp(-0.5)], kept.Select(box => box.Score));
        Assert.Equal(0, kept[2].Class);
    }

    // One class, three true boxes on two pictures; found: right 0.9, wrong 0.8, right 0.7 (loosely), the third never.
    [Fact]
    [Trait("System", "DET-MAP")]
    public void Scores_of_lists_of_boxes_are_those_by_hand()
    {
        Box a = new(0, 0, 10, 10), b = new(20, 20, 30, 30), c = new(0, 0, 8, 8);
        IReadOnlyList<LabelledBox>[] truth = [[new(a, 0), new(b, 0)], [new(c, 0)]];
        IReadOnlyList<ScoredBox>[] found = [[new(a, 0, 0.9), new(new(0, 20, 10, 30), 0, 0.8)], [new(new(0, 0, 8, 6), 0, 0.7)]];
        double half = (1.0 / 3) + (1.0 / 3 * (2.0 / 3));
        Assert.Equal(half, BoxScores.Voc(found, truth).Mean, 1e-12);
        Assert.Equal((4 + (3 * (2.0 / 3))) / 11, BoxScores.Voc(found, truth, rule: ApRule.ElevenPoints).Mean, 1e-12);
        Assert.Equal(1.0 / 3, BoxScores.Voc(found, truth, 0.8).Mean, 1e-12);

        // The loose box overlaps by 3/4: it counts at 0.5, 0.55, ..., 0.75, six of ten thresholds.
        double loose = (34 + (33 * (2.0 / 3))) / 101, strict = 34.0 / 101;
        Assert.Equal(((6 * loose) + (4 * strict)) / 10, BoxScores.Coco(found, truth).Mean, 1e-12);
        PrecisionRecallCurve curve = BoxScores.Curve(found, truth, 0);
        Assert.Equal([1, 0.5, 2.0 / 3], curve.Precisions);
        Assert.Equal([1.0 / 3, 1.0 / 3, 2.0 / 3], curve.Recalls);
        Assert.Equal(1, BoxScores.Voc([.. truth.Select(list => list.Select(thing => new ScoredBox(thing.Box, 0, 0.5)).ToArray())], truth).Mean);
        Assert.Equal(2.0 / 3, BoxScores.Recall([[a], [c]], truth), 1e-12);
        Assert.True(double.IsNaN(BoxScores.Voc([[]], [[]]).Mean));
        Assert.Equal(0, BoxScores.Voc([[], []], truth).Mean);
    }

    // Boxes that overlap all or nothing make the average precision that of a ranking, which scikit-learn knows: its average_precision_score.
    [Fact]
    public void The_area_under_the_curve_of_steps_is_scikit_learns()
    {
        double[] scores = [0.551, 0.708, 0.291, 0.511, 0.893, 0.896, 0.126, 0.207, 0.051, 0.441, 0.03, 0.457];
        int[] labels = [0, 1, 0, 0, 1, 0, 1, 1, 1, 0, 1, 1];
        Box Place(int i) => new(10 * i, 0, (10 * i) + 5, 5);
        IReadOnlyList<LabelledBox> truth = [.. Enumerable.Range(0, 12).Where(i => labels[i] == 1).Select(i => new LabelledBox(Place(i), 0))];
        IReadOnlyList<ScoredBox> found = [.. Enumerable.Range(0, 12).Select(i => new ScoredBox(Place(i), 0, scores[i]))];
        Assert.Equal(0.5342712842712842, BoxScores.Curve([found], [truth], 0).AveragePrecision, 1e-12);
    }

    [Fact]
    [Trait("System", "DET-FAST")]
    [Trait("Golden", "G-MAP")]
    [Trait("Golden", "G-RCNN1")]
    [Trait("Golden", "G-RCNN2")]
    [Trait("Golden", "G-RCNN3")]
    public void The_lectures_table_of_times_divides_to_its_speedups()
    {
        IReadOnlyList<RcnnResult> table = RcnnResult.Lecture;
        (RcnnResult slow, RcnnResult fast, RcnnResult faster) = (table[0], table[1], table[2]);
        Assert.Equal([66.0, 66.9, 66.9], table.Select(row => row.MeanAveragePrecision));
        Assert.Equal(8.842, slow.TrainingHours!.Value / fast.TrainingHours!.Value, 0.05);
        Assert.Equal(146.875, slow.SecondsWithoutProposals!.Value / fast.SecondsWithoutProposals!.Value, 1e-9);
        Assert.Equal([25, 250, 10], [fast.SpeedUp(slow), faster.SpeedUp(slow), faster.SpeedUp(fast)]);
    }

    [Fact]
    public void Bad_boxes_are_refused_with_what_is_wrong()
    {
        Assert.Contains("no box", Assert.Throws<ArgumentException>(() => new Box(3, 0, 1, 1)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => new Box(double.NaN, 0, 1, 1));
        Assert.Throws<ArgumentException>(() => new Box(0, 0, double.PositiveInfinity, 1));
        Assert.Throws<ArgumentException>(() => Box.FromCenter(0, 0, -1, 1));
        Assert.Contains("NaN", Assert.Throws<ArgumentException>(() => new ScoredBox(default, 0, double.NaN)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => new LabelledBox(default, -1));
        Assert.Throws<ArgumentOutOfRangeException>(() => Suppression.Greedy([], 0));
        Assert.Throws<ArgumentException>(() => Suppression.Soft([new(default, 0, -1)]));
        Assert.Contains("1 pictures", Assert.Throws<ArgumentException>(() => BoxScores.Voc([[]], [[], []])).Message, StringComparison.Ordinal);
        Assert.Contains("[N, 4]", Assert.Throws<ArgumentException>(() => BoxTensors.ToBoxes(Tensor.Zeros([2, 5]))).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => BoxTensors.ToBoxes(Tensor.From([0.0, 0, double.NaN, 1], [1, 4])));
        Assert.Throws<ArgumentException>(() => BoxScores.Curve([[]], [[]], 0));
    }
}
