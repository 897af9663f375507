using NotebookKit.Explain;
using NotebookKit.Layers;
using NotebookKit.Models;

namespace NotebookKit.Tests.Explain;

/// <summary>What every layer gives, in which order, and that nothing is left behind.</summary>
public class RecordingTests
{
    [Fact]
    [Trait("System", "VIS-ACT")]
    public void Every_layer_is_recorded_in_order_with_what_it_gives()
    {
        Sequential net = Net();
        Tensor x = Tensor.Normal([5, 1, 8, 8], rng: new Rng(2));
        Recording recording = Recording.Of(net, x);

        Assert.Equal(["0", "1", "2", "3.squeeze", "3.expand1x1", "3.expand3x3", "3", "4", "5", "6"], recording.Select(output => output.Name));
        Tensor by = x;
        foreach (int place in Enumerable.Range(0, net.Count))
        {
            by = net[place].Predict(by);
            Assert.Equal(by.ToArray<float>(), recording[$"{place}"].Values.ToArray<float>());
            Assert.Same(net[place], recording[$"{place}"].Layer);
        }

        Assert.Equal(new Shape(5, 8, 3, 3), recording["3"].Values.Shape);
        Assert.Equal(10, recording.Count);
        Assert.Contains("6: Linear", recording.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_layer_that_is_used_twice_is_recorded_twice()
    {
        Sequential net = new([("a", new Linear(3, 3, rng: new Rng(1))), ("b", new Twice())]);
        Recording recording = Recording.Of(net, Tensor.Normal([2, 3], rng: new Rng(2)));

        Assert.Equal(["a", "b.layer", "b.layer#2", "b"], recording.Select(output => output.Name));
        Assert.NotEqual(recording["b.layer"].Values.ToArray<float>(), recording["b.layer#2"].Values.ToArray<float>());
        Assert.Equal(2, Recording.Of(net, Tensor.Normal([2, 3]), ["b.layer#2", "a"]).Count);
    }

    [Fact]
    public void The_model_is_as_before_also_when_a_layer_throws()
    {
        Sequential net = Net();
        net.IsTraining = true;
        net[1].IsTraining = false;                          // a normalisation that was put to rest on purpose
        net.Parameters().First().RequiresGrad = false;
        Tensor[] grads = [.. net.Parameters().Skip(1).Select(parameter => parameter.Grad = Tensor.OnesLike(parameter))];
        var before = net.State();

        Recording.Of(net, Tensor.Normal([5, 1, 8, 8]));
        Assert.Throws<ArgumentException>(() => Recording.Of(net, Tensor.Normal([5, 2, 8, 8])));

        Assert.True(net.IsTraining && !net[1].IsTraining && net[4].IsTraining);
        Assert.False(net.Parameters().First().RequiresGrad);
        Assert.True(net.Parameters().Skip(1).All(parameter => parameter.RequiresGrad));
        Assert.True(net.Parameters().Skip(1).Zip(grads).All(pair => ReferenceEquals(pair.First.Grad, pair.Second)));
        Assert.All(net.State(), named => Assert.Equal(before[named.Key].To(DType.Float64).ToArray<double>(), named.Value.To(DType.Float64).ToArray<double>()));
    }

    [Fact]
    public void Nothing_recorded_asks_for_a_gradient()
    {
        Assert.All(Recording.Of(Net(), Tensor.Normal([1, 1, 8, 8])), output => Assert.False(output.Values.RequiresGrad));
    }

    [Fact]
    public void Wrong_names_and_shapes_are_told_by_name()
    {
        Assert.Contains("no layer called 9", Assert.Throws<ArgumentException>(() => Recording.Of(Net(), Tensor.Zeros([1, 1, 8, 8]), ["0", "9"])).Message, StringComparison.Ordinal);
        Assert.Contains("layer 0, Conv2d", Assert.Throws<ArgumentException>(() => Recording.Of(Net(), Tensor.Zeros([1, 3, 8, 8]))).Message, StringComparison.Ordinal);
        Assert.Contains("'9'", Assert.Throws<KeyNotFoundException>(() => Recording.Of(Net(), Tensor.Zeros([1, 1, 8, 8]))["9"]).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_active_share_counts_what_is_not_zero()
    {
        LayerOutput output = new("relu", new ReLU(), Tensor.From([0f, 0, 3, 0]).Reshape(1, 4));
        Assert.Equal(0.25, output.ActiveShare);
    }

    [Fact]
    public void Maps_are_pictures_of_their_size_and_a_flat_map_is_black()
    {
        Tensor values = Tensor.Concat([Tensor.Full([1, 1, 2, 2], 7), Tensor.From([0f, 1, 2, 3]).Reshape(1, 1, 2, 2)], 1);
        var figure = new LayerOutput("x", new ReLU(), values).Maps(most: 9);
        Assert.Contains("2 images of 2 by 2 pixels", figure.AltText, StringComparison.Ordinal);
        Assert.Equal("x: 2 maps of 2 x 2, 88 % not zero".Replace(" %", "%", StringComparison.Ordinal), figure.Title!.Replace(" %", "%", StringComparison.Ordinal));
        Assert.Throws<ArgumentException>(() => new LayerOutput("x", new ReLU(), values).Maps(picture: 1));
        Assert.Throws<ArgumentException>(() => new LayerOutput("x", new ReLU(), Tensor.Zeros([2, 3])).Maps());
    }

    private static Sequential Net()
    {
        Rng rng = new(1);
        Sequential net = new(new Conv2d(1, 4, 3, 2, rng: rng), new BatchNorm2d(4), new ReLU(), new Fire(4, 2, 4), new Dropout(0.5), new Flatten(), new Linear(72, 3, rng: rng));
        return net;
    }

    private sealed class Twice : Block
    {
        private readonly Linear layer = new(3, 3, rng: new Rng(3));

        public override Tensor Walk(Tensor input, LayerStep step) => step(layer, step(layer, input).Relu());
    }
}
