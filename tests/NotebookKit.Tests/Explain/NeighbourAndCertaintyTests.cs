using NotebookKit.Charts;
using NotebookKit.Data;
using NotebookKit.Explain;
using NotebookKit.Layers;
using NotebookKit.Models;

namespace NotebookKit.Tests.Explain;

/// <summary>Neighbours in any space, certainty, and the map with pictures.</summary>
public class NeighbourAndCertaintyTests
{
    [Fact]
    public void Neighbours_are_those_of_all_distances()
    {
        Tensor points = Tensor.Normal([30, 2, 2], rng: new Rng(1), dtype: DType.Float64);
        FeatureNeighbours near = FeatureNeighbours.Of(points, k: 4);
        double[][] rows = points.Reshape(30, 4).ToJagged<double>();
        for (int i = 0; i < 30; i++)
        {
            double Far(int j) => Math.Sqrt(rows[i].Zip(rows[j], (a, b) => (a - b) * (a - b)).Sum());
            int[] others = [.. Enumerable.Range(0, 30).Where(j => j != i).OrderBy(Far).Take(4)];
            Assert.Equal(others, near.Of(i).Select(one => one.Example));
            Assert.All(near.Of(i), one => Assert.Equal(Far(one.Example), one.Distance, 9));
        }

        Assert.Equal((30, 4, 4), (near.Count, near.K, near.Dimensions));
    }

    [Fact]
    public void Purity_counts_neighbours_of_the_own_class()
    {
        Tensor line = Tensor.From([0f, 1, 2, 10, 11, 13]).Reshape(6, 1);
        Tensor labels = Tensor.From([0L, 0, 1, 1, 1, 0]);
        Assert.Equal([1, 2], FeatureNeighbours.Of(line, 2).Of(0).Select(one => one.Example));
        Assert.Equal(4 / 12.0, FeatureNeighbours.Of(line, 2).Purity(labels), 12);     // 1, 1, 0, 1, 1, 0 of two each
    }

    [Fact]
    [Trait("System", "VIS-NN")]
    public void Neighbours_in_feature_space_are_of_the_same_class_more_often_than_in_pixel_space()
    {
        Dataset clothes = Datasets.FashionMnist().Test.Take(400);
        Tensor pictures = clothes.Load([.. Enumerable.Range(0, 400)]).Inputs;
        Tensor features = Pretrained.Features28().Trunk.Predict(pictures);
        double pixels = FeatureNeighbours.Of(pictures).Purity(clothes.Labels), deep = FeatureNeighbours.Of(features).Purity(clothes.Labels);
        Assert.True(deep > pixels + 0.05, $"{deep} in features, {pixels} in pixels");
    }

    [Fact]
    public void A_picture_of_neighbours_frames_those_of_another_class()
    {
        Dataset set = new("two", Tensor.From([0f, 0.1f, 0.2f, 1]).Reshape(4, 1, 1, 1), Tensor.From([0L, 1, 0, 1]), ["dark", "bright"]);
        ImageGrid grid = Assert.IsType<ImageGrid>(FeatureNeighbours.Of(set.Inputs, 2).Draw(set, [0, 3]).Content);
        Assert.Equal(["dark:", "bright", "dark", "bright:", "dark", "bright"], grid.Captions.Select(caption => caption.Text));
        Assert.Equal([Mark.Plain, Mark.Wrong, Mark.Plain, Mark.Plain, Mark.Wrong, Mark.Plain], grid.Captions.Select(caption => caption.Mark));
        Assert.Throws<ArgumentException>(() => FeatureNeighbours.Of(set.Inputs, 2).Draw(set.Take(3), [0]));
    }

