using NotebookKit.Data;
using NotebookKit.Gradients;
using NotebookKit.Layers;
using NotebookKit.Painting;

namespace NotebookKit.Tests.Painting;

/// <summary>A network that judges gives the features it has, stays as it is, and sees every pixel alike.</summary>
public class LossNetworkTests
{
    [Fact]
    public void Features_are_those_of_the_whole_network_though_only_its_beginning_is_computed()
    {
        Sequential model = Eyes.Network();
        Tensor x = Eyes.Picture(1);
        int heads = 0;
        IReadOnlyDictionary<string, Tensor> all = model.Features(x, "first.0", "first", "second.1");
        model["head"] = new Counted(() => heads++);
        model.IsTraining = false;
        IReadOnlyDictionary<string, Tensor> some = new LossNetwork(model).Features(x, "first.0", "first", "second.1");
        Assert.Equal(3, some.Count);
        Assert.All(some, named => Assert.Equal(all[named.Key].ToArray<double>(), named.Value.ToArray<double>()));
        Assert.Equal(0, heads);
    }

    [Fact]
    public void The_networks_weights_keep_their_gradients_and_whether_they_learn()
    {
        Sequential model = Eyes.Network();
        model["first.0"].Freeze();
        model.Forward(Eyes.Picture(2)).Sum().Backward();
        bool[] learns = [.. model.Parameters().Select(parameter => parameter.RequiresGrad)];
        double[][] before = [.. model.Parameters().Select(parameter => parameter.Grad?.ToArray<double>() ?? [])];
        Assert.Contains(false, learns);
        Assert.Contains(true, learns);
        Tensor x = Eyes.Picture(3);
        x.RequiresGrad = true;
        new LossNetwork(model).Features(x, "second")["second"].Square().Sum().Backward();
        Assert.True(x.Grad!.Abs().Sum().Item() > 0);
        Assert.Equal(learns, model.Parameters().Select(parameter => parameter.RequiresGrad));
        Assert.Equal(before, model.Parameters().Select(parameter => parameter.Grad?.ToArray<double>() ?? []));
        Assert.Throws<ArgumentException>(() => new LossNetwork(model).Features(x, "third"));
        Assert.Equal(learns, model.Parameters().Select(parameter => parameter.RequiresGrad));
    }

    [Fact]
    public void A_network_in_training_a_missing_layer_and_a_grey_picture_are_refused()
    {
        Sequential model = Eyes.Network();
        model.IsTraining = true;
        Assert.Contains("IsTraining = false", Assert.Throws<ArgumentException>(() => new LossNetwork(model)).Message, StringComparison.Ordinal);
        LossNetwork eye = Eyes.Small();
        Assert.Contains("third", Assert.Throws<ArgumentException>(() => eye.Features(Eyes.Picture(1), "third")).Message, StringComparison.Ordinal);
        Assert.Contains("Artwork.Of", Assert.Throws<ArgumentException>(() => eye.Features(Tensor.Zeros([1, 1, 8, 8]), "first")).Message, StringComparison.Ordinal);
        Assert.Equal("small: content second; style first, second", eye.ToString());
    }

    [Fact]
    public void Random_filters_are_the_same_each_time_and_look_at_the_picture_at_several_sizes()
    {
        Tensor x = Eyes.Picture(4, 24, 32, DType.Float32);
        LossNetwork eye = LossNetwork.RandomFilters();
        IReadOnlyDictionary<string, Tensor> seen = eye.Features(x, "scale1", "scale8");
        Assert.Equal(new Shape(1, 48, 24, 32), seen["scale1"].Shape);
        Assert.Equal(new Shape(1, 48, 3, 4), seen["scale8"].Shape);
        Assert.Equal(seen["scale8"].ToArray<float>(), LossNetwork.RandomFilters().Features(x, "scale8")["scale8"].ToArray<float>());
        Assert.NotEqual(seen["scale8"].ToArray<float>(), LossNetwork.RandomFilters(new Rng(1)).Features(x, "scale8")["scale8"].ToArray<float>());
        Assert.Equal(4, eye.StyleLayers.Count);
    }

    [Fact]
    public void SqueezeNets_windows_made_even_pass_the_same_slope_to_every_pixel()
    {
        if (DataFinder.Default().FindLocally(DatasetTable.Weights.Single(set => set.Name == "squeezenet1.1")) is null)
        {
            Assert.ThrowsAny<Exception>(() => LossNetwork.SqueezeNet11());
            return;
        }

        // On a flat picture all inner places see the same; so the slope of a sum differs from place to place only by how often windows count a place.
        double Unevenness(bool even)
        {
            Tensor flat = Tensor.Full([1, 3, 96, 96], 0.5);
            flat.RequiresGrad = true;
            Tensor slope = Gradient.Of(LossNetwork.SqueezeNet11(even).Features(flat, "features.2")["features.2"].Sum(), flat)[0, 1, 40..56, 40..56];
            double mean = slope.Mean().Item();
            return (slope - mean).Abs().Max().Item() / Math.Abs(mean);
        }

        Assert.True(Unevenness(true) < 1e-4);
        Assert.True(Unevenness(false) > 0.5);
    }

    private sealed class Counted(Action count) : Module
    {
        public override Tensor Forward(Tensor input)
        {
            count();
            return input;
        }
    }
}
