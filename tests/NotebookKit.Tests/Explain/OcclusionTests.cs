using NotebookKit.Explain;
using NotebookKit.Layers;

namespace NotebookKit.Tests.Explain;

/// <summary>Cover a part and see what it costs.</summary>
public class OcclusionTests
{
    [Theory]
    [InlineData(28, 4, 2)]
    [InlineData(28, 5, 3)]
    [InlineData(7, 7, 3)]
    [InlineData(9, 4, 4)]
    [InlineData(224, 32, 15)]
    public void The_positions_are_those_of_the_formula_and_cover_every_pixel(int size, int patch, int stride)
    {
        HashSet<int> starts = [];
        for (int start = 0; start < size; start += stride)
        {
            starts.Add(Math.Min(start, size - patch));
        }

        Assert.Equal(starts.Count, Occlusion.Positions(size, patch, stride));
        Assert.Equal(Enumerable.Range(0, size), starts.SelectMany(start => Enumerable.Range(start, patch)).Distinct().Order());
    }

    [Fact]
    [Trait("System", "VIS-OCC")]
    public void The_planted_region_has_the_highest_importance_and_there_is_a_pass_for_each_position()
    {
        Tensor template = Tensor.From(new double[,] { { 1, -1, 1 }, { -1, 2, -1 }, { 1, -1, 1 } });
        Sequential net = ExplainNets.Finder(template);
        Rng rng = new(3);
        int inside = 0, passes = 0;
        Occlusion occlusion = new() { Patch = 3, Stride = 1, BatchSize = 50, Progress = (done, all) => passes = all };
        for (int trial = 0; trial < 40; trial++)
        {
            (int top, int left) = (rng.Next(14), rng.Next(14));
            ImportanceMap map = occlusion.Explain(net, ExplainNets.Planted(template, 16, top, left, rng), 1);
            (int row, int column) = map.Peak;
            inside += row >= top && row < top + 3 && column >= left && column < left + 3 ? 1 : 0;
        }

        Assert.Equal(14 * 14, passes);
        Assert.Equal(40, inside);
    }

    [Fact]
    [Trait("System", "VIS-OCC")]
    public void For_a_linear_model_a_position_costs_exactly_the_sum_of_what_it_covers()
    {
        Rng rng = new(1);
        Tensor w = Tensor.Normal([3, 2 * 5 * 7], rng: rng, dtype: DType.Float64), x = Tensor.Normal([2, 5, 7], rng: rng, dtype: DType.Float64);
        Occlusion occlusion = new() { Patch = (2, 3), Stride = (2, 3), Fill = 0.25, BatchSize = 4 };
        Tensor falls = occlusion.Falls(ExplainNets.Straight(w), x, 1);
        Assert.Equal(new Shape(3, 3), falls.Shape);
        double[] own = ((x - 0.25) * w[1].Reshape(2, 5, 7)).Sum(0).ToArray<double>(), each = falls.ToArray<double>();
        double[] sum = new double[35], times = new double[35];
        for (int p = 0; p < 9; p++)
        {
            // The last row and column are moved back to the border: rows 0, 2, 3 and columns 0, 3, 4.
            (int top, int left) = (new[] { 0, 2, 3 }[p / 3], new[] { 0, 3, 4 }[p % 3]);
            int[] covered = [.. from i in Enumerable.Range(top, 2) from j in Enumerable.Range(left, 3) select (i * 7) + j];
            Assert.Equal(covered.Sum(pixel => own[pixel]), each[p], 1e-10);
            foreach (int pixel in covered)
            {
                sum[pixel] += each[p];
                times[pixel]++;
            }
        }

        double[] map = occlusion.Explain(ExplainNets.Straight(w), x, 1).Values.ToArray<double>();
        Assert.All(Enumerable.Range(0, 35), pixel => Assert.Equal(sum[pixel] / times[pixel], map[pixel], 1e-10));
    }

    [Fact]
    public void The_batch_size_changes_nothing_and_chances_are_what_softmax_says()
    {
        Sequential net = ExplainNets.Deep();
        Tensor x = Tensor.Normal([2, 6, 6], rng: new Rng(2), dtype: DType.Float64);
        Occlusion occlusion = new() { Patch = 2, OfChance = true };
        double[] one = (occlusion with { BatchSize = 1 }).Falls(net, x, 2).ToArray<double>(), many = occlusion.Falls(net, x, 2).ToArray<double>();
        Assert.All(one.Zip(many), pair => Assert.Equal(pair.First, pair.Second, 1e-12));
        Tensor covered = Tensor.From(x.ToArray<double>(), x.Shape);
        double[] pixels = covered.ToArray<double>();
        foreach (int at in (int[])[0, 1, 6, 7, 36, 37, 42, 43])
        {
            pixels[at] = 0;
        }

        double Chance(Tensor picture) => net.Predict(picture.Unsqueeze(0)).Softmax(1)[0, 2].Item();
        Assert.Equal(Chance(x) - Chance(Tensor.From(pixels, x.Shape)), many[0], 1e-12);
    }

    [Fact]
    public void Bad_input_is_named()
    {
        Sequential net = ExplainNets.Deep();
        Tensor x = Tensor.Zeros([2, 6, 6], DType.Float64);
        Assert.Contains("covered", Assert.Throws<ArgumentOutOfRangeException>(() => new Occlusion { Patch = 8 }.Explain(net, x, 0)).Message);
        Assert.Contains("covered", Assert.Throws<ArgumentOutOfRangeException>(() => new Occlusion { Patch = 2, Stride = 3 }.Explain(net, x, 0)).Message);
        Assert.Contains("classes 0 to 2", Assert.Throws<ArgumentException>(() => new Occlusion().Explain(net, x, 3)).Message);
        Assert.Contains("one picture", Assert.Throws<ArgumentException>(() => new Occlusion().Explain(net, Tensor.Zeros([2, 2, 6, 6]), 0)).Message);
        Assert.Contains("255", Assert.Throws<ArgumentException>(() => new Saliency().Explain(net, x.To(DType.UInt8), 0)).Message);
        Assert.Contains("[N, classes]", Assert.Throws<ArgumentException>(() => new Saliency().Explain(new ReLU(), x, 0)).Message);
    }
}
