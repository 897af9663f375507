using NotebookKit.Gradients;

namespace NotebookKit.Tests.Gradients;

/// <summary>Operations write gradients of leaves where these are kept; nobody can tell but by the time it takes.</summary>
public class LentGradientTests
{
    private static readonly Tensor X = Tensor.Normal([5, 3], rng: new Rng(1), dtype: DType.Float64);

    [Fact]
    public void A_second_step_writes_the_buffer_of_the_first_and_gives_the_same_numbers_as_a_fresh_start()
    {
        Parameter used = Weight(), fresh = Weight();
        Step(used, X);
        Tensor before = used.Grad!;
        used.ZeroGradient();
        Step(used, X * 2);
        Step(fresh, X * 2);
        Assert.Same(before, used.Grad);
        Assert.Equal(fresh.Grad!.ToArray<double>(), used.Grad!.ToArray<double>());

        // Without zeroing the next step adds.
        Step(used, X * 2);
        Assert.Equal(fresh.Grad!.ToArray<double>().Select(value => 2 * value), used.Grad!.ToArray<double>());
    }

    [Fact]
    public void A_weight_used_twice_gets_the_sum()
    {
        Parameter weight = new(Tensor.Normal([3, 3], rng: new Rng(2), dtype: DType.Float64));
        double[] expected = Twice(weight);
        weight.ZeroGradient();
        Assert.Equal(expected, Twice(weight));

        static double[] Twice(Parameter weight)
        {
            X.Linear(weight).Tanh().Linear(weight).Square().Sum().Backward();
            return weight.Grad!.ToArray<double>();
        }
    }

    [Fact]
    public void Who_looks_at_the_gradient_on_the_way_back_sees_zeros_and_harms_nothing()
    {
        Parameter weight = Weight();
        Step(weight, X);
        double[] expected = weight.Grad!.ToArray<double>();
        weight.ZeroGradient();
        double[]? seen = null;
        Tensor leaf = X.Detach();
        leaf.RequiresGrad = true;

        // The weight's gradient is computed beside that of the inputs, and reaches its leaf after theirs or before.
        using IDisposable hook = leaf.OnGradient(_ =>
        {
            seen = weight.Grad!.ToArray<double>();
            return null;
        });
        Step(weight, leaf);
        Assert.NotNull(seen);
        Assert.True(seen.All(value => value == 0) || seen.SequenceEqual(expected));
        Assert.Equal(expected, weight.Grad!.ToArray<double>());
    }

    [Fact]
    public void A_way_back_inside_another_one_adds_its_own_part()
    {
        Parameter weight = Weight();
        Step(weight, X);
        double[] once = weight.Grad!.ToArray<double>();
        weight.ZeroGradient();
        Tensor leaf = X.Detach();
        leaf.RequiresGrad = true;
        using IDisposable hook = leaf.OnGradient(_ =>
        {
            using IDisposable on = Gradient.On();
            Step(weight, X);
            return null;
        });
        Step(weight, leaf);
        Assert.Equal(once.Select(value => 2 * value), weight.Grad!.ToArray<double>());
    }

    [Fact]
    public void A_gradient_that_is_asked_for_without_collecting_leaves_the_collected_one_alone()
    {
        Parameter weight = Weight();
        Step(weight, X);
        weight.ZeroGradient();
        Tensor asked = Gradient.Of(Loss(weight, X), weight);
        Assert.All(weight.Grad!.ToArray<double>(), value => Assert.Equal(0, value));
        Assert.Contains(asked.ToArray<double>(), value => value != 0);
    }

    [Fact]
    public void A_way_back_that_breaks_off_keeps_nothing_lent()
    {
        Parameter weight = Weight();
        Step(weight, X);
        double[] expected = weight.Grad!.ToArray<double>();
        weight.ZeroGradient();
        Tensor leaf = X.Detach();
        leaf.RequiresGrad = true;
        using (leaf.OnGradient(_ => throw new InvalidOperationException("meant")))
        {
            Assert.Throws<InvalidOperationException>(() => Step(weight, leaf));
        }

        weight.ZeroGradient();
        Step(weight, X);
        Assert.Equal(expected, weight.Grad!.ToArray<double>());
    }

    [Fact]
    public void A_hook_of_the_weight_itself_still_changes_what_is_collected()
    {
        Parameter weight = Weight();
        Step(weight, X);
        double[] expected = weight.Grad!.ToArray<double>();
        weight.ZeroGradient();
        using IDisposable hook = weight.OnGradient(gradient => gradient * 3);
        Step(weight, X);
        Assert.Equal(expected.Select(value => 3 * value), weight.Grad!.ToArray<double>());
    }

    private static Parameter Weight() => new(Tensor.Normal([4, 3], rng: new Rng(3), dtype: DType.Float64));

    private static Tensor Loss(Parameter weight, Tensor x) => x.Linear(weight).Square().Sum();

    private static void Step(Parameter weight, Tensor x) => Loss(weight, x).Backward();
}
