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
    public void Largest_and_smallest_work_along_every_axis_and_keep_it_when_asked()
    {
        Tensor x = Tensor.From([.. Enumerable.Range(0, 24).Select(i => Math.Sin(i * 1.7))], [2, 3, 4]);
        for (int axis = 0; axis < 3; axis++)
        {
            int along = axis;
            double[] largest = [.. Runs(x, axis).Select(run => run.Max())];
            double[] smallest = [.. Runs(x, axis).Select(run => run.Min())];
            Assert.Equal(largest, x.Max(axis).ToArray<double>());
            Assert.Equal(smallest, x.Min(axis - 3).ToArray<double>());
            Assert.Equal(x.Sum(axis, keepDim: true).Shape, x.Max(axis, keepDim: true).Shape);
            GradientCheck.Run("max", v => v[0].Max(along), [x.Clone()]);
            GradientCheck.Run("min", v => v[0].Min(along), [x.Clone()]);
        }

        Assert.True(double.IsNaN(Tensor.From([1, double.NaN, 3]).Max(0).Item()));
        Assert.True(double.IsNaN(Tensor.From([1, double.NaN, 3]).Min(0).Item()));
        Assert.StartsWith("Max: axis 1 of [2, 0]", Assert.Throws<ArgumentException>(() => Tensor.Zeros([2, 0]).Max(1)).Message, StringComparison.Ordinal);
        Assert.StartsWith("Min: axis 0 of [0]", Assert.Throws<ArgumentException>(() => Tensor.Zeros([0]).Min(0)).Message, StringComparison.Ordinal);
    }

    // The numbers along an axis, for each place on the others, last axis fastest.
    private static IEnumerable<double[]> Runs(Tensor x, int axis)
    {
        int[] order = [.. Enumerable.Range(0, 3).Where(other => other != axis), axis];
        double[] numbers = x.Permute(order).ToArray<double>();
        return numbers.Chunk(x.Shape[axis]);
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
