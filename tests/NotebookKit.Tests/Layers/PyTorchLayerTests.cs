using NotebookKit.Files;
using NotebookKit.Gradients;
using NotebookKit.Layers;
using NotebookKit.Tests.Architecture;
using NotebookKit.Tests.Ops;

namespace NotebookKit.Tests.Layers;

/// <summary>Whole layers against torch.nn's, which tests/golden/make_layers.py wrote down: results in training and in use, all gradients, running statistics.</summary>
[Collection(nameof(OneAtATime))]
public class PyTorchLayerTests
{
    private static readonly NamedArrays Arrays = NpzFile.Read(Path.Combine(Repository.Root, "tests", "golden", "layers.npz"));

    private static readonly Dictionary<string, Func<DType, Module>> Layers = new()
    {
        ["Linear"] = d => new Linear(3, 5, dtype: d),
        ["Linear no bias"] = d => new Linear(4, 2, bias: false, dtype: d),
        ["Conv1d"] = d => new Conv1d(3, 5, 3, stride: 2, padding: 1, dtype: d),
        ["Conv1d grouped"] = d => new Conv1d(4, 6, 2, dilation: 2, groups: 2, bias: false, dtype: d),
        ["Conv2d"] = d => new Conv2d(3, 8, 3, padding: 1, dtype: d),
        ["Conv2d grouped"] = d => new Conv2d(4, 8, (3, 2), stride: (2, 1), dilation: (1, 2), groups: 4, dtype: d),
        ["ConvTranspose1d"] = d => new ConvTranspose1d(3, 4, 3, stride: 2, padding: 1, outputPadding: 1, dtype: d),
        ["ConvTranspose2d"] = d => new ConvTranspose2d(4, 6, 3, stride: 2, groups: 2, dtype: d),
        ["MaxPool1d"] = _ => new MaxPool1d(3, stride: 2, padding: 1),
        ["MaxPool2d"] = _ => new MaxPool2d(3, stride: 2, ceil: true),
        ["AvgPool1d"] = _ => new AvgPool1d(3, stride: 2, padding: 1),
        ["AvgPool2d"] = _ => new AvgPool2d(2, padding: 1, countPadding: false),
        ["AdaptiveAvgPool2d"] = _ => new AdaptiveAvgPool2d((3, 2)),
        ["L2Pool2d"] = _ => new L2Pool2d(2),
        ["MaxUnpool2d"] = _ => new MaxPool2d(2, keepPositions: true) is var pool ? new Sequential(pool, new MaxUnpool2d(pool)) : throw new InvalidOperationException(),
        ["TrainableSubsampling"] = d => new TrainableSubsampling(3, 2, dtype: d),
        ["Upsample"] = _ => new Upsample(2),
        ["Upsample bilinear"] = _ => new Upsample(2, Interpolation.Linear),
        ["PixelShuffle"] = _ => new PixelShuffle(2),
        ["Unfold"] = _ => new Unfold(3, padding: 1, stride: 2),
        ["Fold"] = _ => new Fold((3, 4), (2, 3), padding: 1),
        ["BatchNorm1d"] = d => new BatchNorm1d(5, dtype: d),
        ["BatchNorm1d sequence"] = d => new BatchNorm1d(3, momentum: 0.3, dtype: d),
        ["BatchNorm2d"] = d => new BatchNorm2d(3, dtype: d),
        ["BatchNorm2d plain"] = d => new BatchNorm2d(2, affine: false, dtype: d),
        ["LayerNorm"] = d => new LayerNorm(6, dtype: d),
        ["LayerNorm image"] = d => new LayerNorm([3, 4], dtype: d),
        ["GroupNorm"] = d => new GroupNorm(2, 6, dtype: d),
        ["InstanceNorm2d"] = d => new InstanceNorm2d(3, affine: true, dtype: d),
        ["RmsNorm"] = d => new RmsNorm(7, dtype: d),
        ["LocalResponseNorm"] = _ => new LocalResponseNorm(),
        ["WeightNorm"] = d => new WeightNorm(new Linear(4, 3, dtype: d)),
        ["Embedding"] = d => new Embedding(7, 4, dtype: d),
        ["Rnn"] = d => new Rnn(3, 5, dtype: d),
        ["Rnn rectified"] = d => new Rnn(3, 4, layers: 2, rectified: true, batchFirst: true, dtype: d),
        ["Lstm"] = d => new Lstm(3, 5, dtype: d),
        ["Lstm both ways"] = d => new Lstm(3, 4, layers: 2, bidirectional: true, batchFirst: true, dtype: d),
        ["Gru"] = d => new Gru(3, 5, dtype: d),
        ["Gru both ways"] = d => new Gru(3, 4, layers: 2, bidirectional: true, dtype: d),
        ["RnnCell"] = d => new RnnCell(3, 5, dtype: d),
        ["LstmCell"] = d => new LstmCell(3, 5, dtype: d),
        ["GruCell"] = d => new GruCell(3, 5, dtype: d),
        ["MultiHeadAttention"] = d => new MultiHeadAttention(6, 2, dtype: d),
        ["MultiHeadAttention causal"] = d => new MultiHeadAttention(8, 4, causal: true, dtype: d),
        ["TransformerBlock"] = d => new TransformerBlock(6, 3, inner: 10, dtype: d),
        ["TransformerBlock as first published"] = d => new TransformerBlock(8, 2, inner: 5, preNorm: false, gelu: false, dtype: d),
        ["PositionalEncoding"] = _ => new PositionalEncoding(),
        ["ReLU"] = _ => new ReLU(),
        ["Flatten"] = _ => new Flatten(),
        ["Identity"] = _ => new Identity(),
        ["Sequential"] = d => new Sequential(
            new Conv2d(1, 4, 3, bias: false, dtype: d), new BatchNorm2d(4, dtype: d), new ReLU(), new MaxPool2d(2), new Flatten(), new Linear(36, 3, dtype: d)),
    };

