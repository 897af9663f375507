namespace NotebookKit.Tests.Ops;

/// <summary>Comparisons, logic and arithmetic on every kind of number.</summary>
public class ComparingTests
{
    public static TheoryData<DType> Kinds => [.. Enum.GetValues<DType>()];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Every_kind_is_compared(DType dtype)
    {
        Tensor x = Tensor.From([0.0, 1, 1, 0]).To(dtype);
        Tensor y = Tensor.From([0.0, 0, 1, 1]).To(dtype);
        Assert.Equal(DType.Bool, (x > y).DType);
        Assert.Equal([false, true, false, false], (x > y).ToArray<bool>());
        Assert.Equal([true, true, true, false], x.GreaterOrEqual(y).ToArray<bool>());
        Assert.Equal([false, false, false, true], x.Less(y).ToArray<bool>());
        Assert.Equal([true, false, true, true], (x <= y).ToArray<bool>());
        Assert.Equal([true, false, true, false], x.EqualTo(y).ToArray<bool>());
        Assert.Equal([false, true, false, true], x.NotEqualTo(y).ToArray<bool>());
        Assert.Equal([false, true, true, false], (x > 0.5).ToArray<bool>());
        Assert.Equal([false, true, true, false], (0.5 < x).ToArray<bool>());
        Assert.Equal([true, true, true, true], (-1 <= x).ToArray<bool>());
        Assert.Equal([true, false, false, true], (0 >= x).ToArray<bool>());
        Assert.Equal(2, x.CountNonZero().Item());
        Assert.Equal([true, true, true, true], x.IsFinite().ToArray<bool>());
        Assert.Equal([0, 0, 0, 0], x.IsNaN().ToArray<long>());
        Assert.Equal([0, 1, 1, 0], Tensor.Where(x > 0.5, x, y.EqualTo(9).To(dtype)).ToArray<double>());
    }

    [Fact]
    public void Shapes_repeat_and_nothing_is_known_of_NaN()
    {
        Tensor x = Tensor.From([1f, 2f, float.NaN], new Shape(3, 1));
        Assert.Equal([false, false, false, true, false, false], (x > Tensor.From([2f, 1f])).ToArray<bool>());
        Assert.Equal([false, false, true], x.IsNaN().ToArray<bool>());
        Assert.Equal([false, false, false, true], Tensor.From([float.NaN, float.PositiveInfinity, float.NegativeInfinity, 3]).IsFinite().ToArray<bool>());
        Assert.Equal(1, Tensor.From([float.NaN]).CountNonZero().Item());
        Assert.Equal([true, false], Tensor.From([0.0, 1]).LessOrEqual(Tensor.Scalar(0, DType.Float64)).ToArray<bool>());
        Tensor scalar = Tensor.Scalar(2) > Tensor.Scalar(1);
        Assert.Equal((0, 1.0), (scalar.Rank, scalar.Item()));
    }

    [Fact]
    public void Two_names_of_one_tensor_are_equal_and_two_tensors_are_not()
    {
        Tensor x = Tensor.Ones([2]);
        Tensor same = x;
        Assert.True(x == same);
        Assert.False(x == Tensor.Ones([2]));
        Assert.True(x.EqualTo(Tensor.Ones([2])).All().Item() == 1);
    }

    [Fact]
    public void Logic_combines_masks()
    {
        Tensor a = Tensor.From([true, true, false, false]);
        Tensor b = Tensor.From([true, false, true, false]);
        Assert.Equal([true, false, false, false], (a & b).ToArray<bool>());
        Assert.Equal([true, true, true, false], (a | b).ToArray<bool>());
        Assert.Equal([false, true, true, false], (a ^ b).ToArray<bool>());
        Assert.Equal([false, false, true, true], (!a).ToArray<bool>());
        Assert.Equal((1.0, 0.0), (a.Any().Item(), a.All().Item()));
        Tensor none = Tensor.Zeros([0, 2], DType.Bool);
        Assert.Equal((0.0, 1.0), (none.Any().Item(), none.All().Item()));
        Assert.Equal([true, false], Tensor.From([0, 1.0, 0, 0], new Shape(2, 2)).Any(1).ToArray<bool>());
        Assert.Equal([false, false], Tensor.From([0, 1.0, 0, 0], new Shape(2, 2)).All(1).ToArray<bool>());
    }

