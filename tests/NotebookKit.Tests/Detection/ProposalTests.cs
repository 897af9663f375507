using NotebookKit.Detection;

namespace NotebookKit.Tests.Detection;

/// <summary>Segmentation, selective search and sliding windows.</summary>
public class ProposalTests
{
    // A dark ground with a bright square and a grey bar: three regions.
    private static Tensor Blocks(double noise = 0)
    {
        Rng rng = new(1);
        byte[] pixels = new byte[3 * 60 * 60];
        for (int i = 0; i < pixels.Length; i++)
        {
            (int x, int y) = (i % 60, i / 60 % 60);
            double light = x is >= 10 and < 30 && y is >= 8 and < 28 ? 220 : x is >= 35 and < 55 && y is >= 40 and < 50 ? 120 : 20;
            pixels[i] = (byte)Math.Clamp(light + (noise * (rng.NextDouble() - 0.5)), 0, 255);
        }

        return Tensor.Wrap(pixels, [3, 60, 60]);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(30)]
    [Trait("System", "DET-FH")]
    public void Segments_of_a_made_picture_are_its_regions(double noise)
    {
        RegionMap map = new GraphSegmentation { Sigma = 0, Scale = 600 }.Segment(Blocks(noise));
        Assert.Equal(3, map.Count);
        Assert.Equal([new Box(0, 0, 60, 60), new Box(10, 8, 30, 28), new Box(35, 40, 55, 50)], map.Boxes());
        Assert.Equal(400, map.ToTensor().EqualTo(map[10, 12]).CountNonZero().Item());

        // Smoothed, as it is used on photos, the same regions are found to within a pixel or two at their edges.
        RegionMap soft = new GraphSegmentation { Scale = 600, LeastSize = 120 }.Segment(Blocks(noise));
        Assert.All([new Box(10, 8, 30, 28), new Box(35, 40, 55, 50)], planted => Assert.Contains(soft.Boxes(), box => box.IoU(planted) > 0.6));
    }

    [Fact]
    public void Segmentation_knows_pictures_of_one_colour_and_of_one_pixel()
    {
        Assert.Equal(1, new GraphSegmentation().Segment(Tensor.Full([1, 9, 9], 0.5)).Count);
        Assert.Equal(1, new GraphSegmentation().Segment(Tensor.Full([3, 1, 1], 0.5)).Count);
        Assert.Single(new SelectiveSearch().Search(Tensor.Full([1, 9, 9], 0.5)).Nodes);
        Assert.Throws<ArgumentException>(() => new GraphSegmentation().Segment(Tensor.Zeros([9, 9])));
        Assert.Contains("NaN", Assert.Throws<ArgumentException>(() => new GraphSegmentation().Segment(Tensor.Full([1, 2, 2], double.NaN))).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => new GraphSegmentation { Scale = -1 }.Segment(Tensor.Zeros([1, 2, 2])));
    }

    [Fact]
    [Trait("Golden", "G-SSDIM")]
    public void Descriptors_have_75_and_240_numbers()
    {
        RegionFeatures one = RegionFeatures.Of(Blocks(), new GraphSegmentation().Segment(Blocks()))[0];
        Assert.Equal((75, 240), (one.Color.Count, one.Texture.Count));
        Assert.Equal(3 * RegionFeatures.ColorBins, one.Color.Count);
        Assert.Equal(3 * RegionFeatures.TextureBins * RegionFeatures.Directions, one.Texture.Count);
        Assert.Equal((1, 1), (Math.Round(one.Color.Sum(), 12), Math.Round(one.Texture.Sum(), 12)));
    }

    [Fact]
    [Trait("Golden", "G-SSSIM")]
    public void Similarities_of_size_and_fit_are_the_lectures_formulas()
    {
        double[] none = new double[75], textures = new double[240];
        RegionFeatures a = new(10, new(0, 0, 5, 2), none, textures), b = new(20, new(2, 2, 6, 9), none, textures);
        RegionFeatures fits = new(20, new(0, 2, 4, 9), none, textures);
        Assert.Equal(36, new RegionFeatures(10, new(0, 0, 4, 3), none, textures).Box.Around(fits.Box).Area);
        Assert.Equal(0.7, a.SizeSimilarity(b, 100), 1e-12);
        Assert.Equal(0.94, new RegionFeatures(10, new(0, 0, 4, 3), none, textures).FillSimilarity(fits, 100), 1e-12);
    }