    // Their result in training is drawn by chance, and in use they give their input back: tests of their own prove both.
    private static readonly string[] ByChance = ["AlphaDropout", "Dropout", "Dropout2d", "GaussianNoise"];

    public static TheoryData<string> Cases => [.. Layers.Keys];

    [Fact]
    public void Every_layer_of_the_kit_has_a_case_or_works_by_chance()
    {
        IEnumerable<string> kit = typeof(Linear).Assembly.GetTypes()
            .Where(type => type is { IsAbstract: false, IsPublic: true, Namespace: "NotebookKit.Layers" } && type.IsSubclassOf(typeof(Module)))
            .Select(type => type.Name);
        Assert.Equal(kit.Order(StringComparer.Ordinal), Layers.Keys.Select(name => name.Split(' ')[0]).Distinct().Concat(ByChance).Order(StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_layer_computes_what_PyTorchs_computes(string name) => OpRegistry.OnEveryVariant(width =>
    {
        Compare(name, DType.Float64, 1e-10, $"{name} Float64 {width}");
        Compare(name, DType.Float32, 1e-5, $"{name} Float32 {width}");
    });

    private static void Compare(string name, DType dtype, double tolerance, string what)
    {
        Module layer = Layers[name](dtype);
        Dictionary<string, Tensor> own = layer.NamedParameters().Select(named => (named.Name, (Tensor)named.Parameter))
            .Concat(layer.NamedBuffers().Select(named => (named.Name, (Tensor)named.Buffer))).ToDictionary(named => Plain(named.Item1), named => named.Item2);
        Dictionary<string, Tensor> state = Group($"{name}/state/");
        Assert.Equal(state.Keys.Order(StringComparer.Ordinal), own.Keys.Order(StringComparer.Ordinal));
        layer.Load(layer.State().Keys.ToDictionary(key => key, key => state[Plain(key)]));

        Tensor input = Stored($"{name}/in");
        bool isFloat = input.DType == DType.Float64;
        if (isFloat)
        {
            input = input.To(dtype);
            input.RequiresGrad = true;
        }

        Parameter[] parameters = [.. layer.Parameters()];
        Tensor output = layer.Forward(input);
        GoldenFile.AssertClose(Stored($"{name}/out"), output, tolerance, what);
        Tensor[] gradients = Gradient.Of(output, isFloat ? [input, .. parameters] : parameters, start: Stored($"{name}/weights").To(dtype));
        if (isFloat)
        {
            GoldenFile.AssertClose(Stored($"{name}/grad"), gradients[0], tolerance, $"{what}, gradient of the input");
        }

        Dictionary<string, Tensor> right = Group($"{name}/grad/");
        foreach (((string key, _), int i) in layer.NamedParameters().Select((named, i) => (named, i)))
        {
            GoldenFile.AssertClose(right[Plain(key)], gradients[i + (isFloat ? 1 : 0)], tolerance, $"{what}, gradient of {key}");
        }

        foreach ((string key, Tensor after) in Group($"{name}/after/"))
        {
            GoldenFile.AssertClose(after, own[key], tolerance, $"{what}, {key} after a batch");
        }

        GoldenFile.AssertClose(Stored(Arrays.ContainsKey($"{name}/use") ? $"{name}/use" : $"{name}/out"), layer.Predict(input.Detach()), tolerance, $"{what}, in use");
    }

    private static Dictionary<string, Tensor> Group(string start) => Arrays.Keys
        .Where(key => key.StartsWith(start, StringComparison.Ordinal)).ToDictionary(key => Plain(key[start.Length..]), Stored);

    // weight_ih_l0 is weightIhL0 here, and two names are written out.
    private static string Plain(string name) => name
        .Replace("num_batches_tracked", "batchesTracked", StringComparison.Ordinal)
        .Replace("running_var", "runningVariance", StringComparison.Ordinal)
        .Replace("_", string.Empty, StringComparison.Ordinal).ToLowerInvariant();

    private static Tensor Stored(string key) => Arrays[key] switch
    {
        { Values: double[] values, Sizes: var sizes } => Tensor.From(values, sizes),
        { Values: long[] values, Sizes: var sizes } => Tensor.From(values, sizes),
        var other => throw new InvalidDataException($"{key} holds {other.Values.GetType().Name}"),
    };
}