    [Fact]
    public void Close_is_within_a_part_or_equal()
    {
        double inf = double.PositiveInfinity;
        Assert.True(Tensor.From([1.0, inf]).AllClose(Tensor.From([1.000001, inf])));
        Assert.False(Tensor.From([1.0, inf]).AllClose(Tensor.From([1.000001, -inf])));
        Assert.False(Tensor.From([1.0]).AllClose(Tensor.From([inf])));
        Assert.False(Tensor.From([1.0]).AllClose(Tensor.From([1.001])));
        Assert.False(Tensor.From([double.NaN]).AllClose(Tensor.From([double.NaN])));
        Assert.True(Tensor.From([double.NaN]).AllClose(Tensor.From([double.NaN]), nanIsEqual: true));
        Assert.True(Tensor.From([3L]).AllClose(Tensor.From([3L])));
    }

    [Fact]
    public void Whole_numbers_stay_whole_and_wrap_around()
    {
        Tensor x = Tensor.From([1L, -2L, 3L]);
        Assert.Equal(DType.Int64, (2 * x + 1).DType);
        Assert.Equal([3, -3, 7], ((2 * x) + 1).ToArray<long>());
        Assert.Equal([-1, 2, -3], (-x).ToArray<long>());
        Assert.Equal([long.MinValue], (Tensor.From([long.MaxValue]) + 1).ToArray<long>());
        Assert.Equal([4, 254], (Tensor.From([(byte)250, (byte)0]) + Tensor.From([(byte)10, (byte)254])).ToArray<byte>());
        Assert.Equal([255], (Tensor.From([(byte)0]) - 1).ToArray<byte>());
        Assert.Equal([long.MinValue, 0], new[] { Tensor.From([long.MinValue]).FloorDivide(-1), Tensor.From([long.MinValue]).Remainder(-1) }.Select(y => y.ToArray<long>()[0]));
        Assert.Equal([-3, 2, 2, -3], Tensor.From([-7.0, 7, 8, -8]).FloorDivide(3).ToArray<double>());
        Assert.Equal([2, 1, 2, 1], Tensor.From([-7.0, 7, 8, -8]).Remainder(3).ToArray<double>());
        Assert.Equal(9, Tensor.From([1.0]).FloorDivide(0.1).Item());
        Assert.Equal(double.PositiveInfinity, Tensor.From([1.0]).FloorDivide(0).Item());
        Assert.Equal([-1, 0], Tensor.From([-1.0, 1]).FloorDivide(double.PositiveInfinity).ToArray<double>());
        Assert.True(double.IsNaN(Tensor.From([1.0]).Remainder(0).Item()));
        Assert.Equal([0, 2, 2, -0.0, -2], Tensor.From([0.5, 1.5, 2.5, -0.5, -1.5]).Round().ToArray<double>());
    }

    [Fact]
    public void Sums_of_whole_numbers_and_truths_are_Int64()
    {
        Assert.Equal((DType.Int64, 510.0), (Tensor.From([(byte)255, (byte)255]).Sum() is var bytes ? bytes.DType : default, bytes.Item()));
        Assert.Equal((DType.Int64, 2.0), (Tensor.From([true, false, true]).Sum() is var truths ? truths.DType : default, truths.Item()));
        Assert.Equal([4, 6], Tensor.From([1L, 2, 3, 4], new Shape(2, 2)).Sum(0).ToArray<long>());
        Assert.Equal([3, 7], Tensor.From([1L, 2, 3, 4], new Shape(2, 2)).Transpose().Sum(0).ToArray<long>());
        Assert.Equal([1, 1, 2], Tensor.From([true, false, true]).CumSum(0).ToArray<long>());
        Assert.Equal(DType.Int64, Tensor.Arange(0, 5, 2, DType.Int64).DType);
        Assert.Equal([5, 3, 1], Tensor.Arange(5, 0, -2, DType.Int64).ToArray<long>());
    }
}