    [Fact]
    [Trait("System", "DET-SS")]
    public void N_regions_give_2n_less_1_proposals_and_similarities_lie_between_0_and_1()
    {
        DetectionSet set = DetectionSets.Shapes(3, rng: new(2));
        for (int picture = 0; picture < 3; picture++)
        {
            RegionTree tree = new SelectiveSearch { Oversegmentation = new() { Scale = 20, LeastSize = 5 } }.Search(set.Image(picture));
            int n = tree.First.Count;
            Assert.True(n > 3);
            Assert.Equal((2 * n) - 1, tree.Nodes.Count);
            Assert.Equal(new Box(0, 0, 64, 64), tree.Nodes[^1].Features.Box);
            Assert.Equal(64 * 64, tree.Nodes[^1].Features.Size);
            RegionFeatures[] all = [.. tree.Nodes.Take(n).Select(node => node.Features).Take(30)];
            foreach (RegionFeatures a in all)
            {
                Assert.Equal(1, a.ColorSimilarity(a), 1e-12);
                Assert.Equal(1, a.TextureSimilarity(a), 1e-12);
                foreach (RegionFeatures b in all)
                {
                    Assert.InRange(a.ColorSimilarity(b), 0, 1);
                    Assert.InRange(a.TextureSimilarity(b), 0, 1);
                    Assert.Equal(a.ColorSimilarity(b), b.ColorSimilarity(a), 1e-12);
                }
            }

            Assert.Equal([n, 2, 1], new[] { n, 2, 1 }.Select(regions => tree.At(regions).Count));

            // A joined region's features are those that its pixels would have had by themselves.
            RegionFeatures whole = RegionFeatures.Of(set.Image(picture), tree.At(1))[0];
            Assert.All(whole.Color.Zip(tree.Nodes[^1].Features.Color), pair => Assert.Equal(pair.First, pair.Second, 1e-9));
            Assert.All(whole.Texture.Zip(tree.Nodes[^1].Features.Texture), pair => Assert.Equal(pair.First, pair.Second, 1e-9));
        }
    }

    [Fact]
    [Trait("System", "DET-PROP")]
    public void Nine_of_ten_planted_objects_are_among_the_proposals()
    {
        DetectionSet set = DetectionSets.Shapes(12, rng: new(3));
        SelectiveSearch search = new() { Oversegmentation = new() { Scale = 60, LeastSize = 10 } };
        IReadOnlyList<Box>[] proposals = [.. Enumerable.Range(0, set.Count).Select(i => search.Search(set.Image(i)).Proposals(least: 20))];
        double recall = BoxScores.Recall(proposals, set.Objects);
        Assert.True(recall >= 0.9, $"recall {recall:F3} with {proposals.Average(list => list.Count):F0} proposals a picture");
        Assert.All(proposals, list => Assert.True(list.Count <= 2000));
    }

    [Fact]
    [Trait("System", "DET-CLASS")]
    public void Sliding_windows_are_counted_and_find_a_planted_object()
    {
        SlidingWindow windows = new() { Scales = [20, 30], Ratios = [1, 0.5], Stride = 2 };
        Assert.Equal(windows.Boxes(60).Count(), windows.Count(60));
        Assert.Equal(41 * 41, new SlidingWindow { Scales = [20], Stride = 1 }.Count(60));
        Assert.Equal(0, new SlidingWindow { Scales = [61] }.Count(60));
        Assert.All(windows.Boxes((60, 50)), box => Assert.Equal(box, box.Clip(50, 60)));

        // The classifier: bright inside, dark around. Its heat map's best window, after suppression, is the planted square.
        float[] pixels = Blocks()[0].To(DType.Float32).ToArray<float>();
        double Light(Box box)
        {
            (double sum, int count) = (0, 0);
            for (int i = 0; i < pixels.Length; i++)
            {
                if (i % 60 >= box.Left && i % 60 < box.Right && i / 60 >= box.Top && i / 60 < box.Bottom)
                {
                    (sum, count) = (sum + pixels[i], count + 1);
                }
            }

            return sum / count;
        }

        ScoredBox[] looked = [.. new SlidingWindow { Scales = [20, 30], Stride = 2 }.Boxes(60).Select(box => new ScoredBox(box, 0, Light(box) / 255))];
        IReadOnlyList<ScoredBox> found = Suppression.Greedy(looked, 0.1, 0.6);
        Assert.Equal(new Box(10, 8, 30, 28), Assert.Single(found).Box);
        Assert.Throws<ArgumentException>(() => new SlidingWindow { Stride = 0 }.Count(60));
    }

    [Fact]
    [Trait("Golden", "G-DETNUM")]
    public void Boxes_by_regression_take_four_numbers_an_object()
    {
        Box box = new(1, 2, 3, 4);
        Assert.Equal(16, BoxTensors.ToTensor([box, box, box, box]).Count);
        Assert.Equal(8, BoxTensors.ToTensor([box, box]).Count);
    }
}
