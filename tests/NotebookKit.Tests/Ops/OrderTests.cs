using NotebookKit.Gradients;
using NotebookKit.Ops;

namespace NotebookKit.Tests.Ops;

/// <summary>Elementwise operations leave the numbers in the order of memory in which they find them, and compute the same in any.</summary>
public class OrderTests
{
    [Fact]
    public void Images_stay_channels_last_through_functions_and_sums()
    {
        Tensor image = ChannelsLast.Of(Tensor.Uniform([2, 3, 4, 5], rng: new Rng(1)));
        Tensor bias = Tensor.Uniform([3, 1, 1], rng: new Rng(2));
        Assert.All([image.Relu(), image + image, image + bias, bias * image, image / 2], y => Assert.True(ChannelsLast.Holds(y)));
    }

    [Fact]
    public void Operands_in_different_orders_meet_element_by_element()
    {
        Tensor a = Tensor.Uniform([2, 3, 4, 5], rng: new Rng(1));
        Tensor b = Tensor.Uniform([2, 3, 4, 5], rng: new Rng(2));
        float[] expected = (a - b).ToArray<float>();
        Assert.Equal(expected, (ChannelsLast.Of(a) - b).ToArray<float>());
        Assert.Equal(expected, (a - ChannelsLast.Of(b)).ToArray<float>());
        Assert.Equal(expected, (ChannelsLast.Of(a) - ChannelsLast.Of(b)).ToArray<float>());
    }

    [Fact]
    public void A_row_a_column_and_a_number_repeat_over_any_order()
    {
        Tensor a = Tensor.Uniform([7, 5, 3], rng: new Rng(1));
        Tensor turned = a.Permute(2, 1, 0).Clone().Permute(2, 1, 0);
        foreach (Shape shape in new Shape[] { new(3), new(5, 1), new(7, 1, 1), new(1, 5, 3), new([]), new(7, 1, 3) })
        {
            Tensor b = Tensor.Uniform(shape, rng: new Rng(2));
            Assert.Equal((a * b).ToArray<float>(), (turned * b).ToArray<float>());
            Assert.Equal((b / a).ToArray<float>(), (b / turned).ToArray<float>());
        }
    }

    [Fact]
    public void A_gradient_that_lies_in_another_order_is_added_up_in_the_leaf()
    {
        Tensor x = Tensor.Uniform([2, 3, 4, 5], rng: new Rng(1));
        x.RequiresGrad = true;
        (ChannelsLastOf(x) * 2).Sum().Backward();
        (x * 3).Sum().Backward();
        Assert.All(x.Grad!.ToArray<float>(), slope => Assert.Equal(5f, slope));

        static Tensor ChannelsLastOf(Tensor x) => x.Permute(0, 2, 3, 1).Clone().Permute(0, 3, 1, 2);
    }

    [Theory]
    [InlineData(70_000, 3)]
    [InlineData(3, 70_000)]
    [InlineData(300, 301)]
    public void Large_tables_meet_small_ones(int rows, int columns)
    {
        Tensor a = Tensor.Uniform([rows, columns], rng: new Rng(1));
        Tensor row = Tensor.Uniform([columns], rng: new Rng(2));
        Tensor column = Tensor.Uniform([rows, 1], rng: new Rng(3));
        float[] x = a.ToArray<float>();
        float[] byRow = (a + row).ToArray<float>();
        float[] byColumn = (a.Transpose() + column.Transpose()).ToArray<float>();
        for (int i = 0; i < x.Length; i += 997)
        {
            Assert.Equal(x[i] + (float)row[i % columns].Item(), byRow[i]);
            Assert.Equal(x[i] + (float)column[i / columns, 0].Item(), byColumn[((i % columns) * rows) + (i / columns)]);
        }
    }

    [Fact]
    public void No_gaps_means_dense_whatever_the_order()
    {
        Tensor x = Tensor.Zeros([4, 6, 5]);
        Assert.True(x.Permute(1, 2, 0).IsDense);
        Assert.True(x[1..3].IsDense);
        Assert.False(x[.., 1..3].IsDense);
        Assert.False(x[.., .., 0].Transpose().IsDense);
        Assert.False(Tensor.Zeros([3]).Expand([4, 3]).IsDense);
        using IDisposable off = Gradient.Off();
        Assert.True(x.Unsqueeze(1).Permute(3, 1, 0, 2).IsDense);
    }
}
