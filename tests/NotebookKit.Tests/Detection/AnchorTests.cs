using NotebookKit.Detection;
using NotebookKit.Gradients;
using NotebookKit.Losses;

namespace NotebookKit.Tests.Detection;

/// <summary>Ways from boxes to boxes, anchors, and who answers for which object.</summary>
public class AnchorTests
{
    [Theory]
    [InlineData(BoxForm.Linear)]
    [InlineData(BoxForm.Log)]
    [Trait("System", "DET-BBOX")]
    public void Encoding_and_decoding_a_box_are_inverse(BoxForm form)
    {
        Rng rng = new(4);
        BoxCode code = new(form) { ShiftUnit = 0.1, SizeUnit = 0.2 };
        for (int i = 0; i < 200; i++)
        {
            Box Any() => Box.FromCenter(20 * rng.NextDouble(), 20 * rng.NextDouble(), 1 + (20 * rng.NextDouble()), 1 + (20 * rng.NextDouble()));
            (Box from, Box to) = (Any(), Any());
            Box again = code.Decode(from, code.Encode(from, to));
            Assert.Equal(to.Left, again.Left, 1e-12);
            Assert.Equal(to.Top, again.Top, 1e-12);
            Assert.Equal(to.Right, again.Right, 1e-12);
            Assert.Equal(to.Bottom, again.Bottom, 1e-12);
        }
    }

    [Fact]
    [Trait("System", "DET-BBOX")]
    [Trait("Golden", "G-BBOX")]
    public void The_lectures_three_examples_mean_good_too_far_left_and_too_wide()
    {
        Box proposal = Box.FromCenter(10, 10, 8, 8);
        BoxCode linear = new(BoxForm.Linear), log = new(BoxForm.Log);
        Assert.Equal(new BoxOffset(0, 0, 0, 0), linear.Encode(proposal, proposal));
        Assert.Equal(new BoxOffset(0.25, 0, 0, 0), linear.Encode(proposal, Box.FromCenter(12, 10, 8, 8)));
        Assert.Equal(new BoxOffset(0, 0, -0.125, 0), linear.Encode(proposal, Box.FromCenter(10, 10, 7, 8)));
        Assert.Equal(Box.FromCenter(12, 10, 8, 8), linear.Decode(proposal, new(0.25, 0, 0, 0)));
        Assert.Equal(Box.FromCenter(10, 10, 7, 8), linear.Decode(proposal, new(0, 0, -0.125, 0)));
        Assert.Equal(0.25, log.Encode(proposal, Box.FromCenter(12, 10, 8, 8)).Dx);
        Assert.Equal(-0.1335, log.Encode(proposal, Box.FromCenter(10, 10, 7, 8)).Dw, 1e-4);
    }

    [Fact]
    [Trait("System", "DET-ANCHOR")]
    public void Anchors_have_one_area_for_each_scale_and_the_ratios_asked_for()
    {
        double[] scales = [8, 16, 32], ratios = [0.5, 1, 2];
        IReadOnlyList<Box> nine = Anchors.At(5, 7, scales, ratios);
        for (int i = 0; i < 9; i++)
        {
            Assert.Equal(scales[i / 3] * scales[i / 3], nine[i].Area, 1e-9);
            Assert.Equal(ratios[i % 3], nine[i].Height / nine[i].Width, 1e-12);
            Assert.Equal(5, nine[i].CenterX, 1e-12);
            Assert.Equal(7, nine[i].CenterY, 1e-12);
        }

        // The same everywhere: an anchor a cell further is the same box, a stride further.
        IReadOnlyList<Box> grid = Anchors.Grid((3, 4), 16, scales, ratios);
        Assert.Equal(grid[0].Left + 16, grid[9].Left, 1e-12);
        Assert.Equal(grid[0].Top + 16, grid[36].Top, 1e-12);
    }

    [Fact]
    [Trait("System", "DET-RPN")]
    [Trait("Golden", "G-ANCH")]
    public void Three_rectangles_in_three_scales_are_nine_anchors_at_each_place()
    {
        RegionProposalNetwork network = new(4, 13, 16, rng: new(1));
        Assert.Equal(9, network.AnchorsEach);
        Assert.Equal(13 * 13 * 9, network.Anchors.Count);
        Assert.Equal(1521, network.Anchors.Count);
        Assert.Equal(new Shape(2, 1521, 5), network.Forward(Tensor.Zeros([2, 4, 13, 13])).Shape);
        Assert.All(network.Anchors, anchor => Assert.Equal(anchor.Left, network.Code.Decode(anchor, default).Left, 1e-12));
        Assert.All(network.Anchors, anchor => Assert.Equal(anchor.Bottom, network.Code.Decode(anchor, default).Bottom, 1e-12));
    }

