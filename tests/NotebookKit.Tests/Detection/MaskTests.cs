using NotebookKit.Data;
using NotebookKit.Detection;
using NotebookKit.Layers;
using NotebookKit.Losses;
using NotebookKit.Optimizers;
using NotebookKit.Training;

namespace NotebookKit.Tests.Detection;

/// <summary>Masks beside boxes, a single box by regression, and what R-CNN computes again and again.</summary>
public class MaskTests
{
    private static MaskRcnn Model() => new(
        new FasterRcnn(Backbone(), new RegionProposalNetwork(32, 8, 4, [8, 12], [1], new Rng(2)), new RegionHead(32, 3, 4, 2, 32, new Rng(2))),
        new MaskHead(32, 4, 5, 16, new Rng(2)));

    private static DetectionBackbone Backbone() => new(3, [16, 32], 2, new Rng(2));

    [Fact]
    [Trait("System", "DET-MASK")]
    public void Two_heads_learn_from_labels_for_one_or_both_of_them()
    {
        using IDisposable seed = Rng.Seeded(1);
        DetectionSet set = DetectionSets.Shapes(8, 32, 2, new Rng(3));
        MaskRcnn model = Model();
        KnownLabels[] known = [KnownLabels.Both, KnownLabels.Boxes, KnownLabels.Masks, KnownLabels.Both, KnownLabels.Boxes, KnownLabels.Masks, KnownLabels.Both, KnownLabels.None];
        Dataset data = MaskTargets.ToDataset(set, known);
        Assert.Equal(known, MaskTargets.Read(data.Labels, 32).Select(label => label.Known));
        Assert.Equal(set.Instances![0].ToArray<long>(), MaskTargets.Read(data.Labels, 32)[0].Instances);

        // Which heads move, by what is known of the picture.
        Assert.Equal((true, false), Moves(model, data, 1));
        Assert.Equal((false, true), Moves(model, data, 2));
        Assert.Equal((true, true), Moves(model, data, 0));
        Assert.Equal((false, false), Moves(model, data, 7));

        // A picture without labels adds nothing to a batch, in the usual manner of use (batch norm by its running statistics).
        model.IsTraining = false;
        double with = Mask(model, data, [0, 3, 7]), without = Mask(model, data, [0, 3]);
        Assert.Equal(without, with, 1e-5);

        model.ZeroGrad();
        new Trainer(model, new Adam(model.Parameters()) { LearningRate = 0.004 }) { Loss = model.Loss, Show = false }.Fit(data, epochs: 60, batchSize: 8, rng: new Rng(1));
        IReadOnlyList<IReadOnlyList<Box>> truth = [.. set.Objects.Select(list => (IReadOnlyList<Box>)[.. list.Select(thing => thing.Box)])];
        IReadOnlyList<IReadOnlyList<Tensor>> found = model.Masks(set.Load([0, 1, 2, 3, 4, 5, 6, 7]), truth);
        double overlap = Enumerable.Range(0, set.Count).SelectMany(i => found[i].Select((mask, k) => Metric.MaskIoU(mask, set.Mask(i, k)))).Average();
        Assert.True(overlap > 0.75, $"mean IoU of masks {overlap:F3}");
        double map = model.Evaluate(new DetectionSet("boxed", set.Images, set.Objects, set.ClassNames).Take(2)).Mean;
        Assert.True(map > 0.6, $"mAP {map:F3}");
        Assert.Throws<ArgumentException>(() => MaskTargets.ToDataset(new DetectionSet("x", set.Images, set.Objects, set.ClassNames)));
        Assert.Throws<ArgumentException>(() => MaskTargets.Read(set.ToDataset().Labels, 32));
    }

    private static double Mask(MaskRcnn model, Dataset data, int[] pictures)
    {
        Batch batch = data.Load(pictures);
        return model.Losses(model.Forward(batch.Inputs), batch.Labels)[^1].Value.Item();
    }

    private static (bool Boxes, bool Masks) Moves(MaskRcnn model, Dataset data, int picture)
    {
        model.ZeroGrad();
        Batch batch = data.Load([picture]);
        model.Loss(model.Forward(batch.Inputs), batch.Labels).Backward();
        bool Any(string name) => model.NamedParameters().Where(named => named.Name.StartsWith(name, StringComparison.Ordinal)).Any(named => named.Parameter.Grad is { } g && g.Abs().Sum().Item() > 0);
        return (Any("boxes.proposer") || Any("boxes.head"), Any("masks."));
    }

    [Fact]
    [Trait("System", "DET-REGR")]
    public void One_box_is_four_numbers_that_a_network_learns_to_say()
    {
        using IDisposable seed = Rng.Seeded(1);
        DetectionSet set = DetectionSets.Shapes(480, 32, 1, new Rng(5));
        float[] corners = [.. set.Objects.SelectMany(list => new[] { list[0].Box.Left, list[0].Box.Top, list[0].Box.Right, list[0].Box.Bottom }).Select(end => (float)(end / 32))];
        Dataset all = new("one shape", set.Images, Tensor.From(corners, [480, 4])), train = all.Take(400);
        Sequential network = new(new DetectionBackbone(3, [16, 24, 32], 2, new Rng(2)), new Flatten(), new Linear(32 * 64, 4, rng: new Rng(2)));
        new Trainer(network, new Adam(network.Parameters()) { LearningRate = 0.002 }) { Show = false }.Fit(train, epochs: 14, batchSize: 20, rng: new Rng(1));
        Batch unseen = all.Load([.. Enumerable.Range(400, 80)]);
        double overlap = network.Predict(unseen.Inputs).ToJagged<float>().Select((row, i) =>
            new Box(32 * row[0], 32 * row[1], 32 * Math.Max(row[0], row[2]), 32 * Math.Max(row[1], row[3])).IoU(set.Objects[400 + i][0].Box)).Average();
        Assert.True(overlap > 0.7, $"IoU {overlap:F3}");
    }

    [Fact]
    [Trait("System", "DET-RCNNPROB")]
    public void Looking_at_each_region_by_itself_convolves_the_same_pixels_again_and_again()
    {
        // Multiplications of the trunk: once over the picture, or once for every proposal warped to half its size.
        DetectionBackbone trunk = new(rng: new Rng(1));
        double shared = ModuleSummary.Of(trunk, new Shape(1, 1, 64, 64)).Flops!.Value, region = ModuleSummary.Of(trunk, new Shape(1, 1, 32, 32)).Flops!.Value;
        Assert.Equal(4, shared / region, 0.05);
        int proposals = (int)new SlidingWindow { Scales = [16, 24], Stride = 4 }.Count(64);
        Assert.Equal((13 * 13) + (11 * 11), proposals);
        Assert.Equal(proposals / 4.0, ModuleSummary.Of(trunk, new Shape(proposals, 1, 32, 32)).Flops!.Value / shared, 1);
    }
}
