using NotebookKit.Gradients;

namespace NotebookKit.Tests.Ops;

/// <summary>Products and decompositions where matrices are singular, empty, badly scaled or have equal eigenvalues, and wrong calls.</summary>
public class MatrixTests
{
    private static Tensor Identity(int n) => Tensor.Ones([n], DType.Float64).DiagonalMatrix();

    [Fact]
    public void Vectors_have_their_largest_component_positive()
    {
        Tensor x = Tensor.From(new double[,] { { 2, 1 }, { 1, 2 } });
        double r = Math.Sqrt(0.5);
        (Tensor values, Tensor vectors) = x.EigenSymmetric();
        AssertClose([1, 3], values);
        AssertClose([r, r, -r, r], vectors);
        (Tensor u, Tensor s, Tensor v) = (-x).Svd();
        AssertClose([3, 1], s);
        AssertClose([r, r, r, -r], v);
        AssertClose([-r, -r, -r, r], u);
        (Tensor q, Tensor upper) = (-Identity(2)).Qr();
        AssertClose([1, 0, 0, 1], upper);
        AssertClose([-1, 0, 0, -1], q);
    }

    [Fact]
    public void Equal_eigenvalues_leave_the_gradient_of_the_values_right_and_that_of_the_vectors_finite()
    {
        Tensor x = Identity(3) * 2;
        x.RequiresGrad = true;
        (Tensor values, Tensor vectors) = x.EigenSymmetric();
        AssertClose(Identity(3).ToArray<double>(), Gradient.Of(values.Sum(), [x], retainGraph: true)[0]);
        AssertClose(new double[9], Gradient.Of(vectors.Sum(), x));
        (Tensor u, Tensor s, Tensor v) = x.Svd();
        AssertClose(Identity(3).ToArray<double>(), Gradient.Of(s.Sum(), [x], retainGraph: true)[0]);
        Assert.All(Gradient.Of((u * 2).Sum() + v.Sum(), x).ToArray<double>(), value => Assert.True(double.IsFinite(value)));
    }

    [Fact]
    public void The_gradient_of_a_determinant_is_the_cofactors_for_singular_matrices_too()
    {
        Tensor x = Tensor.From(new double[,] { { 1, 2 }, { 2, 4 } });
        x.RequiresGrad = true;
        AssertClose([4, -2, -2, 1], Gradient.Of(x.Determinant(), x));
        Tensor zero = Tensor.Zeros([3, 3], DType.Float64);
        zero.RequiresGrad = true;
        AssertClose(new double[9], Gradient.Of(zero.Determinant(), zero));
    }

    [Fact]
    public void Determinants_neither_overflow_nor_lose_their_sign_as_logarithms()
    {
        Tensor x = Identity(3) * -1e-200;
        (Tensor sign, Tensor log) = x.LogDeterminant();
        Assert.Equal(-1, sign.Item());
        Assert.Equal(3 * Math.Log(1e-200), log.Item(), 1e-9);
        (Tensor none, Tensor deep) = Tensor.Zeros([2, 2]).LogDeterminant();
        Assert.Equal(0, none.Item());
        Assert.Equal(double.NegativeInfinity, deep.Item());
        (Tensor turned, _) = Tensor.From(new double[,] { { 0, 1e-300 }, { 1e-300, 0 } }).LogDeterminant();
        Assert.Equal(-1, turned.Item());
        Assert.Equal(-6, Tensor.From(new double[,] { { 0, 2 }, { 3, 0 } }).Determinant().Item(), 1e-14);
    }

    [Fact]
    public void Small_units_do_not_make_a_matrix_singular()
    {
        Tensor x = Tensor.From(new double[,] { { 1, 0 }, { 0, 1e-20 } });
        AssertClose([1, 0, 0, 1], x.Inverse().MatMul(x));
        Tensor rows = Tensor.From(new double[,] { { 1, 1 }, { 1e-20, 2e-20 } });
        AssertClose([1, 0, 0, 1], rows.Solve(rows));
    }

    [Fact]
    public void Float32_is_computed_in_double_precision_and_rounded_once()
    {
        double[,] hilbert = new double[6, 6];
        for (int i = 0; i < 36; i++)
        {
            hilbert[i / 6, i % 6] = (float)(1.0 / ((i / 6) + (i % 6) + 1));
        }

        Tensor x = Tensor.From(hilbert);
        Tensor half = x.To(DType.Float32);
        Assert.Equal(x.Inverse().ToArray<float>(), half.Inverse().ToArray<float>());
        Assert.Equal(x.Svd().S.ToArray<float>(), half.Svd().S.ToArray<float>());
        Assert.Equal(x.Solve(x[0]).ToArray<float>(), half.Solve(half[0]).ToArray<float>());
        Assert.Equal(DType.Float32, half.LeastSquares(half[0]).DType);
        Assert.Equal(DType.Float32, half.ConditionNumber().DType);
    }

