using NotebookKit.Ops;

namespace NotebookKit.Tests;

public class TensorTests
{
    private static Tensor Grid => Tensor.Arange(0, 12).Reshape(3, 4);

    [Fact]
    public void Slices_and_transposes_are_views_of_the_same_numbers()
    {
        Tensor x = Grid;
        x.AsSpan<float>()[5] = 50;
        Assert.Equal([4, 50, 6, 7], x[1].ToArray<float>());
        Assert.Equal([1, 50, 9], x[.., 1].ToArray<float>());
        Assert.Equal([0, 4, 8, 1, 50, 9, 2, 6, 10, 3, 7, 11], x.Transpose().ToArray<float>());
        Assert.Equal(50, x.Transpose()[1, 1].Item());
    }

    [Fact]
    public void Long_runs_which_the_threads_share_are_copied_whole()
    {
        // 100,003 numbers are several parts and a rest: side by side, three apart, and both ways.
        double[] numbers = [.. Enumerable.Range(0, 300_009).Select(i => (double)i)];
        Tensor x = Tensor.From(numbers);
        Assert.Equal(numbers[..100_003], x[..100_003].Clone().ToArray<double>());
        Tensor column = Tensor.From(numbers, new Shape(100_003, 3))[.., 1];
        double[] second = [.. Enumerable.Range(0, 100_003).Select(i => (3.0 * i) + 1)];
        Assert.Equal(second, column.Clone().ToArray<double>());
        InPlace.Copy(column, x[..100_003]);
        Assert.Equal(numbers[..100_003], column.ToArray<double>());
    }

    [Fact]
    public void Indices_count_from_both_ends()
    {
        Assert.Equal(11, Grid[^1, ^1].Item());
        Assert.Equal(11, Grid[-1, -1].Item());
        Assert.Equal([2, 2], Grid[1.., 2..].Shape);
        Assert.Equal([0, 4], Grid[3..].Shape);
    }

