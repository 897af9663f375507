using MathNet.Numerics.LinearAlgebra;
using Native = System.Numerics.Tensors;

namespace NotebookKit.Tests;

/// <summary>To and from arrays of arrays, MathNet and System.Numerics.Tensors.</summary>
public class InteropTests
{
    private static Tensor Grid => Tensor.Arange(0, 6, dtype: DType.Float64).Reshape(2, 3);

    [Fact]
    public void Arrays_of_all_kinds_come_and_go()
    {
        Assert.Equal(new double[,] { { 0, 1, 2 }, { 3, 4, 5 } }, Grid.ToArray2D<double>());
        Assert.Equal(new double[,] { { 0, 3 }, { 1, 4 }, { 2, 5 } }, Grid.Transpose().ToArray2D<double>());
        Assert.Equal([[0f, 1, 2], [3, 4, 5]], Grid.ToJagged<float>());
        Assert.Equal(Grid.ToArray<double>(), Tensor.From(Grid.ToArray2D<double>()).ToArray<double>());
        Assert.Equal(Grid.ToArray<double>(), Tensor.From(Grid.ToJagged<double>()).ToArray<double>());
        Tensor cube = Tensor.Arange(0, 24).Reshape(2, 3, 4);
        float[,,] array = cube.ToArray3D<float>();
        Assert.Equal(23, array[1, 2, 3]);
        Assert.Equal(cube.Shape, Tensor.From(array).Shape);
        Assert.Equal(cube.ToArray<float>(), Tensor.From(array).ToArray<float>());
        Assert.Equal(new bool[,] { { true, false } }, Tensor.From(new bool[,] { { true, false } }).ToArray2D<bool>());
        Assert.Equal([0, 0], Tensor.From(Array.Empty<float[]>()).Shape);
    }

    [Fact]
    public void A_matrix_of_MathNet_is_copied_or_looked_at()
    {
        Matrix<double> matrix = Grid.ToMathNet<double>();
        Assert.Equal(4, matrix[1, 1]);
        Assert.Equal(Grid.ToArray<double>(), Tensor.From(matrix).ToArray<double>());
        Tensor shared = Tensor.Wrap(matrix);
        Assert.Equal([2, 3], shared.Shape);
        Assert.False(shared.IsContiguous);
        matrix[0, 2] = 20;
        Assert.Equal(20, shared[0, 2].Item());
        Assert.Equal([0, 1, 20, 3, 4, 5], shared.ToArray<double>());
        Assert.Equal(33, shared.Sum().Item());
        Vector<float> vector = Grid[1].ToMathNetVector<float>();
        Tensor view = Tensor.Wrap(vector);
        vector[0] = 9;
        Assert.Equal([9, 4, 5], view.ToArray<float>());
        Assert.Equal([9, 4, 5], Tensor.From(vector).ToArray<float>());
        Assert.Equal([1, 0, 0, 1], Tensor.From(Matrix<double>.Build.DiagonalIdentity(2)).ToArray<double>());
    }

    [Fact]
    public void A_span_of_System_Numerics_shares_the_numbers_of_a_tensor_and_of_its_views()
    {
        Tensor x = Grid;
        Native.TensorSpan<double> span = x.AsTensorSpan<double>();
        Assert.Equal(2, span.Rank);
        span[1, 2] = 50;
        Assert.Equal(50, x[1, 2].Item());
        Assert.Equal(50, x.Transpose().AsTensorSpan<double>()[2, 1]);
        Assert.Equal(4, x[1.., 1..].AsTensorSpan<double>()[0, 0]);
        Assert.Equal(x.Transpose().ToArray<double>(), Tensor.From<double>(x.Transpose().AsTensorSpan<double>()).ToArray<double>());
        Native.Tensor<double> copy = x.ToSystemTensor<double>();
        copy[0, 0] = 7;
        Assert.Equal(0, x[0, 0].Item());
        Assert.Equal([7, 1, 2, 3, 4, 50], Tensor.From(copy).ToArray<double>());
        Assert.Equal([2, 3], Tensor.From(copy).Shape);
        Assert.Equal(3, Tensor.Scalar(3).ToSystemTensor<float>()[0]);
        Assert.Equal([0, 3], Tensor.From(Tensor.Zeros([0, 3]).ToSystemTensor<float>()).Shape);
    }

    public static TheoryData<string, Action> BadCalls => new()
    {
        { "From: a tensor has rows of one length", () => Tensor.From<float>([[1f, 2f], [3f]]) },
        { "Wrap: the matrix [2, 2] is no dense one", () => Tensor.Wrap(Matrix<double>.Build.DiagonalIdentity(2)) },
        { "Wrap: the vector [2] is no dense one", () => Tensor.Wrap(Vector<double>.Build.Sparse(2)) },
        { "ToArray2D: takes a tensor of 2 axes, and [2] has 1", () => Tensor.Zeros([2]).ToArray2D<float>() },
        { "ToArray3D: takes a tensor of 3 axes, and [2] has 1", () => Tensor.Zeros([2]).ToArray3D<float>() },
        { "ToJagged: takes a tensor of 2 axes, and [2] has 1", () => Tensor.Zeros([2]).ToJagged<float>() },
        { "ToMathNet: takes a tensor of 2 axes, and [2] has 1", () => Tensor.Zeros([2]).ToMathNet<float>() },
        { "ToMathNetVector: takes a tensor of 1 axes, and [2, 3] has 2", () => Grid.ToMathNetVector<double>() },
        { "AsTensorSpan<Single>: the tensor [2, 3] holds Float64", () => Grid.AsTensorSpan<float>() },
        { "AsTensorSpan: the tensor [4, 3] repeats", () => Tensor.Zeros([3]).Expand([4, 3]).AsTensorSpan<float>() },
    };

    [Theory]
    [MemberData(nameof(BadCalls))]
    public void A_wrong_call_names_the_operation_and_the_shape(string start, Action call)
    {
        Exception e = Record.Exception(call) ?? throw new Xunit.Sdk.XunitException("nothing was thrown");
        Assert.True(e is ArgumentException or InvalidOperationException, e.GetType().Name);
        Assert.StartsWith(start, e.Message, StringComparison.Ordinal);
    }
}
