namespace NotebookKit.Tests.Ops;

/// <summary>Forward and gradients against PyTorch's, which tests/golden/make_ops.py wrote down.</summary>
[Collection(nameof(OneAtATime))]
public class PyTorchTests
{
    private static readonly GoldenFile Golden = new("ops.npz");

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
        ["negate"] = x => -x[0],
        ["sign"] = x => x[0].Sign(),
        ["step"] = x => x[0].Step(),
        ["lecun-tanh"] = x => x[0].LecunTanh(),
        ["normal-cdf"] = x => x[0].NormalCdf(),
        ["clone"] = x => x[0].Clone(),
        ["flip"] = x => x[0].Flip(0),
        ["roll"] = x => x[0].Roll(2, 0),
        ["flatten"] = x => x[0].Flatten(),
        ["xlogy"] = x => x[0].XLogY(x[1]),
        ["pad"] = x => x[0].Pad(0.5, (0, 3), (1, 2)),
        ["transpose"] = x => x[0].Transpose(),
        ["expand"] = x => x[0].Expand([3, .. x[0].Shape]),
        ["slice"] = x => x[0].Rank == 2 ? x[0][1.., 1..3] : x[0][1.., .., 1..3],
        ["concat"] = x => Tensor.Concat([x[0], x[1], x[0]], -1),
        ["stack"] = x => Tensor.Stack([x[0], x[1]], 1),
        ["batch-matmul"] = x => x[0].MatMul(x[1]),
        ["cross-entropy"] = x => x[0].CrossEntropy(x[1]),
    };

    public static TheoryData<string> Cases => [.. Golden.Cases];

    [Fact]
    public void Every_operation_of_the_file_is_run() => Golden.HoldsExactly(Runs.Keys);

    [Theory]
    [MemberData(nameof(Cases))]
    public void Result_and_gradients_equal_PyTorchs(string name) => Golden.Check(name, Runs[name.Split(' ')[0]]);
}
