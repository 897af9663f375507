namespace NotebookKit.Tests.Ops;

/// <summary>Joining and cutting that is made of other operations, and the wrong calls of its kind.</summary>
public class ShapeTests
{
    private static Tensor Grid => Tensor.Arange(0, 12).Reshape(3, 4);

    [Fact]
    public void A_shape_spreads_and_matches_as_the_list_of_its_sizes()
    {
        Shape shape = [2, 3, 4];
        int[] sizes = [.. shape];
        Assert.Equal([2, 3, 4], sizes);
        Assert.Equal([2, 3, 4, 1], (int[])[.. shape, 1]);
        Assert.True(shape is [2, .., var last] && last == 4);
    }

    [Fact]
    public void Stacks_put_a_new_axis_anywhere()
    {
        Tensor x = Tensor.From([1f, 2f, 3f]);
        Tensor rows = Tensor.Stack([x, x * 10]);
        Tensor columns = Tensor.Stack([x, x * 10], -1);
        Assert.Equal(new Shape(2, 3), rows.Shape);
        Assert.Equal([1, 2, 3, 10, 20, 30], rows.ToArray<float>());
        Assert.Equal(new Shape(3, 2), columns.Shape);
        Assert.Equal([1, 10, 2, 20, 3, 30], columns.ToArray<float>());
    }

    [Fact]
    public void Parts_are_views_that_join_to_the_whole_again()
    {
        foreach (int axis in new[] { 0, 1, -1, -2 })
        {
            foreach (int size in new[] { 1, 2, 3, 5 })
            {
                IReadOnlyList<Tensor> parts = Grid.Split(size, axis);
                Assert.Equal((Grid.Shape[axis] + size - 1) / size, parts.Count);
                Assert.Equal(Grid.ToArray<float>(), Tensor.Concat(parts, axis).ToArray<float>());
            }
        }

        Tensor x = Grid;
        x.Split([1, 0, 3], 1)[2].Storage.Span<float>()[11] = 99;
        Assert.Equal(99, x[2, 3].Item());
        Assert.Equal([2, 2], Grid.Chunk(2, 1).Select(part => part.Shape[1]));
        Assert.Equal([2, 1], Grid.Chunk(2).Select(part => part.Shape[0]));
        Assert.Equal([1, 1, 1], Grid.Chunk(7).Select(part => part.Shape[0]));
        Assert.Equal(new Shape(0, 2), Assert.Single(Tensor.Zeros([0, 2]).Split(3)).Shape);
    }

    [Fact]
    public void Gradients_of_parts_add_up_in_the_whole()
    {
        Tensor x = Grid;
        x.RequiresGrad = true;
        IReadOnlyList<Tensor> parts = x.Split([1, 3], 1);
        ((parts[0].Sum() * 5) + (parts[1].Sum() * 7)).Backward();
        Assert.Equal([5, 7, 7, 7, 5, 7, 7, 7, 5, 7, 7, 7], x.Grad!.ToArray<float>());
    }

    [Fact]
    public void Axes_of_size_1_come_and_go()
    {
        Assert.Equal(new Shape(1, 3, 4), Grid.Unsqueeze(0).Shape);
        Assert.Equal(new Shape(3, 1, 4), Grid.Unsqueeze(-2).Shape);
        Assert.Equal(new Shape(3, 4, 1), Grid.Unsqueeze(-1).Shape);
        Assert.Equal(new Shape(3, 4), Grid.Unsqueeze(1).Squeeze(1).Shape);
        Assert.Equal(new Shape(3), Tensor.Zeros([1, 3, 1]).Squeeze().Shape);
        Assert.Equal(new Shape([]), Tensor.Zeros([1, 1]).Squeeze().Shape);
    }

    [Fact]
    public void Whole_numbers_can_be_joined_flipped_rolled_and_padded()
    {
        Tensor x = Tensor.From([1L, 2L, 3L]);
        Assert.Equal([1L, 2L, 3L, 1L, 2L, 3L], Tensor.Concat([x, x]).ToArray<long>());
        Assert.Equal([3L, 2L, 1L], x.Flip(0).ToArray<long>());
        Assert.Equal([3L, 1L, 2L], x.Roll(1, 0).ToArray<long>());
        Assert.Equal([9L, 1L, 2L, 3L], x.Pad(9, (1, 0)).ToArray<long>());
    }

    public static TheoryData<string, Action, string> BadCalls => new()
    {
        { "concat nothing", () => Tensor.Concat([]), "no tensors" },
        { "concat axis", () => Tensor.Concat([Grid], 2), "an axis is -2 to 1" },
        { "concat shapes", () => Tensor.Concat([Grid, Tensor.Zeros([3, 5])]), "tensor 1 of [3, 5] does not fit tensor 0 of [3, 4]; all sizes but that of axis 0" },
        { "concat ranks", () => Tensor.Concat([Grid, Tensor.Zeros([3])], 1), "tensor 1 of [3]" },
        { "concat kinds", () => Tensor.Concat([Grid, Grid.To(DType.Int64)]), "Float32 and tensor 1 Int64" },
        { "stack shapes", () => Tensor.Stack([Grid, Tensor.Zeros([3])]), "[3, 4] and [3]" },
        { "stack axis", () => Tensor.Stack([Grid], 3 + 1), "stands at -3 to 2" },
        { "split", () => Grid.Split([1, 1]), "add up to 3" },
        { "split size", () => Grid.Split(0), "1 or more" },
        { "split axis", () => Grid.Split(1, 2), "an axis is -2 to 1" },
        { "chunk", () => Grid.Chunk(0), "1 part or more" },
        { "squeeze", () => Grid.Squeeze(1), "axis 1 of [3, 4] has size 4" },
        { "unsqueeze", () => Grid.Unsqueeze(-4), "stands at -3 to 2" },
        { "flip", () => Grid.Flip(2), "an axis is -2 to 1" },
        { "roll", () => Grid.Roll(1, -3), "an axis is -2 to 1" },
        { "pad axes", () => Grid.Pad(0, (1, 1), (1, 1), (1, 1)), "3 margins for the 2 axes" },
        { "pad negative", () => Grid.Pad(0, (-1, 1)), "(-1, 1) of axis 1" },
        { "batches", () => Tensor.Zeros([2, 3, 4]).MatMul(Tensor.Zeros([3, 4, 5])), "neither is 1" },
        { "batch inner", () => Tensor.Zeros([2, 3, 4]).MatMul(Tensor.Zeros([2, 5, 4])), "did you mean the transpose, [2, 4, 5]" },
        { "vector", () => Tensor.Zeros([2, 3]).MatMul(Tensor.Zeros([2])), "the vector needs 3 numbers" },
    };

    [Theory]
    [MemberData(nameof(BadCalls))]
    public void A_wrong_call_names_the_mend(string what, Action call, string mend)
    {
        ArgumentNullException.ThrowIfNull(what);
        Exception e = Record.Exception(call) ?? throw new Xunit.Sdk.XunitException($"{what}: nothing was thrown");
        Assert.True(e is ArgumentException, e.GetType().Name);
        Assert.Contains(mend, e.Message, StringComparison.Ordinal);
    }
}