    [Fact]
    public void Ranks_conditions_and_eigenvalues_are_those_of_known_matrices()
    {
        Tensor low = Tensor.Normal([6, 2], rng: new Rng(1)).MatMul(Tensor.Normal([2, 5], rng: new Rng(2)));
        Assert.Equal(2, low.MatrixRank().Item());
        Assert.Equal([3L, 0], Tensor.Stack([Identity(3), Identity(3) * 0]).MatrixRank().ToArray<long>());
        Assert.Equal(8, Tensor.From([2.0, -16]).DiagonalMatrix().ConditionNumber().Item(), 1e-12);
        Assert.Equal(double.PositiveInfinity, Tensor.From([2.0, 0]).DiagonalMatrix().ConditionNumber().Item());
        ComplexTensor turn = Tensor.From(new double[,] { { 0, -1 }, { 1, 0 } }).Eigenvalues();
        AssertClose([0, 0], turn.Real);
        AssertClose([-1, 1], turn.Imaginary);
        double t = 0.7;
        AssertClose([Math.Cos(t), -Math.Sin(t), Math.Sin(t), Math.Cos(t)], (Tensor.From(new double[,] { { 0, -1 }, { 1, 0 } }) * t).MatrixExp());
        AssertClose([Math.Exp(-100), 0, 0, Math.Exp(3)], Tensor.From([-100.0, 3]).DiagonalMatrix().MatrixExp(), 1e-12);
        AssertClose([1, 5, 0, 1], Tensor.From(new double[,] { { 1, 1 }, { 0, 1 } }).MatrixPower(5));
        AssertClose(Identity(2).ToArray<double>(), Tensor.Zeros([2, 2], DType.Float64).MatrixPower(0));
    }

    [Fact]
    public void Composed_operations_have_gradients_of_gradients()
    {
        Func<Tensor, Tensor>[] runs =
        [
            x => x.MatrixExp(), x => x.LeastSquares(x[0]), x => x.ConditionNumber(), x => x.MatrixPower(3), x => x.NuclearNorm(), x => x.Svd().U.Square(), x => x.Svd().V,
            x => (x + x.Transpose()).EigenSymmetric().Vectors, x => x.Trace(), x => x.Kron(x[..1]), x => Tensor.Einsum("ij,jk,ki->i", x, x, x), x => x[.., ..1].Svd().U, x => x[..1].Qr().R,
        ];
        foreach (Func<Tensor, Tensor> run in runs)
        {
            Tensor x = Tensor.From([2.3, -1.2, 0.7, 3.9], new Shape(2, 2));
            GradientCheck.Run("first", v => run(v[0]), [x]);
            GradientCheck.Run("second", v => Gradient.Of(run(v[0]), v, createGraph: true, start: Tensor.Arange(1, 1 + run(v[0]).Count, 1, DType.Float64).Reshape(run(v[0]).Shape.Span))[0] * 0.1, [x.Detach()]);
        }
    }

    [Fact]
    public void A_tall_matrix_is_decomposed_without_a_square_one_of_its_height()
    {
        Tensor x = Tensor.Normal([20_000, 8], rng: new Rng(1), dtype: DType.Float64);
        (Tensor u, Tensor s, Tensor v) = x.Svd();
        AssertClose(x.ToArray<double>(), (u * s).MatMul(v.Transpose()), 1e-11);
        AssertClose(Identity(8).ToArray<double>(), u.Transpose().MatMul(u), 1e-12);
        AssertClose(Identity(8).ToArray<double>(), x.PseudoInverse().MatMul(x), 1e-12);
    }

    [Fact]
    public void Empty_matrices_have_empty_results()
    {
        Tensor none = Tensor.Zeros([0, 0]);
        Assert.Equal([0, 0], none.Inverse().Shape);
        Assert.Equal(1, none.Determinant().Item());
        Assert.Equal([2, 0, 3], Tensor.Zeros([2, 0, 0]).Solve(Tensor.Zeros([0, 3])).Shape);
        Assert.Equal([4, 0], Tensor.Zeros([4, 0]).Svd().U.Shape);
        Assert.Equal([0], none.EigenSymmetric().Values.Shape);
        Assert.Equal([0, 0], none.Cholesky().Shape);
        Assert.Equal([0, 4], Tensor.Zeros([4, 0]).PseudoInverse().Shape);
        Assert.Equal([0, 3, 3], Tensor.Zeros([0, 3, 3]).MatrixExp().Shape);
        Assert.Equal(0, Tensor.Zeros([4, 0]).MatrixRank().Item());
        Assert.Equal([3, 0], Tensor.Einsum("ij,jk->ik", Tensor.Zeros([3, 2]), Tensor.Zeros([2, 0])).Shape);
    }

