using NotebookKit.Gradients;
using NotebookKit.Layers;
using NotebookKit.Memory;
using NotebookKit.Optimizers;
using NotebookKit.Sparse;
using NotebookKit.Tests.Ops;
using SparseLayer = NotebookKit.Sparse.SparseLinear;

namespace NotebookKit.Tests.Sparse;

/// <summary>Layers with some of their connections against full ones with zeros.</summary>
[Collection(nameof(OneAtATime))]
public class SparseLayerTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(64)]
    [InlineData(70)]
    [InlineData(2100)]
    public void A_sparse_layer_is_the_dense_one_with_masked_weights(int batch)
    {
        Rng rng = new(1);
        Connections some = Topology.ErdosRenyi(30, 41, 2, rng);
        SparseLayer layer = new(some, rng: rng, dtype: DType.Float64);
        Tensor x = Tensor.Normal([batch, 30], rng: rng, dtype: DType.Float64), start = Tensor.Normal([batch, 41], rng: rng, dtype: DType.Float64);
        x.RequiresGrad = true;
        Tensor dense = layer.DenseWeight().Detach();
        dense.RequiresGrad = true;
        Tensor y = layer.Forward(x), expected = x.Linear(dense, layer.Bias);
        Near(expected, y);
        Tensor[] ours = Gradient.Of(y, [x, layer.Weight, layer.Bias!], start: start), right = Gradient.Of(expected, [x, dense, layer.Bias!], start: start);
        Near(right[0], ours[0]);
        Near(right[2], ours[2]);
        Near(right[1] * some.Mask().To(DType.Float64), some.Dense(ours[1]));
    }

    [Fact]
    public void Any_number_of_threads_gives_the_same_bits()
    {
        Connections some = Topology.ErdosRenyi(300, 257, 4, new Rng(2));
        Threads.AllGiveTheSame(() =>
        {
            SparseLayer layer = new(some, rng: new Rng(3));
            Tensor x = Tensor.Normal([333, 300], rng: new Rng(4));
            x.RequiresGrad = true;
            Tensor y = layer.Forward(x);
            y.Square().Mean().Backward();
            return [.. y.ToArray<float>(), .. x.Grad!.ToArray<float>(), .. layer.Weight.Grad!.ToArray<float>()];
        });
    }

    [Fact]
    public void Memory_is_that_of_the_connections()
    {
        SparseLayer one = new(Topology.Random(2000, 3000, 0.01, new Rng(5)));
        Assert.InRange(one.Bytes, 24L * one.Weight.Count, (24L * one.Weight.Count) + (16 * 5001));
        Assert.True(one.Bytes < 2000L * 3000 * sizeof(float) / 10);
        Assert.Equal(one.Weight.Count + 3000, one.ParameterCount);

        // A step makes nothing of the size of the full matrix either.
        Tensor x = Tensor.Uniform([8, 2000], rng: new Rng(6));
        long Step()
        {
            long before = GC.GetTotalAllocatedBytes(precise: true);
            using BufferScope scope = new();
            one.ZeroGrad();
            one.Forward(x).Square().Mean().Backward();
            return GC.GetTotalAllocatedBytes(precise: true) - before;
        }

        Step();
        Step();
        Assert.InRange(Step(), 0, 200_000);
    }

    [Fact]
    public void State_holds_the_connections_and_brings_them_back()
    {
        SparseLayer one = new(Topology.SmallWorld(20, 10, 4, 0.5, new Rng(1)), rng: new Rng(2)), other = new(Topology.SmallWorld(20, 10, 4, 0.5, new Rng(3)), rng: new Rng(4));
        Tensor x = Tensor.Uniform([3, 20], rng: new Rng(5));
        Assert.NotEqual(one.Forward(x).ToArray<float>(), other.Forward(x).ToArray<float>());
        other.Load(one.State());
        Assert.Equal(one.Connections, other.Connections);
        Assert.Equal(one.Forward(x).ToArray<float>(), other.Forward(x).ToArray<float>());
    }

    [Fact]
    [Trait("System", "SPN-FIX")]
    public void Fixed_connections_stay_what_they_are_while_the_weights_learn()
    {
        Rng rng = new(6);
        SparseLayer hidden = new(Topology.ErdosRenyi(8, 12, 2, rng), rng: rng);
        Sequential model = new(hidden, new ReLU(), new Linear(12, 3, rng: rng));
        Adam adam = new(model.Parameters());
        Connections before = Connections.Of(hidden.Connections.Mask());
        float[] weights = hidden.Weight.ToArray<float>();
        for (int step = 0; step < 20; step++)
        {
            adam.ZeroGrad();
            model.Forward(Tensor.Normal([16, 8], rng: rng)).CrossEntropy(Tensor.RandomIntegers([16], 0, 3, rng)).Backward();
            adam.Step();
        }

        Assert.Equal(before, hidden.Connections);
        Assert.NotEqual(weights, hidden.Weight.ToArray<float>());
        Assert.Equal(hidden.Weight.Count, hidden.DenseWeight().ToArray<float>().Count(weight => weight != 0));
    }

    [Theory]
    [InlineData(1, 2, 1, 0)]
    [InlineData(2, 3, 2, 1)]
    public void Locally_connected_with_tied_weights_is_a_convolution(int inChannels, int outChannels, int stride, int padding)
    {
        Rng rng = new(7);
        LocallyConnected2d local = new(inChannels, outChannels, (5, 6), (3, 2), stride, padding, rng: rng, dtype: DType.Float64);
        Tensor x = Tensor.Normal([2, inChannels, 5, 6], rng: rng, dtype: DType.Float64), filters = Tensor.Normal([outChannels, inChannels, 3, 2], rng: rng, dtype: DType.Float64);
        Tensor bias = Tensor.Normal([outChannels], rng: rng, dtype: DType.Float64);
        Tensor untied = local.Forward(x);
        local.Tie(filters, bias);
        Tensor expected = x.Conv2d(filters, bias, stride, padding);
        Near(expected, local.Forward(x));
        Assert.Equal(expected.Shape, untied.Shape);
        Assert.NotEqual(expected.ToArray<double>(), untied.ToArray<double>());

        // Its own weights: moving one place's changes that place only.
        float[] before = local.Forward(x).To(DType.Float32).ToArray<float>();
        local.Weight.AsSpan<double>()[local.Weight.Count / 2] += 1;
        float[] after = local.Forward(x).To(DType.Float32).ToArray<float>();
        Assert.InRange(before.Zip(after).Count(pair => pair.First != pair.Second), 1, 2);

        LocallyConnected1d row = new(inChannels, outChannels, 9, 3, stride, padding, rng: rng, dtype: DType.Float64);
        Tensor signal = Tensor.Normal([2, inChannels, 9], rng: rng, dtype: DType.Float64), ofRow = Tensor.Normal([outChannels, inChannels, 3], rng: rng, dtype: DType.Float64);
        row.Tie(ofRow, bias);
        Near(signal.Conv1d(ofRow, bias, stride, Padding.Between(padding, padding)), row.Forward(signal));
    }

    [Fact]
    [Trait("Golden", "G-FCLC")]
    [Trait("System", "CONV-FCVSLC")]
    [Trait("System", "SPN-LCN")]
    public void Weights_of_full_and_local_layers_are_the_lectures_and_tied_local_weights_are_a_convolution()
    {
        Assert.Equal(1_000_000_000_000, WeightCount.FullyConnected(1000 * 1000, 1_000_000));
        Assert.Equal(100_000_000, WeightCount.LocallyConnected(1_000_000, 10 * 10));

        // The same in layers that can be made: 12 x 12 pixels, 100 units, patches of 3 x 3.
        Assert.Equal(WeightCount.FullyConnected(144, 100), new Linear(144, 100, bias: false).ParameterCount);
        Assert.Equal(WeightCount.LocallyConnected(100, 9), new LocallyConnected2d(1, 1, 12, 3, bias: false).ParameterCount);
        LocallyConnected2d local = new(1, 1, 12, 3, bias: false, dtype: DType.Float64);
        Tensor filter = Tensor.Uniform([1, 1, 3, 3], rng: new Rng(1), dtype: DType.Float64), image = Tensor.Uniform([2, 1, 12, 12], rng: new Rng(2), dtype: DType.Float64);
        local.Tie(filter);
        Near(image.Conv2d(filter), local.Forward(image));
    }

    [Theory]
    [Trait("System", "SPN-CNNSPARSE")]
    [InlineData(1, 1, 6, 5, 3, 1, 0)]
    [InlineData(3, 2, 6, 5, 3, 1, 0)]
    [InlineData(2, 3, 7, 4, 2, 2, 1)]
    [InlineData(1, 2, 4, 4, 3, 1, 2)]
    public void A_convolution_as_a_matrix_has_the_entries_of_the_formula_and_the_same_result(int inChannels, int outChannels, int height, int width, int kernel, int stride, int padding)
    {
        Rng rng = new(8);
        Tensor filters = Tensor.Uniform([outChannels, inChannels, kernel, kernel], 0.5, 1, rng, DType.Float64), x = Tensor.Normal([2, inChannels, height, width], rng: rng, dtype: DType.Float64);
        ConvolutionMatrix matrix = ConvolutionMatrix.Of(filters, (height, width), stride, padding);
        Tensor expected = x.Conv2d(filters, null, stride, padding);
        Near(expected, matrix.Apply(x));
        Near(expected.Flatten(1), x.Flatten(1).Linear(matrix.Dense()));
        int entries = matrix.Dense().ToArray<double>().Count(weight => weight != 0);
        Assert.Equal(ConvolutionMatrix.EntriesOf(inChannels, outChannels, (height, width), kernel, stride, padding), entries);
        if (padding == 0)
        {
            int places = (((height - kernel) / stride) + 1) * (((width - kernel) / stride) + 1);
            Assert.Equal(outChannels * inChannels * places * kernel * kernel, entries);
            Assert.True(matrix.Connections.Density < 1);
        }
    }

    public static TheoryData<string, string> Misuses => new()
    {
        { "width", "SparseLinear: takes [N, 3]" },
        { "rank", "Flatten(1)" },
        { "weights", "one weight a connection, [2], and got [3]" },
        { "bias", "one number an output, [2], and has shape [3]" },
        { "dtype", "SparseLinear: the operands" },
        { "ends", "SparseWeights: takes [N, 2] and [N, 3]" },
        { "image", "LocallyConnected2d: takes [N, 1, 4, 4], and got [1, 1, 5, 4]" },
        { "patch", "a patch 5x5 does not fit into an image 4x4" },
        { "filters", "a convolution like this are [2, 1, 3, 3]" },
        { "matrix", "ConvolutionMatrix: a filter of 3 with stride 1 does not fit 2 pixels" },
        { "filter rank", "takes filters [out, in, kh, kw] of floats, and got [3, 3]" },
        { "signal", "LocallyConnected1d: takes signals" },
    };

    [Theory]
    [MemberData(nameof(Misuses))]
    public void Misuse_is_told_in_a_sentence(string what, string says)
    {
        Connections two = new(3, 2, [(0, 0), (2, 1)]);
        Tensor x = Tensor.Zeros([1, 3]), w = Tensor.Zeros([2]);
        Action act = what switch
        {
            "width" => () => Tensor.Zeros([1, 4]).SparseLinear(w, two),
            "rank" => () => Tensor.Zeros([1, 1, 3]).SparseLinear(w, two),
            "weights" => () => x.SparseLinear(Tensor.Zeros([3]), two),
            "bias" => () => x.SparseLinear(w, two, Tensor.Zeros([3])),
            "dtype" => () => x.SparseLinear(Tensor.Zeros([2], DType.Float64), two),
            "ends" => () => NotebookKit.Ops.SparseWeights.Apply(x, x, two),
            "image" => () => new LocallyConnected2d(1, 2, 4, 3).Forward(Tensor.Zeros([1, 1, 5, 4])),
            "patch" => () => _ = new LocallyConnected2d(1, 2, 4, 5),
            "filters" => () => new LocallyConnected2d(1, 2, 4, 3).Tie(Tensor.Zeros([2, 3, 3])),
            "matrix" => () => ConvolutionMatrix.Of(Tensor.Zeros([1, 1, 3, 3]), 2),
            "filter rank" => () => ConvolutionMatrix.Of(Tensor.Zeros([3, 3]), 4),
            _ => () => new LocallyConnected1d(1, 1, 5, 3).Forward(Tensor.Zeros([1, 5])),
        };
        Assert.Contains(says, Assert.ThrowsAny<ArgumentException>(act).Message, StringComparison.Ordinal);
    }

    private static void Near(Tensor expected, Tensor actual)
    {
        Assert.Equal(expected.Shape, actual.Shape);
        Assert.All(expected.ToArray<double>().Zip(actual.ToArray<double>()), pair => Assert.Equal(pair.First, pair.Second, 1e-12));
    }
}
