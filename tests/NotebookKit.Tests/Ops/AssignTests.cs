using NotebookKit.Gradients;

namespace NotebookKit.Tests.Ops;

/// <summary>Writing into tensors, and what must not be written to.</summary>
public class AssignTests
{
    [Fact]
    public void Ranges_masks_and_indices_are_written_in_place()
    {
        Tensor x = Tensor.Arange(0, 12).Reshape(3, 4);
        Tensor view = x[.., 1];
        x[1] = Tensor.From([9f, 8f, 7f, 6f]);
        Assert.Equal([1, 8, 9], view.ToArray<float>());
        x[.., 2..] = Tensor.Scalar(-1);
        x[1..3, 0] = Tensor.From([5f]);
        Assert.Equal([0, 1, -1, -1, 5, 8, -1, -1, 5, 9, -1, -1], x.ToArray<float>());
        x[x < 0] = Tensor.Scalar(0, DType.Float64);
        Assert.Equal(0, (x < 0).CountNonZero().Item());
        x[Tensor.From([0L, -1L, 0L])] = Tensor.From([1f, 2f, 3f], new Shape(3, 1));
        Assert.Equal([3, 3, 3, 3, 5, 8, 0, 0, 2, 2, 2, 2], x.ToArray<float>());
        x[Tensor.From([false, true, false])] = Tensor.From([4f, 4f, 4f, 4f], new Shape(1, 4));
        x[..1].Fill(6);
        Assert.Equal([6, 6, 6, 6, 4, 4, 4, 4, 2, 2, 2, 2], x.ToArray<float>());
        x.Transpose()[Tensor.From([3L])] = Tensor.From([1f, 2f, 3f]);
        Assert.Equal([1, 2, 3], x[.., 3].ToArray<float>());
        x[0] += Tensor.From([1f, 1f, 1f, 1f]);
        Assert.Equal([7, 7, 7, 2], x[0].ToArray<float>());
    }

    [Fact]
    public void A_tensor_can_be_shifted_into_itself()
    {
        Tensor x = Tensor.From([1L, 2, 3, 4]);
        x[1..] = x[..^1];
        Assert.Equal([1, 1, 2, 3], x.ToArray<long>());
        x[..] = x.Flip(0);
        Assert.Equal([3, 2, 1, 1], x.ToArray<long>());
    }

    [Fact]
    public void A_change_of_what_the_way_back_needs_is_noticed()
    {
        Tensor weight = new Parameter(Tensor.Ones([3]));
        Tensor factor = Tensor.From([1f, 2f, 3f]);
        Tensor y = (weight * factor).Sum();
        factor[0] = Tensor.Scalar(5);
        Assert.Contains("changed in place", Assert.Throws<InvalidOperationException>(() => y.Backward()).Message, StringComparison.Ordinal);

        // A mask and indices are copied when they are used.
        Tensor mask = Tensor.From([true, false, true]);
        Tensor chosen = weight.MaskedFill(mask, 0).Sum() + weight[mask].Sum();
        mask[..] = Tensor.Scalar(0, DType.Bool);
        chosen.Backward();
        Assert.Equal([1, 1, 1], weight.Grad!.ToArray<float>());
    }

    [Fact]
    public void What_wants_a_gradient_is_not_written()
    {
        Tensor leaf = new Parameter(Tensor.Ones([2, 2]));
        Tensor plain = Tensor.Ones([2, 2]);
        Tensor result = leaf * 2;
        Refused("wants a gradient", () => leaf[0] = Tensor.Zeros([2]));
        Refused("recorded result of Multiply", () => result[result > 0] = Tensor.Scalar(0));
        Refused("recorded result of Slice", () => leaf[0].Fill(0));
        Refused("what is written, [2, 2]", () => plain[..] = leaf);
        Refused("axis 0 of [3, 2] repeats", () => Tensor.Ones([1, 2]).Expand(new Shape(3, 2))[0] = Tensor.Scalar(0));
        Assert.Equal([1, 1, 1, 1, 2, 2, 2, 2], leaf.ToArray<float>().Concat(result.ToArray<float>()));
        using (Gradient.Off())
        {
            leaf[0] = Tensor.Scalar(4);
            Assert.Equal([4, 4, 1, 1], leaf.ToArray<float>());
            Refused("recorded result", () => result.Fill(0));
        }

        static void Refused(string words, Action change) =>
            Assert.Contains(words, Assert.Throws<InvalidOperationException>(change).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Indices_pick_rows_with_gradients_that_add_up()
    {
        Tensor x = new Parameter(Tensor.From([1.0, 2, 3, 4, 5, 6], new Shape(3, 2)));
        Tensor picked = x[Tensor.From([2L, -1L, 0L, 2L], new Shape(2, 2))];
        Assert.Equal(new Shape(2, 2, 2), picked.Shape);
        Assert.Equal([5, 6, 5, 6, 1, 2, 5, 6], picked.ToArray<double>());
        picked.Sum().Backward();
        Assert.Equal([1, 1, 0, 0, 3, 3], x.Grad!.ToArray<double>());
        Assert.Equal(new Shape(2, 2), x[Tensor.From([true, false, true])].Shape);
        Assert.Equal(new Shape(0), x[x > 9].Shape);
        GradientCheck.Run("x[mask]", v => v[0][v[0].Detach() > 2.5].Exp(), [x.Detach().Clone()]);
    }

    [Fact]
    public void Every_kind_is_picked_scattered_and_found()
    {
        foreach (DType dtype in Enum.GetValues<DType>())
        {
            Tensor x = Tensor.From([0.0, 1, 1, 0]).To(dtype);
            Tensor places = Tensor.From([3L, 0L, -2L, -3L]);
            Assert.Equal([0, 0, 1, 1], x.Gather(0, places).ToArray<double>());
            Assert.Equal([0, 0, 1, 1], x[places].ToArray<double>());
            Assert.Equal([1, 0, 1, 0], Tensor.ZerosLike(x).Scatter(0, places, x).ToArray<double>());
            Assert.Equal([1, 2], x.NonZero().Flatten().ToArray<long>());
            Assert.Equal([0, 0, 1, 1], x.Sort().Values.ToArray<double>());
            Assert.Equal([1, 2, 0, 3], x.ArgSort(descending: true).ToArray<long>());
            Assert.Equal((1, 0), ((int)x.ArgMax().Item(), (int)x.ArgMin().Item()));
            Assert.Equal((1, 0), ((int)x.Max().Item(), (int)x.Min(0).Item()));
            Assert.Equal([2, 2], x.Unique().Counts.ToArray<long>());
            Assert.Equal([0, 1, 2, 2], x.CumMax(0).Positions.ToArray<long>());
            Assert.Equal([0, 2, 2, 0], x.Sort().Values.SearchSorted(x).ToArray<long>());
        }
    }
}
