using NotebookKit.Gradients;

namespace NotebookKit.Tests.Gradients;

public class GradientTests
{
    private static Parameter Leaf(params double[] values) => new Parameter(Tensor.From(values));

    [Fact]
    public void Gradients_of_paths_that_meet_are_added()
    {
        Tensor x = Leaf(3);
        Tensor y = (x * x) + x;
        y.Backward();
        Assert.Equal(7, x.Grad!.Item());
    }

    [Fact]
    public void Backward_adds_to_the_gradient_that_is_there()
    {
        Tensor x = Leaf(2);
        (x * 3).Backward();
        (x * 4).Backward();
        Assert.Equal(7, x.Grad!.Item());
    }

    [Fact]
    public void A_second_backward_through_a_used_history_says_so()
    {
        Tensor x = Leaf(2);
        Tensor y = x * x;
        y.Backward();
        InvalidOperationException e = Assert.Throws<InvalidOperationException>(() => y.Backward());
        Assert.Contains("retainGraph", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_retained_history_can_be_gone_through_twice()
    {
        Tensor x = Leaf(2);
        Tensor y = x * x;
        y.Backward(retainGraph: true);
        y.Backward();
        Assert.Equal(8, x.Grad!.Item());
    }

    [Fact]
    public void A_change_in_place_of_a_saved_tensor_is_found()
    {
        Tensor x = Leaf(2);
        Tensor y = x * x;
        NotebookKit.Ops.InPlace.Fill(x, 5);
        InvalidOperationException e = Assert.Throws<InvalidOperationException>(() => y.Backward());
        Assert.Contains("changed in place", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Nothing_is_recorded_while_gradients_are_off()
    {
        Tensor x = Leaf(2);
        using (Gradient.Off())
        {
            Assert.Null((x * x).History);
        }

        Assert.NotNull((x * x).History);
    }

    [Fact]
    public async Task The_switch_follows_await_and_stays_in_its_own_flow()
    {
        Tensor x = Leaf(2);
        Task<bool> other;
        using (Gradient.Off())
        {
            await Task.Yield();
            Assert.Null((x * x).History);
            using (ExecutionContext.SuppressFlow())
            {
                other = Task.Run(() => Gradient.IsOn);
            }
        }

        Assert.True(await other);
    }

    [Fact]
    public void Gradients_only_flow_through_floats()
    {
        Tensor labels = Tensor.From([1L, 2L]);
        Assert.Contains("Int64", Assert.Throws<InvalidOperationException>(() => labels.RequiresGrad = true).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Backward_of_many_numbers_asks_for_a_start()
    {
        Tensor x = Leaf(1, 2);
        Assert.Contains("Sum()", Assert.Throws<InvalidOperationException>(() => (x * x).Backward()).Message, StringComparison.Ordinal);
        (x * x).Backward(Tensor.From([1.0, 10.0]));
        Assert.Equal([2, 40], x.Grad!.ToArray<double>());
    }

    [Fact]
    public void A_result_that_does_not_depend_on_an_input_has_gradient_zero()
    {
        Tensor x = Leaf(1);
        Tensor other = Leaf(1, 1);
        Tensor[] gradients = Gradient.Of(x * 2, [x, other]);
        Assert.Equal(2, gradients[0].Item());
        Assert.Equal([0, 0], gradients[1].ToArray<double>());
    }

    [Fact]
    public void The_third_derivative_of_x_to_the_fourth_is_24_x()
    {
        Tensor x = Leaf(1.5);
        Tensor y = x * x * x * x;
        Tensor third = Gradient.Of(Gradient.Of(Gradient.Of(y, x, createGraph: true), x, createGraph: true), x);
        Assert.Equal(36, third.Item(), 10);
    }
}
