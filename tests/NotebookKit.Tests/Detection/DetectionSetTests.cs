using NotebookKit.Charts;
using NotebookKit.Data;
using NotebookKit.Detection;

namespace NotebookKit.Tests.Detection;

/// <summary>Made pictures with objects, and boxes drawn on them.</summary>
public class DetectionSetTests
{
    [Fact]
    public void Digits_on_canvases_are_where_their_boxes_say_and_one_seed_makes_the_same()
    {
        Dataset digits = Datasets.Mnist().Test;
        DetectionSet set = DetectionSets.Digits(digits, 40, rng: new(1));
        Assert.Equal(new Shape(40, 1, 64, 64), set.Images.Shape);
        Assert.All(set.Objects, list => Assert.InRange(list.Count, 1, 4));
        Assert.Equal([1, 2, 3, 4], set.Objects.Select(list => list.Count).Distinct().Order());
        Same(set);
        DetectionSet again = DetectionSets.Digits(digits, 40, rng: new(1));
        Assert.Equal(set.Images.ToArray<byte>(), again.Images.ToArray<byte>());
        Assert.Equal(set.Objects.SelectMany(list => list), again.Objects.SelectMany(list => list));
        Assert.NotEqual(set.Images.ToArray<byte>(), DetectionSets.Digits(digits, 40, rng: new(2)).Images.ToArray<byte>());
    }

    [Fact]
    public void Shapes_are_where_their_boxes_say()
    {
        DetectionSet set = DetectionSets.Shapes(30, rng: new(1));
        Same(set);
        Assert.Equal([0, 1, 2], set.Objects.SelectMany(list => list).Select(thing => thing.Class).Distinct().Order());
    }

    // The mask's own box is the box, but for what a later object hides.
    private static void Same(DetectionSet set)
    {
        int hidden = 0, all = 0;
        for (int i = 0; i < set.Count; i++)
        {
            for (int k = 0; k < set.Objects[i].Count; k++)
            {
                long[] mask = set.Mask(i, k).To(DType.Int64).ToArray<long>();
                Box around = DetectionSet.BoxesOf(mask, 64, 1)[0], box = set.Objects[i][k].Box;
                Assert.Equal(box, box.Around(around));
                (hidden, all) = (hidden + (around == box ? 0 : 1), all + 1);
            }
        }

        Assert.True(hidden < all / 5, $"{hidden} of {all} are partly hidden");
    }

    [Fact]
    public void Instances_become_boxes_whatever_their_numbers()
    {
        long[] map = new long[36];
        map[7] = map[8] = map[14] = 9;
        map[35] = 4;
        DetectionSet set = DetectionSet.FromInstances(new Dataset("cells", Tensor.Zeros([1, 1, 6, 6]), Tensor.From(map, [1, 6, 6])), "cell");
        Assert.Equal([new LabelledBox(new(5, 5, 6, 6), 0), new LabelledBox(new(1, 1, 3, 3), 0)], set.Objects[0]);
        Assert.Equal(3, set.Mask(0, 1).CountNonZero().Item());
        if (DataFinder.Default().FindLocally(DatasetTable.Nuclei) is not null)
        {
            DetectionSet nuclei = DetectionSet.FromInstances(Datasets.Nuclei().Take(5));
            Assert.All(nuclei.Objects, list => Assert.NotEmpty(list));
        }
    }

    [Fact]
    public void Targets_are_written_and_read()
    {
        DetectionSet set = DetectionSets.Shapes(5, rng: new(4));
        IReadOnlyList<Box>[] proposals = [.. set.Objects.Select((list, i) => Enumerable.Repeat(new Box(0, 0, i + 1, 2), i).ToArray())];
        Dataset data = set.ToDataset(proposals);
        (var objects, var read) = DetectionSet.ReadTargets(data.Labels);
        Assert.Equal(set.Objects.SelectMany(list => list), objects.SelectMany(list => list));
        Assert.Equal(proposals.SelectMany(list => list), read.SelectMany(list => list));
        Assert.Equal([0, 1, 2, 3, 4], read.Select(list => list.Count));
        Assert.Equal((2, 3), (set.Take(2).Count, set.Skip(2).Count));
        Assert.Equal(set.Skip(2).Objects, set.Objects.Skip(2));
        Assert.InRange(set.Load([0, 3]).Max().Item(), 0.1, 1);
    }

    [Fact]
    public void Boxes_are_drawn_with_class_and_score()
    {
        DetectionSet set = DetectionSets.Shapes(2, rng: new(4));
        IReadOnlyList<ScoredBox>[] found = [[new(new(5, 6, 25, 30), 2, 0.875)], []];
        Figure figure = DetectionPictures.Draw(set.Images, found, set.ClassNames, set.Objects);
        string svg = figure.ToSvg();
        Assert.Contains("triangle 0.88", svg, StringComparison.Ordinal);
        Assert.Equal(set.Objects.Sum(list => list.Count), svg.Split("stroke-dasharray=\"4 2\"").Length - 1);
        Assert.Contains("triangle 0.88 at 5, 6 to 25, 30", figure.AltText, StringComparison.Ordinal);
        Assert.Contains("\"rect\"", figure.ToPlotly(), StringComparison.Ordinal);
        Assert.Contains("names for 0 to 2", Assert.Throws<ArgumentException>(() => DetectionPictures.Draw(set.Images, [[new(default, 3, 1)], []], set.ClassNames)).Message, StringComparison.Ordinal);
        Assert.Contains("4 frames", DetectionPictures.Draw(set.Images, [[default, default], [default, default]]).AltText, StringComparison.Ordinal);
    }

    [Fact]
    public void Misuse_says_what_is_wrong()
    {
        Tensor images = Tensor.Zeros([1, 1, 8, 8]);
        Assert.Contains("class 3", Assert.Throws<ArgumentException>(() => new DetectionSet("x", images, [[new(default, 3)]], ["a"])).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => new DetectionSet("x", images, [[], []], ["a"]));
        Assert.Throws<ArgumentException>(() => new DetectionSet("x", images, [[]], ["a"], Tensor.Zeros([1, 8, 8])));
        Assert.Throws<InvalidOperationException>(() => new DetectionSet("x", images, [[new(default, 0)]], ["a"]).Mask(0, 0));
        Assert.Throws<ArgumentException>(() => DetectionSet.ReadTargets(Tensor.Zeros([2, 5])));
        Assert.Throws<ArgumentException>(() => DetectionSets.Digits(new Dataset("x", Tensor.Zeros([1, 3]), Tensor.Zeros([1, 1])), 1));
    }
}