    [Fact]
    [Trait("System", "DET-SSD")]
    [Trait("Golden", "G-SSD")]
    public void Default_boxes_are_counted_by_maps_and_every_object_gets_one()
    {
        Assert.Equal((64, 16), (Anchors.Defaults(64, [8], ratios: [1]).Count / 2, Anchors.Defaults(64, [4], ratios: [1]).Count / 2));
        IReadOnlyList<Box> boxes = Anchors.Defaults(64, [8, 4], 0.2, 0.4);
        Assert.Equal((64 + 16) * 4, boxes.Count);

        // Fine map: scale 0.2, coarse map: 0.4; the extra square lies between a scale and the next.
        Assert.Equal(12.8 * 12.8, boxes[0].Area, 1e-9);
        Assert.Equal(12.8 * 25.6, boxes[3].Area, 1e-9);
        Assert.Equal(25.6 * 25.6, boxes[^2].Area, 1e-9);
        Rng rng = new(5);
        for (int round = 0; round < 30; round++)
        {
            Box[] things = [.. Enumerable.Range(0, 1 + rng.Next(6)).Select(_ => Box.FromCenter(64 * rng.NextDouble(), 64 * rng.NextDouble(), 2 + (30 * rng.NextDouble()), 2 + (30 * rng.NextDouble())))];
            AnchorMatch match = AnchorMatch.Of(boxes, things, 0.5, 0.4);
            Assert.Equal(Enumerable.Range(0, things.Length), match.ObjectOf.Where(thing => thing >= 0).Distinct().Order());

            // The anchor that fits any object best of all fits that object.
            (int anchor, int thing) = Enumerable.Range(0, boxes.Count).SelectMany(i => Enumerable.Range(0, things.Length).Select(j => (i, j))).MaxBy(pair => boxes[pair.i].IoU(things[pair.j]));
            Assert.Equal(thing, match.ObjectOf[anchor]);
            for (int i = 0; i < boxes.Count; i++)
            {
                double best = things.Max(box => box.IoU(boxes[i]));
                Assert.True(match.ObjectOf[i] >= 0 || (best < 0.5 && match.ObjectOf[i] == (best < 0.4 ? AnchorMatch.Background : AnchorMatch.Ignored)));
            }
        }
    }

    [Fact]
    public void Samples_keep_the_share_of_positives_and_hard_negatives_are_the_worst()
    {
        IReadOnlyList<Box> anchors = Anchors.Grid(8, 8, [16], [1]);
        AnchorMatch match = AnchorMatch.Of(anchors, [new(8, 8, 24, 24)], 0.3, 0.2);
        (IReadOnlyList<int> positives, IReadOnlyList<int> negatives) = match.Sample(16, 0.25, new Rng(1));
        Assert.Equal((4, 12), (positives.Count, negatives.Count));
        Assert.All(positives, i => Assert.True(match.ObjectOf[i] >= 0));
        Assert.All(negatives, i => Assert.Equal(AnchorMatch.Background, match.ObjectOf[i]));
        Assert.Equal(negatives, match.Sample(16, 0.25, new Rng(1)).Negatives);
        float[] losses = [.. Enumerable.Range(0, 64).Select(i => (float)((i * 37) % 64))];
        IReadOnlyList<int> hard = match.HardNegatives(losses, 3);
        Assert.Equal(3 * match.Positives.Count, hard.Count);
        Assert.True(hard.Min(i => losses[i]) >= match.Negatives.Except(hard).Max(i => losses[i]));
        Assert.Equal(3, AnchorMatch.Of(anchors, []).HardNegatives(losses, 3).Count);
    }

    [Fact]
    [Trait("System", "DET-RETINA")]
    public void The_focal_loss_without_focus_is_the_cross_entropy()
    {
        Tensor scores = Tensor.Normal([6, 3], rng: new(1), dtype: DType.Float64), targets = Tensor.From([0.0, 1, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 1, 1, 0, 0, 0, 0], [6, 3]);
        Assert.Equal(Loss.BinaryCrossEntropyOfScores(scores, targets).Item(), Loss.BinaryFocal(scores, targets, 0, null).Item(), 1e-12);
        Tensor labels = Tensor.From([0L, 2, 1, 0, 0, 2]);
        Assert.Equal(Loss.CrossEntropy(scores, labels).Item(), Loss.Focal(scores, labels, 0).Item(), 1e-12);
        GradientReport report = Gradient.Check(x => Loss.BinaryFocal(x, targets), scores);
        Assert.True(report.IsRight, report.ToString());

        // By PyTorch 2.14.1: the formula in float64, summed, and its gradient.
        Tensor x = Tensor.From([-2.0, -0.5, 0.3, 1.7]);
        x.RequiresGrad = true;
        Tensor loss = Loss.BinaryFocal(x, Tensor.From([0.0, 1, 0, 1]), reduction: Reduction.Sum);
        loss.Backward();
        Assert.Equal(0.30814919797089946, loss.Item(), 1e-12);
        double[] slopes = [0.0036532051465445795, -0.13153795546864577, 0.3221298514393129, -0.002613828682049387];
        Assert.All(slopes.Zip(x.Grad!.ToArray<double>()), pair => Assert.Equal(pair.First, pair.Second, 1e-12));
    }

    [Fact]
    public void Misuse_says_what_is_wrong()
    {
        Box flat = new(1, 1, 1, 5), box = new(0, 0, 2, 2);
        Assert.Contains("area", Assert.Throws<ArgumentException>(() => new BoxCode().Encode(flat, box)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => new BoxCode().Decode(box, new(double.NaN, 0, 0, 0)));
        Assert.Equal(0, new BoxCode(BoxForm.Linear).Decode(box, new(0, 0, -3, 0)).Width);
        Assert.True(double.IsFinite(new BoxCode().Decode(box, new(0, 0, 500, 0)).Width));
        Assert.Throws<ArgumentException>(() => Anchors.At(0, 0, [], [1]));
        Assert.Throws<ArgumentException>(() => Anchors.At(0, 0, [8], [-1]));
        Assert.Throws<ArgumentException>(() => Anchors.Defaults(64, []));
        Assert.Contains("anchors cannot answer", Assert.Throws<ArgumentException>(() => AnchorMatch.Of([box], [box, box])).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => AnchorMatch.Of([box], [box], 0.3, 0.5));
        Assert.Contains("[N, anchors x 5", Assert.Throws<ArgumentException>(() => Anchors.ToRows(Tensor.Zeros([1, 12, 2, 2]), 5)).Message, StringComparison.Ordinal);
    }
}
