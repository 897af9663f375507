using NotebookKit.Charts;
using NotebookKit.Explain;
using NotebookKit.Layers;

namespace NotebookKit.Tests.Explain;

/// <summary>The patches that excite a unit most, against looking everywhere.</summary>
public class TopPatchesTests
{
    [Fact]
    [Trait("System", "VIS-MAXIMG")]
    public void A_planted_pattern_is_found_at_the_right_pixels()
    {
        // The first layer answers to a corner of 3 x 3; the second looks at 2 x 2 of its pooled answers.
        Conv2d corner = new(1, 1, 3, bias: false), sum = new(1, 1, 1, bias: false);
        float[] pattern = [1, 1, 1, 1, -1, -1, 1, -1, -1];
        corner.Weight.Set(Tensor.From(pattern).Reshape(1, 1, 3, 3));
        sum.Weight.Set(Tensor.Ones([1, 1, 1, 1]));
        Sequential net = new(corner, new ReLU(), new MaxPool2d(2), sum);

        Tensor pictures = Tensor.Uniform([12, 1, 16, 16], 0, 0.2, new Rng(3));
        float[,,] data = pictures.Reshape(12, 16, 16).ToArray3D<float>();
        foreach ((int picture, int above, int left) in new[] { (7, 5, 9), (2, 0, 0) })
        {
            for (int i = 0; i < 9; i++)
            {
                data[picture, above + (i / 3), left + (i % 3)] = (pattern[i] > 0 ? 1f : 0) * (picture == 7 ? 1 : 0.8f);
            }
        }

        Tensor planted = Tensor.From(data).Reshape(12, 1, 16, 16);
        TopPatches top = TopPatches.Of(net, planted, "3", k: 3, batchSize: 5);

        Assert.Equal([7, 2], top[0].Take(2).Select(patch => patch.Input));
        Assert.Equal(5, top[0][0].Activation, 5);
        Assert.Equal(new PatchWindow(4, 8, 4, 4), top[0][0].Window);      // pooled place (2, 4): answers 4 to 5, 8 to 9
        Assert.Equal(new PatchWindow(0, 0, 4, 4), top[0][1].Window);
        Tensor cut = top.Cut(planted, top[0][0]);
        Assert.Equal(planted[7][0, 4..8, 8..12].Contiguous().ToArray<float>(), cut.Contiguous().ToArray<float>());
    }

    [Fact]
    [Trait("System", "VIS-MAXIMG")]
    public void They_are_those_of_looking_everywhere_sorted()
    {
        Rng rng = new(5);
        Sequential net = new(new Conv2d(1, 4, 3, padding: 1, rng: rng), new ReLU(), new MaxPool2d(2), new Conv2d(4, 3, 3, rng: rng));
        Tensor pictures = Tensor.Normal([20, 1, 10, 10], rng: rng);
        TopPatches top = TopPatches.Of(net, pictures, "3", k: 6, batchSize: 7);
        Tensor maps = net.Predict(pictures);
        for (int unit = 0; unit < 3; unit++)
        {
            double[] best = [.. Enumerable.Range(0, 20).Select(n => (double)maps[n][unit].Max().Item())];
            Assert.Equal(Enumerable.Range(0, 20).OrderByDescending(n => best[n]).Take(6), top[unit].Select(patch => patch.Input));
            Assert.All(top[unit], patch => Assert.Equal(best[patch.Input], patch.Activation, 5));
            Assert.All(top[unit], patch => Assert.Equal(patch.Activation, maps[patch.Input][unit, patch.Row, patch.Column].Item(), 5));
            Assert.All(top[unit].Zip(top[unit].Skip(1)), pair => Assert.True(pair.First.Activation >= pair.Second.Activation));
        }
    }

