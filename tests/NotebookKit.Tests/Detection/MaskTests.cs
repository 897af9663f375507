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
        // Squares of 10 to 18 pixels anywhere on 32 x 32, and their corners as shares of the picture.
        Rng rng = new(5);
        (float[] pixels, float[] corners) = (new float[1600 * 1024], new float[1600 * 4]);
        for (int i = 0; i < 1600; i++)
        {
            int side = 10 + rng.Next(9), left = rng.Next(33 - side), top = rng.Next(33 - side);
            for (int p = 0; p < side * side; p++)
            {
                pixels[(i * 1024) + ((top + (p / side)) * 32) + left + (p % side)] = 1;
            }

            (corners[4 * i], corners[(4 * i) + 1], corners[(4 * i) + 2], corners[(4 * i) + 3]) = (left / 32f, top / 32f, (left + side) / 32f, (top + side) / 32f);
        }

        Dataset all = new("one square", Tensor.From(pixels, [1600, 1024]), Tensor.From(corners, [1600, 4]));
        Sequential network = new(new Linear(1024, 64, rng: rng), new ReLU(), new Linear(64, 4, rng: rng));
        new Trainer(network, new Adam(network.Parameters()) { LearningRate = 0.001 }) { Show = false }.Fit(all.Take(1500), epochs: 20, batchSize: 50, rng: rng);
        Batch unseen = all.Load([.. Enumerable.Range(1500, 100)]);
        float[][] truth = unseen.Labels.ToJagged<float>();
        double overlap = network.Predict(unseen.Inputs).ToJagged<float>().Select((row, i) =>
            new Box(row[0], row[1], Math.Max(row[0], row[2]), Math.Max(row[1], row[3])).IoU(new Box(truth[i][0], truth[i][1], truth[i][2], truth[i][3]))).Average();
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