    [Fact]
    public void Bad_examples_are_told()
    {
        Assert.Contains("below the number of examples", Assert.Throws<ArgumentException>(() => FeatureNeighbours.Of(Tensor.Zeros([4, 2]), 4)).Message, StringComparison.Ordinal);
        Assert.Contains("not finite", Assert.Throws<ArgumentException>(() => FeatureNeighbours.Of(Tensor.Full([4, 2], double.NaN), 1)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => FeatureNeighbours.Of(Tensor.Zeros([4, 2]), 2).Of(4));
    }

    [Fact]
    [Trait("System", "VIS-MAXIMG")]
    public void Entropy_ranks_from_undecided_to_sure()
    {
        double[] even = [1, 1, 1, 1], sure = [30, 0, 0, 0], two = [20, 20, 0, 0];
        CertaintyRanking ranking = CertaintyRanking.OfScores(Tensor.From(new[] { sure, two, even, two }));
        Assert.Equal(0, ranking.Entropies[0], 9);
        Assert.Equal(Math.Log(2), ranking.Entropies[1], 6);
        Assert.Equal(Math.Log(4), ranking.Entropies[2], 9);
        Assert.Equal([2, 1, 3, 0], ranking.MostUncertain(4));
        Assert.Equal([0, 1], ranking.MostTypical(0, 2));
        Assert.Equal([1, 3, 2], ranking.MostTypical(1, 3));
        Assert.Equal(0.5, ranking.Probabilities(1)[1], 6);
    }

    [Fact]
    public void A_classifier_is_asked_in_its_use_and_left_as_it_was()
    {
        Sequential net = new(new Flatten(), new Dropout(0.9), new Linear(4, 3, rng: new Rng(1)));
        Tensor x = Tensor.Normal([10, 1, 2, 2], rng: new Rng(2));
        CertaintyRanking ranking = CertaintyRanking.Of(net, x, batchSize: 3);
        Assert.Equal(CertaintyRanking.OfScores(net.Predict(x)).Entropies, ranking.Entropies);
        Assert.True(net.IsTraining && net.Parameters().All(parameter => parameter.RequiresGrad && parameter.Grad is null));
    }

    [Fact]
    public void Bad_scores_are_told_and_wrong_ones_are_framed()
    {
        Assert.Contains("[N, classes]", Assert.Throws<ArgumentException>(() => CertaintyRanking.OfScores(Tensor.Zeros([3]))).Message, StringComparison.Ordinal);
        Assert.Contains("input 1", Assert.Throws<ArgumentException>(() => CertaintyRanking.OfScores(Tensor.From([0.0, 1, double.NaN, 1]).Reshape(2, 2))).Message, StringComparison.Ordinal);
        CertaintyRanking ranking = CertaintyRanking.OfScores(Tensor.From([0.0, 1, 1, 0]).Reshape(2, 2));
        Assert.Throws<ArgumentOutOfRangeException>(() => ranking.MostUncertain(3));
        Assert.Throws<ArgumentOutOfRangeException>(() => ranking.MostTypical(2, 1));
        Dataset set = new("two", Tensor.Zeros([2, 1, 2, 2]), Tensor.From([0L, 0]), ["a", "b"]);
        ImageGrid grid = Assert.IsType<ImageGrid>(ranking.Draw(set, [0, 1]).Content);
        Assert.Equal([new Caption("b or a?", Mark.Wrong), new Caption("a or b?")], grid.Captions);
    }

    [Fact]
    [Trait("System", "VIS-DR")]
    public void The_map_shows_pictures_in_the_colours_of_their_classes()
    {
        Dataset digits = Datasets.Mnist().Test.Take(60);
        Tensor map = Tensor.Normal([60, 2], rng: new Rng(1));
        Figure figure = PictureMap.Draw(map, digits, "Digits");
        Assert.Contains("60 pictures of 28 by 28 pixels as points", figure.AltText, StringComparison.Ordinal);
        Plot plot = Assert.IsType<Plot>(figure.Content);
        Assert.Equal(digits.ClassNames, plot.Series.Skip(1).Select(series => series.Name));
        Assert.Equal(10, plot.Series.Skip(1).Select(series => series.Color).Distinct().Count());
        Assert.Contains("image/png", figure.ToSvg(), StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => PictureMap.Draw(map[..5], digits));
    }
}