    [Fact]
    public void What_lies_beyond_the_edge_is_filled_on_its_side()
    {
        Sequential net = new(new Conv2d(1, 1, 5, padding: 2, bias: false));
        ((Conv2d)net[0]).Weight.Set(Tensor.Ones([1, 1, 5, 5]));
        float[] one = new float[64];
        one[63] = 1;                                                      // all places of the last corner see it
        Tensor picture = Tensor.From(one, [1, 1, 8, 8]);
        TopPatches top = TopPatches.Of(net, picture, "0", k: 1);
        Assert.Equal(new ExcitingPatch(0, 0, 5, 5, 1, new(3, 3, 5, 5)), top[0][0]);

        Tensor cut = top.Cut(picture, new(0, 0, 7, 7, 1, new(5, 5, 3, 3)), fill: -3);
        float[] rows = cut.Contiguous().ToArray<float>();
        Assert.Equal(new Shape(1, 5, 5), cut.Shape);
        Assert.Equal(16, rows.Count(value => value == -3));
        Assert.Equal((1, 1f), (rows.Count(value => value == 1), rows[12]));
    }

    [Fact]
    public void A_dense_unit_sees_the_whole_picture_and_equal_pictures_keep_their_order()
    {
        Sequential net = new(new Flatten(), new Linear(9, 2, rng: new Rng(1)));
        TopPatches top = TopPatches.Of(net, Tensor.Ones([4, 1, 3, 3]), "1", k: 3);
        Assert.Equal([0, 1, 2], top[1].Select(patch => patch.Input));
        Assert.All(top[1], patch => Assert.Equal(new PatchWindow(0, 0, 3, 3), patch.Window));
        Assert.Equal(2, top.Units);
    }

    [Fact]
    public void The_picture_has_a_row_for_each_unit()
    {
        Sequential net = new(new Conv2d(3, 5, 3, rng: new Rng(1)));
        Tensor pictures = Tensor.Uniform([6, 3, 8, 8], rng: new Rng(2));
        TopPatches top = TopPatches.Of(net, pictures, "0", k: 4);
        ImageGrid grid = Assert.IsType<ImageGrid>(top.Draw(pictures, [0, 3]).Content);
        Assert.Equal((8, 4, 3), (grid.Count, grid.Columns, grid.Channels));
        Assert.Equal("unit 3", grid.Captions[4].Text);
    }

    [Fact]
    public void The_model_is_as_before()
    {
        Sequential net = new(new Conv2d(1, 2, 3, rng: new Rng(1)), new BatchNorm2d(2), new ReLU());
        var before = net.State();
        TopPatches.Of(net, Tensor.Normal([4, 1, 6, 6]), "2", k: 2);
        Assert.True(net.IsTraining);
        Assert.All(net.Parameters(), parameter => Assert.True(parameter.RequiresGrad && parameter.Grad is null));
        Assert.All(net.State(), named => Assert.Equal(before[named.Key].To(DType.Float64).ToArray<double>(), named.Value.To(DType.Float64).ToArray<double>()));
    }

    [Fact]
    public void Bad_input_is_told()
    {
        Sequential net = new(new Conv2d(1, 2, 3));
        Tensor two = Tensor.Zeros([2, 1, 6, 6]);
        Assert.Contains("k from 1 to N", Assert.Throws<ArgumentException>(() => TopPatches.Of(net, two, "0", k: 3)).Message, StringComparison.Ordinal);
        Assert.Contains("pictures [N, channels", Assert.Throws<ArgumentException>(() => TopPatches.Of(net, Tensor.Zeros([2, 6]), "0", k: 1)).Message, StringComparison.Ordinal);
        Assert.Contains("NaN", Assert.Throws<ArgumentException>(() => TopPatches.Of(net, Tensor.Full([2, 1, 6, 6], double.NaN), "0", k: 1)).Message, StringComparison.Ordinal);
        Assert.Contains("that were looked at", Assert.Throws<ArgumentException>(() => TopPatches.Of(net, two, "0", k: 2).Cut(Tensor.Zeros([1, 1, 2, 2]), new(0, 0, 0, 0, 1, new(0, 0, 3, 3)))).Message, StringComparison.Ordinal);
    }
}
