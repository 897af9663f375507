namespace NotebookKit.Tests;

/// <summary>How tensors are printed: wide, long, deep, empty, and with numbers that are no numbers.</summary>
public class TextTests
{
    [Fact]
    public void Long_rows_go_on_in_the_next_line()
    {
        string[] lines = Tensor.Arange(0, 60).ToString().Split('\n');
        Assert.Equal(3, lines.Length);
        Assert.All(lines, line => Assert.InRange(line.Length, 1, 122));
        Assert.StartsWith("[ 0,  1,  2,", lines[0], StringComparison.Ordinal);
        Assert.EndsWith(",", lines[0], StringComparison.Ordinal);
        Assert.StartsWith(" 25, 26", lines[1], StringComparison.Ordinal);
        Assert.EndsWith("58, 59]  [60] Float32", lines[2], StringComparison.Ordinal);
        Assert.Equal(Enumerable.Range(0, 60), string.Concat(lines).Split("]")[0].TrimStart('[').Split(',').Select(int.Parse));
    }

    [Fact]
    public void The_middle_of_each_long_axis_is_left_out()
    {
        string[] lines = Tensor.Arange(0, 10_000).Reshape(100, 100).ToString().Split('\n');
        Assert.Equal(7, lines.Length);
        Assert.Equal("[[   0,    1,    2, ...,   97,   98,   99],", lines[0]);
        Assert.Equal(" ...,", lines[3]);
        Assert.Equal(" [9900, 9901, 9902, ..., 9997, 9998, 9999]]  [100, 100] Float32", lines[6]);
    }

    [Fact]
    public void Matrices_of_a_stack_have_an_empty_line_between_them() =>
        Assert.Equal("[[[0, 1],\n  [2, 3]],\n\n [[4, 5],\n  [6, 7]]]  [2, 2, 2] Float32", Tensor.Arange(0, 8).Reshape(2, 2, 2).ToString());

    [Fact]
    public void Numbers_that_are_none_do_not_spoil_the_others() =>
        Assert.Equal("[ 1.5,  NaN,  inf, -inf]  [4] Float64", Tensor.From([1.5, double.NaN, double.PositiveInfinity, double.NegativeInfinity]).ToString());

    [Fact]
    public void Whole_numbers_keep_all_their_digits()
    {
        Assert.Equal("[ 9223372036854775807, -9223372036854775808]  [2] Int64", Tensor.From([long.MaxValue, long.MinValue]).ToString());
        Assert.Equal("[9007199254740993]  [1] Int64", Tensor.From([9007199254740993L]).ToString());
        Assert.Equal("[  0, 255]  [2] UInt8", Tensor.From(new byte[] { 0, 255 }).ToString());
        Assert.Equal("[ true, false]  [2] Bool", Tensor.From([true, false]).ToString());
        Assert.Equal("true  [] Bool", Tensor.Scalar(1, DType.Bool).ToString());
    }

    [Theory]
    [InlineData("[]  [0, 3] Float32", 0, 3)]
    [InlineData("[[],\n []]  [2, 0] Float32", 2, 0)]
    public void Nothing_is_printed_with_its_shape(string expected, int rows, int columns) =>
        Assert.Equal(expected, Tensor.Zeros([rows, columns]).ToString());

    [Fact]
    public void Numbers_far_apart_are_printed_with_powers_of_ten()
    {
        Assert.Equal("[1.0000e-08, 2.5000e+03]  [2] Float64", Tensor.From([1e-8, 2500]).ToString());
        Assert.Equal("[-0.2500,  0.3333]  [2] Float64", Tensor.From([-0.25, 1.0 / 3]).ToString());
        Assert.Equal("NaN  [] Float32", Tensor.Scalar(double.NaN).ToString());
    }
}
