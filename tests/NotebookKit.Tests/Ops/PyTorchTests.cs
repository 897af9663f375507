using NotebookKit.Files;
using NotebookKit.Gradients;
using NotebookKit.Tests.Architecture;

namespace NotebookKit.Tests.Ops;

/// <summary>Forward and gradients against PyTorch's, which tests/golden/make_golden.py wrote down.</summary>
/// <remarks>The measure is the largest error over the largest reference value: below 1e-10 in float64 and 1e-5 in float32, on every kernel variant.</remarks>
[Collection(nameof(OneAtATime))]
public class PyTorchTests
{
    private static readonly Lazy<IReadOnlyDictionary<string, NpyArray>> Golden =
        new(() => NpzFile.Read(Path.Combine(Repository.Root, "tests", "golden", "ops.npz")));

    private static readonly Dictionary<string, Func<Tensor[], Tensor>> Runs = new()
    {
        ["exp"] = x => x[0].Exp(),
        ["log"] = x => x[0].Log(),
        ["sqrt"] = x => x[0].Sqrt(),
        ["relu"] = x => x[0].Relu(),
        ["sigmoid"] = x => x[0].Sigmoid(),
        ["tanh"] = x => x[0].Tanh(),
        ["softmax"] = x => x[0].Softmax(),
        ["log-softmax"] = x => x[0].LogSoftmax(0),
        ["sum"] = x => x[0].Sum(0),
        ["mean"] = x => x[0].Mean(-1, keepDim: true),
        ["add"] = x => x[0] + x[1],
        ["subtract"] = x => x[0] - x[1],
        ["multiply"] = x => x[0] * x[1],
        ["divide"] = x => x[0] / x[1],
        ["matmul"] = x => x[0].MatMul(x[1]),
        ["linear"] = x => x[0].Linear(x[1], x[2]),
        ["abs"] = x => x[0].Abs(),
        ["square"] = x => x[0].Square(),
        ["reciprocal"] = x => x[0].Reciprocal(),
        ["cube"] = x => x[0].Pow(3),
        ["power-2.5"] = x => x[0].Pow(-2.5),
        ["sin"] = x => x[0].Sin(),
        ["cos"] = x => x[0].Cos(),
        ["expm1"] = x => x[0].Expm1(),
        ["log1p"] = x => x[0].Log1p(),
        ["softplus"] = x => x[0].Softplus(),
        ["log-sigmoid"] = x => x[0].LogSigmoid(),
        ["silu"] = x => x[0].Silu(),
        ["gelu"] = x => x[0].Gelu(),
        ["softsign"] = x => x[0].Softsign(),
        ["leaky-relu"] = x => x[0].LeakyRelu(0.1),
        ["elu"] = x => x[0].Elu(),
        ["selu"] = x => x[0].Selu(),
        ["relu6"] = x => x[0].Relu6(),
        ["hard-tanh"] = x => x[0].HardTanh(),
        ["hard-sigmoid"] = x => x[0].HardSigmoid(),
        ["clamp"] = x => x[0].Clamp(-0.5, 1),
        ["maximum"] = x => x[0].Maximum(x[1]),
        ["minimum"] = x => x[0].Minimum(x[1]),
        ["prelu"] = x => x[0].PRelu(x[1]),
    };

    public static TheoryData<string> Cases => [.. Golden.Value.Keys.Where(key => key.EndsWith("/out", StringComparison.Ordinal)).Select(key => key[..^4]).Order(StringComparer.Ordinal)];

    [Fact]
    public void Every_operation_of_the_file_is_run() =>
        Assert.Equal(
            Runs.Keys.Append("cross-entropy").Order(StringComparer.Ordinal),
            Golden.Value.Keys.Select(key => key.Split(' ')[0]).Distinct().Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(Cases))]
    public void Result_and_gradients_equal_PyTorchs(string name) => OpRegistry.OnEveryVariant(width =>
    {
        Compare(name, DType.Float64, 1e-10, $"{name} Float64 {width}");
        Compare(name, DType.Float32, 1e-5, $"{name} Float32 {width}");
    });

    private static void Compare(string name, DType dtype, double tolerance, string what)
    {
        Tensor[] inputs = [.. Enumerable.Range(0, 9).TakeWhile(i => Golden.Value.ContainsKey($"{name}/in{i}")).Select(i => Stored($"{name}/in{i}").To(dtype))];
        foreach (Tensor input in inputs)
        {
            input.RequiresGrad = true;
        }

        Tensor output = Golden.Value.ContainsKey($"{name}/labels")
            ? inputs[0].CrossEntropy(Stored($"{name}/labels"))
            : Runs[name.Split(' ')[0]](inputs);
        AssertClose(Stored($"{name}/out"), output, tolerance, what);
        Tensor[] gradients = Gradient.Of(output, inputs, start: Stored($"{name}/weights").To(dtype));
        for (int i = 0; i < inputs.Length; i++)
        {
            AssertClose(Stored($"{name}/grad{i}"), gradients[i], tolerance, $"{what}, gradient {i}");
        }
    }

    private static Tensor Stored(string key)
    {
        NpyArray array = Golden.Value[key];
        return array.Values switch
        {
            double[] values => Tensor.From(values, array.Sizes),
            long[] values => Tensor.From(values, array.Sizes),
            _ => throw new InvalidDataException($"{key} holds {array.Values.GetType().Name}"),
        };
    }

    private static void AssertClose(Tensor expected, Tensor actual, double tolerance, string what)
    {
        Assert.Equal(expected.Shape, actual.Shape);
        double[] right = expected.ToArray<double>();
        double[] ours = actual.ToArray<double>();
        double largest = right.Select(Math.Abs).DefaultIfEmpty(0).Max();
        double worst = right.Zip(ours, (a, b) => Math.Abs(a - b)).DefaultIfEmpty(0).Max();

        // Where all reference values are zeros up to rounding (the gradient of the softmax of one number), absolutely.
        Assert.True(worst <= tolerance * Math.Max(largest, 1e-2), $"{what}: off by {worst:E2}, the largest reference value is {largest:E2}");
    }
}
