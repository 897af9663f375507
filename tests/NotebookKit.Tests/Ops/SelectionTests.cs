namespace NotebookKit.Tests.Ops;

/// <summary>Picking by place.</summary>
public class SelectionTests
{
    [Fact]
    public void The_gradient_of_the_largest_goes_to_the_first_of_equals()
    {
        Tensor x = Tensor.From([1f, 3f, 3f, -2f, -5f, -2f], new Shape(2, 3));
        x.RequiresGrad = true;
        Tensor y = x.Max(1);
        Assert.Equal([3, -2], y.ToArray<float>());
        Assert.Equal([1, -5], x.Min(-1).ToArray<float>());
        y.Sum().Backward();
        Assert.Equal([0, 1, 0, 1, 0, 0], x.Grad!.ToArray<float>());
    }

    [Fact]
    public void A_wrong_index_is_named_with_its_place_and_axis()
    {
        Tensor x = Tensor.Zeros([2, 3]);
        ArgumentException outside = Assert.Throws<ArgumentException>(() => x.Gather(0, Tensor.From([0L, 0L, 2L], new Shape(1, 3))));
        Assert.Contains("index 2 at [0, 2] lies outside axis 0 of [2, 3], which has size 2", outside.Message, StringComparison.Ordinal);
        Assert.Contains("Float32", Assert.Throws<ArgumentException>(() => x.Gather(0, x)).Message, StringComparison.Ordinal);
    }
}