    [Theory]
    [InlineData(3, 0)]
    [InlineData(0, 4)]
    [InlineData(-4, 0)]
    public void An_index_outside_says_which_axis(int row, int column)
    {
        ArgumentOutOfRangeException e = Assert.Throws<ArgumentOutOfRangeException>(() => Grid[row, column]);
        Assert.Contains("[3, 4]", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Printing_follows_NumPy_and_leaves_out_the_middle()
    {
        Assert.Equal("[[ 0,  1,  2,  3],\n [ 4,  5,  6,  7],\n [ 8,  9, 10, 11]]  [3, 4] Float32", Grid.ToString());
        Assert.Equal("[0.5000, 1.2500, 0.0333]  [3] Float32", Tensor.From([0.5f, 1.25f, 0.0333f]).ToString());
        Assert.Equal("[  0,   1,   2, ..., 997, 998, 999]  [1000] Float32", Tensor.Arange(0, 1000).ToString());
        Assert.Equal("7  [] Float32", Tensor.Scalar(7).ToString());
        Assert.Equal("[]  [0] Float32", Tensor.Zeros([0]).ToString());
        Assert.Equal("[true, false]  [2] Bool", Tensor.From([true, false]).ToString().Replace(" true", "true", StringComparison.Ordinal));
        Assert.Contains("NaN", Tensor.From([double.NaN, 1]).ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Casts_between_all_kinds_keep_what_fits()
    {
        foreach (DType from in Enum.GetValues<DType>())
        {
            foreach (DType to in Enum.GetValues<DType>())
            {
                Assert.Equal([0, 1, 1], Tensor.From([0.0, 1, 1]).To(from).To(to).ToArray<double>());
            }
        }

        Assert.Equal([255, 0], Tensor.From([300f, -5f]).To(DType.UInt8).ToArray<byte>());
        Assert.Equal([2L, -2L], Tensor.From([2.9f, -2.9f]).To(DType.Int64).ToArray<long>());
    }

    [Fact]
    public void Wrapping_shares_the_array_and_From_does_not()
    {
        float[] values = [1, 2];
        Tensor shared = Tensor.Wrap(values);
        Tensor copied = Tensor.From(values);
        values[0] = 9;
        Assert.Equal(9, shared[0].Item());
        Assert.Equal(1, copied[0].Item());
    }

    public static TheoryData<string, Action, string> BadCalls => new()
    {
        { "inner sizes", () => Tensor.Zeros([64, 784]).MatMul(Tensor.Zeros([512, 784])), "did you mean the transpose, [784, 512]" },
        { "no matrix", () => Tensor.Zeros([]).MatMul(Tensor.Zeros([3, 3])), "a single number multiplies with *" },
        { "linear of pictures", () => Tensor.Zeros([2, 1, 28, 28]).Linear(Tensor.Zeros([10, 784])), "Flatten(1)" },
        { "linear transposed", () => Tensor.Zeros([2, 3]).Linear(Tensor.Zeros([3, 10])), "[outputs, inputs]" },
        { "bias", () => Tensor.Zeros([2, 3]).Linear(Tensor.Zeros([10, 3]), Tensor.Zeros([3])), "one number an output, [10]" },
        { "no fit", () => { _ = Tensor.Zeros([2, 3]) + Tensor.Zeros([2]); }, "Reshape(2, 1)" },
        { "mixed kinds", () => { _ = Tensor.Zeros([2]) + Tensor.Zeros([2], DType.Float64); }, "Float32 and Float64" },
        { "integers", () => Tensor.From([1L]).Exp(), "To(DType.Float32)" },
        { "reshape", () => Grid.Reshape(5, -1), "12 elements" },
        { "reshape twice open", () => Grid.Reshape(-1, -1), "-1" },
        { "permute", () => Grid.Permute(0, 0), "each of the 2 axes" },
        { "expand", () => Grid.Expand([3, 8]), "neither is 1" },
        { "axis", () => Grid.Sum(2), "an axis is -2 to 1" },
        { "item", () => Grid.Item(), "12 elements" },
        { "span of a view", () => Grid.Transpose().AsSpan<float>(), "Contiguous()" },
        { "span of another kind", () => Grid.AsSpan<double>(), "Float32" },
        { "too large", () => Tensor.Zeros([100_000, 100_000]), "the most one tensor can hold" },
        { "overflowing", () => Tensor.Zeros([65536, 65536, 65536, 65536]), "the most one tensor can hold" },
        { "negative", () => Tensor.Zeros([-1]), "cannot be negative" },
        { "too few values", () => Tensor.From([1f, 2f, 3f], [2, 2]), "do not fill" },
        { "labels as floats", () => Tensor.Zeros([2, 3]).CrossEntropy(Tensor.Zeros([2])), "To(DType.Int64)" },
        { "label too large", () => Tensor.Zeros([2, 3]).CrossEntropy(Tensor.From([0L, 3L])), "label 3" },
        { "labels missing", () => Tensor.Zeros([2, 3]).CrossEntropy(Tensor.From([0L])), "2 rows have 1 labels" },
        { "argmax of nothing", () => Tensor.Zeros([2, 0]).ArgMax(1), "empty" },
        { "one hot", () => Tensor.From([4L]).OneHot(3), "label 4" },
        { "arange", () => Tensor.Arange(0, 1, -1), "lead towards the end" },
        { "normal integers", () => Tensor.Normal([2], dtype: DType.Int64), "Float32 or Float64" },
    };

    [Theory]
    [MemberData(nameof(BadCalls))]
    public void A_wrong_call_names_the_mend(string what, Action call, string mend)
    {
        ArgumentNullException.ThrowIfNull(what);
        Exception e = Record.Exception(call) ?? throw new Xunit.Sdk.XunitException($"{what}: nothing was thrown");
        Assert.True(e is ArgumentException or InvalidOperationException, e.GetType().Name);
        Assert.Contains(mend, e.Message, StringComparison.Ordinal);
    }
}
