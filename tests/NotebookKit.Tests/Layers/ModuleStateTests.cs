using NotebookKit.Layers;

namespace NotebookKit.Tests.Layers;

/// <summary>Buffers of modules, and taking a state over.</summary>
public class ModuleStateTests
{
    [Fact]
    public void Buffers_are_found_by_themselves_and_belong_to_the_state()
    {
        Sequential model = Model();
        Assert.Equal(["1.runningMean", "1.runningVariance", "1.batchesTracked"], model.NamedBuffers().Select(b => b.Name));
        Assert.Equal(["0.weight", "0.bias", "1.weight", "1.bias", "1.runningMean", "1.runningVariance", "1.batchesTracked"], model.State().Keys);
        Assert.DoesNotContain(model.Parameters(), parameter => parameter.Shape.Rank == 0);
        Assert.Empty(new BatchNorm1d(3, affine: false, tracking: false).State());
    }

    [Fact]
    public void A_state_is_a_copy_that_a_model_of_the_same_shape_takes_over()
    {
        Sequential model = Model();
        model.Forward(Tensor.Normal([8, 4], 2, 3, new Rng(2)));
        IReadOnlyDictionary<string, Tensor> state = model.State();
        Tensor x = Tensor.Normal([5, 4], rng: new Rng(3));
        float[] expected = model.Predict(x).ToArray<float>();
        model.Forward(x);
        Assert.NotEqual(expected, model.Predict(x).ToArray<float>());
        Sequential other = Model(seed: 9);
        other.Load(state);
        Assert.Equal(expected, other.Predict(x).ToArray<float>());
        Assert.Equal(1, other.NamedBuffers().Last().Buffer.Item());
        model.Load(state);
        Assert.Equal(expected, model.Predict(x).ToArray<float>());
    }

    [Fact]
    public void A_state_that_does_not_fit_is_refused_with_every_name_and_nothing_changes()
    {
        Sequential model = Model();
        Dictionary<string, Tensor> state = model.State().ToDictionary();
        float[] before = [.. model.State().Values.SelectMany(tensor => tensor.ToArray<float>())];
        state.Remove("0.bias");
        state["0.weight"] = Tensor.Zeros([3, 4]);
        state["1.running_mean"] = Tensor.Zeros([3]);
        state["1.runningVariance"] = Tensor.Zeros([2]);
        state["1.batchesTracked"] = Tensor.Zeros([]);
        string message = Assert.Throws<ArgumentException>(() => model.Load(state)).Message;
        Assert.Contains("missing: 0.bias", message, StringComparison.Ordinal);
        Assert.Contains("unexpected: 1.running_mean", message, StringComparison.Ordinal);
        Assert.Contains("1.runningVariance is [3] of Float32 and the state has [2] of Float32", message, StringComparison.Ordinal);
        Assert.Contains("1.batchesTracked is [] of Int64 and the state has [] of Float32", message, StringComparison.Ordinal);
        Assert.Equal(before, model.State().Values.SelectMany(tensor => tensor.ToArray<float>()));
    }

    [Fact]
    public void Recurrent_layers_have_PyTorchs_names()
    {
        Lstm lstm = new(2, 3, layers: 2, bidirectional: true);
        string[] names = [.. new[] { "L0", "L0Reverse", "L1", "L1Reverse" }.SelectMany(end => new[] { "weightIh", "weightHh", "biasIh", "biasHh" }.Select(name => name + end))];
        Assert.Equal(names, lstm.NamedParameters().Select(p => p.Name));
        Assert.Equal(new Shape(12, 6), lstm["weightIhL1"].Shape);
        Assert.Equal(["0.weightIhL0", "0.weightHhL0"], new Sequential(new Gru(2, 3, bias: false)).NamedParameters().Select(p => p.Name));
        Assert.Equal(["weightIh", "weightHh", "biasIh", "biasHh"], new RnnCell(2, 3).NamedParameters().Select(p => p.Name));
        Assert.Equal(["inProjWeight", "inProjBias", "outProj.weight", "outProj.bias"], new MultiHeadAttention(4, 2).NamedParameters().Select(p => p.Name));
    }

    private static Sequential Model(int seed = 1) => new(new Linear(4, 3, rng: new Rng(seed)), new BatchNorm1d(3), new ReLU());
}
