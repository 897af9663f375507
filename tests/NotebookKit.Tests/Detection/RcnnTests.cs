using NotebookKit.Detection;

namespace NotebookKit.Tests.Detection;

/// <summary>R-CNN from its parts.</summary>
public class RcnnTests
{
    [Fact]
    [Trait("System", "DET-WARP")]
    public void Warping_keeps_constants_and_copies_regions_of_the_size_asked_for()
    {
        Tensor image = Tensor.Uniform([3, 20, 30], rng: new(1));
        Assert.Equal(image[.., 2..10, 4..14].ToArray<float>(), RegionWarp.Warp(image, [new(4, 2, 14, 10)], (8, 10)).ToArray<float>());
        Tensor constant = RegionWarp.Warp(Tensor.Full([2, 20, 30], 0.375), [new(3.2, 1.7, 11, 19), new(-5, -5, 4, 4)], 16);
        Assert.Equal(new Shape(2, 2, 16, 16), constant.Shape);
        Assert.All(constant.ToArray<float>(), value => Assert.Equal(0.375f, value, 1e-6f));
        Assert.Equal(new Shape(0, 3, 4, 4), RegionWarp.Warp(image, [], 4).Shape);
        Assert.Contains("no pixel", Assert.Throws<ArgumentException>(() => RegionWarp.Warp(image, [new(40, 0, 50, 9)], 4)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => RegionWarp.Warp(image[0], [new(0, 0, 5, 5)], 4));
    }

    // The slide calls 13 x 13 x 256 pool5; by AlexNet's own arithmetic it is conv5, and pool5 is 6 x 6 x 256 = 9216.
    [Fact]
    [Trait("Golden", "G-POOL5")]
    public void AlexNets_fifth_pooling_leaves_6_by_6_and_not_13_by_13()
    {
        Tensor conv5 = Tensor.Zeros([1, 256, 13, 13]);
        Tensor pool5 = conv5.MaxPool2d(3, 2);
        Assert.Equal(new Shape(1, 256, 6, 6), pool5.Shape);
        Assert.Equal(9216, pool5.Count);
    }

    [Fact]
    [Trait("System", "DET-SVM")]
    public void One_machine_a_class_tells_its_own_from_the_rest_and_the_background()
    {
        Rng rng = new(2);
        (double X, double Y)[] centres = [(0, 0), (6, 0), (0, 6), (6, 6)];
        double[,] points = new double[80, 2];
        int[] labels = new int[80];
        for (int i = 0; i < 80; i++)
        {
            labels[i] = (i % 4) - 1;
            (points[i, 0], points[i, 1]) = (centres[i % 4].X + rng.NextDouble(), centres[i % 4].Y + rng.NextDouble());
        }

        OneVersusRest machines = OneVersusRest.Train(Tensor.From(points), labels, 4, new() { C = 100 });
        Assert.Equal(labels, machines.Predict(Tensor.From(points)));
        Assert.Null(machines.Machines[3]);

        // At the optimum the support vectors and no others push: 0 <= a <= C, sum a y = 0, and margins of 1 or more.
        Assert.All(machines.Machines.Take(3), machine =>
        {
            double[] signs = [.. Enumerable.Range(0, 80).Select(i => machine!.Data.Label(i) == 1 ? 1.0 : -1)];
            Assert.Equal(0, Enumerable.Range(0, 80).Sum(i => machine!.Multipliers[i] * signs[i]), 1e-6);
            Assert.All(Enumerable.Range(0, 80), i =>
            {
                double margin = signs[i] * machine!.Unit.Sum([points[i, 0], points[i, 1]]);
                Assert.True(machine.Multipliers[i] == 0 ? margin >= 1 - 1e-4 : machine.Multipliers[i] == 100 ? margin <= 1 + 1e-4 : Math.Abs(margin - 1) < 1e-4);
            });
        });

        // Two points 4 apart: the street between them is 4 wide.
        OneVersusRest two = OneVersusRest.Train(Tensor.From(new double[,] { { 0, 0 }, { 4, 0 } }), [-1, 0], 1, new() { C = 1000 });
        Assert.Equal(4, two.Machines[0]!.Margin, 1e-3);
        Assert.Throws<ArgumentException>(() => OneVersusRest.Train(Tensor.From(points), labels, 2));
        Assert.Throws<ArgumentException>(() => OneVersusRest.Train(Tensor.From(points), new int[80], 2));
    }

    [Fact]
    public void Box_regression_finds_a_linear_way_and_leaves_unknown_classes_alone()
    {
        Rng rng = new(3);
        Tensor features = Tensor.Normal([40, 3], rng: rng, dtype: DType.Float64);
        double[][] rows = features.ToJagged<double>();
        BoxCode code = new(BoxForm.Linear);
        Box[] regions = [.. Enumerable.Range(0, 40).Select(i => Box.FromCenter(i, 2 * i, 10, 12))];
        LabelledBox[] objects = [.. regions.Select((region, i) => new LabelledBox(code.Decode(region, new(0.1 * rows[i][0], 0.05, 0.1 * rows[i][1], -0.05 * rows[i][2])), 1))];
        BoxRegression regression = BoxRegression.Train(features, regions, objects, 2, 1e-6, code);
        IReadOnlyList<ScoredBox> moved = regression.Apply(features, [.. regions.Select(region => new ScoredBox(region, 1, 0.5))]);
        Assert.All(moved.Zip(objects), pair => Assert.True(pair.First.Box.IoU(pair.Second.Box) > 0.9999));
        Assert.Equal(regions, regression.Apply(features, [.. regions.Select(region => new ScoredBox(region, 0, 0.5))]).Select(box => box.Box));
    }

    // Features: the warped region itself, averaged to 6 x 6. No network is needed to tell circles, squares and triangles apart.
    private static Rcnn Parts() => new()
    {
        Propose = image => new SelectiveSearch { Oversegmentation = new() { Scale = 60, LeastSize = 10 } }.Search(image).Proposals(least: 30),
        Features = regions => (regions.Mean([1]) - 0.5).Unsqueeze(1).AdaptiveAvgPool2d(6).Flatten(1) * 4,
    };

    [Fact]
    [Trait("System", "DET-RCNN")]
    [Trait("System", "DET-RCNNTRAIN")]
    public void The_pipeline_finds_shapes_from_cached_features_the_same_each_time_and_its_stages_can_be_swapped()
    {
        DetectionSet train = DetectionSets.Shapes(24, 48, rng: new(1)), test = DetectionSets.Shapes(12, 48, rng: new(2));
        Rcnn parts = Parts();
        RegionCache cache = parts.Extract(train), unseen = parts.Extract(test);
        TrainedRcnn trained = parts.Train(train, cache), again = Parts().Train(train, cache);
        IReadOnlyList<IReadOnlyList<ScoredBox>> found = trained.Detect(test, unseen);
        Assert.Equal(found.SelectMany(list => list), again.Detect(test, unseen).SelectMany(list => list));

        // What was kept is what would be computed anew.
        RegionCache anew = parts.Extract(train.Take(3));
        Assert.Equal(cache.Proposals.Take(3).SelectMany(list => list), anew.Proposals.SelectMany(list => list));
        Assert.All(Enumerable.Range(0, 3), i => Assert.Equal(cache.Features[i].ToArray<float>(), anew.Features[i].ToArray<float>()));
        double map = BoxScores.Voc(found, test.Objects).Mean;
        Assert.True(map > 0.5, $"mAP {map:F3}");

        // Windows in place of selective search: another stage, the same pipeline, fewer hits.
        Rcnn windows = parts with { Propose = _ => [.. new SlidingWindow { Scales = [12, 17], Stride = 4 }.Boxes(48)] };
        RegionCache all = windows.Extract(train.Take(6));
        Assert.All(all.Proposals, list => Assert.Equal(new SlidingWindow { Scales = [12, 17], Stride = 4 }.Count(48), list.Count));
        Assert.NotEmpty(windows.Train(train.Take(6), all).Machines.Machines);
        Assert.Throws<ArgumentException>(() => parts.Train(train, unseen));
        Assert.Contains("proposals", Assert.Throws<ArgumentException>(() => (parts with { Propose = _ => [new(0, 0, 2, 2)] }).Train(train)).Message, StringComparison.Ordinal);
    }
}
