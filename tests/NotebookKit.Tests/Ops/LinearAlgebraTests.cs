namespace NotebookKit.Tests.Ops;

/// <summary>Reductions, products, linear algebra and Fourier transforms against PyTorch's, which tests/golden/make_linalg.py wrote down.</summary>
[Collection(nameof(OneAtATime))]
public class LinearAlgebraTests
{
    private static readonly GoldenFile Golden = new("linalg.npz");

    private static readonly Dictionary<string, Func<string, Tensor[], Tensor>> Runs = new()
    {
        ["sum-axes"] = (name, x) => x[0].Sum(Axes(name)),
        ["mean-axes"] = (name, x) => x[0].Mean(Axes(name), keepDim: true),
        ["variance"] = (name, x) => x[0].Variance(Axes(name)),
        ["deviation"] = (name, x) => x[0].StandardDeviation(Axes(name), correction: 0),
        ["logsumexp"] = (name, x) => x[0].LogSumExp(Axes(name)),
        ["amax"] = (name, x) => x[0].Amax(Axes(name)),
        ["amin"] = (name, x) => x[0].Amin(Axes(name), keepDim: true),
        ["norm-one"] = (name, x) => x[0].Norm(1, Axes(name)),
        ["norm-two"] = (name, x) => x[0].Norm(2, Axes(name)),
        ["norm-three"] = (name, x) => x[0].Norm(3, Axes(name)),
        ["norm-broken"] = (name, x) => x[0].Norm(2.5, Axes(name)),
        ["norm-largest"] = (name, x) => x[0].Norm(double.PositiveInfinity, Axes(name)),
        ["norm-smallest"] = (name, x) => x[0].Norm(double.NegativeInfinity, Axes(name)),
        ["normalize"] = (_, x) => x[0].Normalize(),
        ["cosine"] = (_, x) => x[0].CosineSimilarity(x[1]),
        ["cdist-one"] = (_, x) => x[0].CDist(x[1], 1),
        ["cdist-two"] = (_, x) => x[0].CDist(x[1]),
        ["covariance"] = (_, x) => x[0].Covariance(),
        ["correlation"] = (_, x) => x[0].Correlation(),
        ["matmul"] = (_, x) => x[0].MatMul(x[1]),
        ["outer"] = (_, x) => x[0].Outer(x[1]),
        ["kron"] = (_, x) => x[0].Kron(x[1]),
        ["trace"] = (_, x) => x[0].Trace(),
        ["tensordot"] = (_, x) => x[0].Tensordot(x[1], [1, 2], [1, 0]),
        ["einsum"] = (name, x) => Tensor.Einsum(name["einsum ".Length..], x),
        ["inverse"] = (_, x) => Safe(x[0]).Inverse(),
        ["determinant"] = (_, x) => Safe(x[0]).Determinant(),
        ["log-determinant"] = (_, x) => Safe(x[0]).LogDeterminant().LogAbs,
        ["cholesky"] = (_, x) => Positive(x[0]).Cholesky(),
        ["eigenvalues-symmetric"] = (_, x) => Symmetric(x[0]).EigenSymmetric().Values,
        ["eigenvectors-squared"] = (_, x) => Symmetric(x[0]).EigenSymmetric().Vectors.Square(),
        ["matrix-exp"] = (_, x) => x[0].MatrixExp(),
        ["matrix-power"] = (_, x) => x[0].MatrixPower(5),
        ["matrix-power-back"] = (_, x) => Safe(x[0]).MatrixPower(-2),
        ["solve"] = (_, x) => Safe(x[0]).Solve(x[1]),
        ["singular-values"] = (_, x) => Tall(x[0]).Svd().S,
        ["svd-u-squared"] = (_, x) => Tall(x[0]).Svd().U.Square(),
        ["svd-v-squared"] = (_, x) => Tall(x[0]).Svd().V.Square(),
        ["nuclear"] = (_, x) => Tall(x[0]).NuclearNorm(),
        ["spectral"] = (_, x) => Tall(x[0]).SpectralNorm(),
        ["frobenius"] = (_, x) => x[0].FrobeniusNorm(),
        ["condition"] = (_, x) => Tall(x[0]).ConditionNumber(),
        ["qr-q"] = (_, x) => Tall(x[0]).Qr().Q,
        ["qr-r"] = (_, x) => Tall(x[0]).Qr().R,
        ["pseudo-inverse"] = (_, x) => Tall(x[0]).PseudoInverse(),
        ["least-squares"] = (_, x) => Tall(x[0]).LeastSquares(x[1]),
        ["low-rank"] = (_, x) => x[0].MatMul(x[1]).PseudoInverse(1e-6),
        ["fft"] = (_, x) => Pair(x[0].Fft()),
        ["fft-complex"] = (_, x) => Pair(new ComplexTensor(x[0], x[1]).Fft()),
        ["ifft"] = (_, x) => Pair(new ComplexTensor(x[0], x[1]).InverseFft()),
        ["rfft"] = (_, x) => Pair(x[0].RealFft()),
        ["spectrum"] = (_, x) => x[0].RealFft().Magnitude(),
        ["irfft"] = (name, x) => new ComplexTensor(x[0], x[1]).InverseRealFft(Last(name)),
        ["rfft-sized"] = (name, x) => Pair(x[0].RealFft(Last(name))),
        ["fft-first-axis"] = (_, x) => Pair(x[0].Fft(0)),
        ["fft2"] = (_, x) => Pair(x[0].Fft2()),
        ["ifft2"] = (_, x) => Pair(new ComplexTensor(x[0], x[1]).InverseFft2()),
        ["fft-convolve"] = (_, x) => x[0].FftConvolve(x[1]),
        ["fft-circular"] = (_, x) => x[0].FftConvolve(x[1], period: 8),
    };

    public static TheoryData<string> Cases => [.. Golden.Cases];

    [Fact]
    public void Every_operation_of_the_file_is_run() => Golden.HoldsExactly(Runs.Keys);

    [Theory]
    [MemberData(nameof(Cases))]
    public void Result_and_gradients_equal_PyTorchs(string name) => Golden.Check(name, x => Runs[name.Split(' ')[0]](name, x));

    private static int[] Axes(string name) => [.. name.Split(' ')[^1].Split('-').Select(int.Parse)];

    private static int Last(string name) => int.Parse(name.Split(' ')[^1]);

    private static Tensor Pair(ComplexTensor z) => Tensor.Stack([z.Real, z.Imaginary], -1);

    private static Tensor Safe(Tensor a) => a + Tensor.Arange(3, 3 + (2 * a.Shape[^1]), 2, a.DType).DiagonalMatrix();

    private static Tensor Symmetric(Tensor a) => Safe((a + a.Transpose()) / 2);

    private static Tensor Positive(Tensor a) => a.MatMul(a.Transpose()) + Tensor.Ones([a.Shape[^2]], a.DType).DiagonalMatrix();

    private static Tensor Tall(Tensor a) =>
        (a * Tensor.Arange(1, 1 + a.Shape[^1], 1, a.DType).Square())
        + Tensor.From(Enumerable.Range(0, a.Shape[^2] * a.Shape[^1]).Select(i => i / a.Shape[^1] == i % a.Shape[^1] ? 1.0 : 0).ToArray(), new Shape(a.Shape[^2], a.Shape[^1])).To(a.DType);
}