    public static TheoryData<string, Action> BadCalls => new()
    {
        { "MatMul: takes vectors, matrices [m, k] and [k, n], or stacks of them, and got [] and [3]", () => Tensor.Zeros([]).MatMul(Tensor.Zeros([3])) },
        { "MatMul: the inner sizes differ: [2, 3] x [2]; the vector needs 3 numbers", () => Tensor.Zeros([2, 3]).MatMul(Tensor.Zeros([2])) },
        { "MatMul: the inner sizes differ: [3] x [2, 3]; did you mean the transpose, [3, 2]?", () => Tensor.Zeros([3]).MatMul(Tensor.Zeros([2, 3])) },
        { "Dot: takes two vectors of one length, and got [2] and [3]", () => Tensor.Zeros([2]).Dot(Tensor.Zeros([3])) },
        { "Outer: takes two vectors, and got [2, 1] and [3]", () => Tensor.Zeros([2, 1]).Outer(Tensor.Zeros([3])) },
        { "Kron: takes tensors of as many axes, and got [2, 1] and [3]", () => Tensor.Zeros([2, 1]).Kron(Tensor.Zeros([3])) },
        { "Trace: takes a matrix or a stack of them, and got [2]", () => Tensor.Zeros([2]).Trace() },
        { "Diagonal: takes two different axes of a tensor, and got 0 and 0 of [2, 3]", () => NotebookKit.Ops.Diagonal.Apply(Tensor.Zeros([2, 3]), 0, 0) },
        { "DiagonalMatrix: takes a vector, and got a single number", () => Tensor.Scalar(1).DiagonalMatrix() },
        { "Tensordot: axis 1 of [2, 3] has size 3, and its partner, axis 0 of [2, 3], has 2", () => Tensor.Zeros([2, 3]).Tensordot(Tensor.Zeros([2, 3]), 1) },
        { "Tensordot: cannot sum over 3 axes of [2, 3] and [2, 3]", () => Tensor.Zeros([2, 3]).Tensordot(Tensor.Zeros([2, 3]), 3) },
        { "Tensordot: 1 axes of [2, 3] meet 2 of [2, 3]", () => Tensor.Zeros([2, 3]).Tensordot(Tensor.Zeros([2, 3]), [0], [0, 1]) },
        { "Tensordot: [2, 3] has no axis 5", () => Tensor.Zeros([2, 3]).Tensordot(Tensor.Zeros([2, 3]), [5], [0]) },
        { "Einsum \"ij,jk->ik\" of [2, 3] and [4, 5]: letter 'j' has size 3 in operand 0, [2, 3], and 4 in operand 1, [4, 5].", () => Tensor.Einsum("ij,jk->ik", Tensor.Zeros([2, 3]), Tensor.Zeros([4, 5])) },
        { "Einsum \"ij,jk\" of [2, 3]: it names 2 operands and there are 1", () => Tensor.Einsum("ij,jk", Tensor.Zeros([2, 3])) },
        { "Einsum \"ijk\" of [2, 3]: operand 0 has 2 axes, [2, 3], and \"ijk\" names 3", () => Tensor.Einsum("ijk", Tensor.Zeros([2, 3])) },
        { "Einsum \"i\" of [2, 3]: operand 0 has 2 axes", () => Tensor.Einsum("i", Tensor.Zeros([2, 3])) },
        { "Einsum \"ii\" of [2, 3]: letter 'i' stands twice in operand 0, [2, 3], for axes of size 2 and 3", () => Tensor.Einsum("ii", Tensor.Zeros([2, 3])) },
        { "Einsum \"ij->ik\" of [2, 3]: the result asks for 'k', which no operand has", () => Tensor.Einsum("ij->ik", Tensor.Zeros([2, 3])) },
        { "Einsum \"ij->ii\" of [2, 3]: the result names letter 'i' twice", () => Tensor.Einsum("ij->ii", Tensor.Zeros([2, 3])) },
        { "Einsum \"i1\" of [2, 3]: '1' is no letter", () => Tensor.Einsum("i1", Tensor.Zeros([2, 3])) },
        { "Einsum \"...i,...i\" of [2, 3] and [4, 3]: axis -1 of \"...\" has size 2 in operand 0", () => Tensor.Einsum("...i,...i", Tensor.Zeros([2, 3]), Tensor.Zeros([4, 3])) },
        { "Solve: takes square matrices, and got [2, 3]", () => Tensor.Zeros([2, 3]).Solve(Tensor.Zeros([2])) },
        { "Solve: [2, 2] needs right sides [2] or [.., 2, k], and got [3, 1]", () => Tensor.Ones([2]).DiagonalMatrix().Solve(Tensor.Zeros([3, 1])) },
        { "Solve: the matrix [3, 3] is singular: pivot 2", () => Tensor.Arange(1, 10).Reshape(3, 3).Solve(Tensor.Zeros([3, 3])) },
        { "Inverse: matrix [1] of [2, 2, 2] is singular: pivot 0", () => Tensor.Stack([Identity(2), Identity(2) * 0]).Inverse() },
        { "Inverse: takes a matrix or a stack of them, [.., m, n], and got [3]", () => Tensor.Zeros([3]).Inverse() },
        { "Inverse: [2, 2] holds NaN at [1, 0]", () => Tensor.From(new double[,] { { 1, 2 }, { double.NaN, 4 } }).Inverse() },
        { "Determinant: takes square matrices, and got [2, 3]", () => Tensor.Zeros([2, 3]).Determinant() },
        { "LogDeterminant: works on floats, and the tensor [2, 2] holds Int64", () => Tensor.Zeros([2, 2], DType.Int64).LogDeterminant() },
        { "Cholesky: takes symmetric matrices, and [2, 2] differs most from its transpose at [0, 1], by 1", () => Tensor.From(new double[,] { { 1, 2 }, { 3, 4 } }).Cholesky() },
        { "Cholesky: the matrix [3, 3] is not positive definite: its leading 2 x 2 minor", () => Tensor.From(new double[,] { { 1, 2, 0 }, { 2, 1, 0 }, { 0, 0, 1 } }).Cholesky() },
        { "EigenSymmetric: takes symmetric matrices, and [2, 2] differs most from its transpose at [0, 1], by 1", () => Tensor.From(new double[,] { { 1, 2 }, { 3, 4 } }).EigenSymmetric() },
        { "Svd: [1, 1] holds", () => Tensor.From(new double[,] { { double.PositiveInfinity } }).Svd() },
        { "Qr: takes a matrix", () => Tensor.Zeros([3]).Qr() },
        { "PseudoInverse: takes a matrix", () => Tensor.Zeros([3]).PseudoInverse() },
        { "LeastSquares: [3, 2] needs right sides [3] or [.., 3, k], and got [2]", () => Tensor.Zeros([3, 2]).LeastSquares(Tensor.Zeros([2])) },
        { "MatrixRank: takes a matrix", () => Tensor.Zeros([3]).MatrixRank() },
        { "ConditionNumber: [0, 2] has no singular values", () => Tensor.Zeros([0, 2]).ConditionNumber() },
        { "Eigenvalues: takes square matrices", () => Tensor.Zeros([3, 2]).Eigenvalues() },
        { "MatrixPower: takes square matrices", () => Tensor.Zeros([3, 2]).MatrixPower(2) },
        { "Inverse: the matrix [2, 2] is singular", () => Tensor.Zeros([2, 2]).MatrixPower(-1) },
        { "MatrixExp: takes square matrices", () => Tensor.Zeros([3, 2]).MatrixExp() },
        { "FrobeniusNorm: takes a matrix", () => Tensor.Zeros([3]).FrobeniusNorm() },
        { "NuclearNorm: takes a matrix", () => Tensor.Zeros([3]).NuclearNorm() },
        { "SpectralNorm: takes a matrix", () => Tensor.Zeros([3]).SpectralNorm() },
    };

    [Theory]
    [MemberData(nameof(BadCalls))]
    public void A_wrong_call_names_the_operation_and_the_shape(string start, Action call) =>
        Assert.StartsWith(start, Assert.ThrowsAny<ArgumentException>(call).Message, StringComparison.Ordinal);

    private static void AssertClose(double[] expected, Tensor actual, double tolerance = 1e-13)
    {
        double[] values = actual.ToArray<double>();
        Assert.Equal(expected.Length, values.Length);
        Assert.All(values.Zip(expected), pair => Assert.Equal(pair.Second, pair.First, tolerance));
    }
}
