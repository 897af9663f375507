using NotebookKit.Gradients;
using NotebookKit.Layers;

namespace NotebookKit.Tests.Gradients;

/// <summary>The way back writes over gradients that nobody else holds: whoever may hold one finds it unchanged, and the results are the same bits.</summary>
public class OwnGradientTests
{
    // Built of all that gives gradients which may be written over (linear layers, norms, ReLU), with a sum that gives the same one to both sides.
    private static Tensor Chain(Tensor x, BatchNorm1d norm, Linear linear, Action<Tensor>? seen = null)
    {
        Tensor first = linear.Forward(x);
        Tensor normal = norm.Forward(first);
        Tensor active = normal.Relu();
        Tensor sum = active + first;
        Tensor last = sum.Relu();
        foreach (Tensor tensor in new[] { first, normal, active, sum, last })
        {
            seen?.Invoke(tensor);
        }

        return (last * last).Sum();
    }

    [Fact]
    public void A_gradient_that_a_hook_keeps_stays_as_the_hook_saw_it_and_changes_no_other()
    {
        (Tensor x, BatchNorm1d norm, Linear linear) = Parts();
        Chain(x, norm, linear).Backward();
        float[][] plain = Gradients(norm, linear);
        norm.ZeroGrad();
        linear.ZeroGrad();

        List<(Tensor Kept, float[] Seen)> kept = [];
        Chain(x, norm, linear, tensor => tensor.OnGradient(gradient => kept.Add((gradient, gradient.ToArray<float>())))).Backward();
        Assert.Equal(5, kept.Count);
        Assert.All(kept, pair => Assert.Equal(pair.Seen, pair.Kept.ToArray<float>()));
        Assert.Equal(plain, Gradients(norm, linear));
    }

    [Fact]
    public void Gradients_that_are_asked_for_by_name_are_those_that_results_retain()
    {
        (Tensor x, BatchNorm1d norm, Linear linear) = Parts();
        List<Tensor> results = [];
        Tensor loss = Chain(x, norm, linear, results.Add);
        Tensor[] named = Gradient.Of(loss, results, retainGraph: true);
        results.ForEach(result => result.RetainGrad());
        loss.Backward();
        for (int i = 0; i < results.Count; i++)
        {
            Assert.Equal(named[i].ToArray<float>(), results[i].Grad!.ToArray<float>());
        }
    }

    [Fact]
    public void An_operation_of_somebody_else_may_keep_the_gradient_it_is_given_and_its_array()
    {
        (Tensor x, BatchNorm1d norm, Linear linear) = Parts();
        Keeper? keeper = null;
        Tensor Through(Tensor y)
        {
            Tensor result = y.Detach().Clone();
            keeper = new Keeper(y);
            return result.From(keeper);
        }

        (Through(norm.Forward(linear.Forward(x)).Relu()).Relu() * 2).Sum().Backward();
        float[] given = keeper!.Given!.ToArray<float>();
        Assert.All(given, value => Assert.True(value is 0 or 2));
        Assert.Contains(2, given);
        Assert.Same(keeper.Given, keeper.Handed[0]);
    }

    [Fact]
    public void The_start_of_a_way_back_that_was_given_is_not_written_over()
    {
        (Tensor x, BatchNorm1d norm, Linear linear) = Parts();
        Tensor y = norm.Forward(linear.Forward(x)).Relu();
        Tensor start = Tensor.Ones(y.Shape);
        y.Backward(start);
        Assert.All(start.ToArray<float>(), value => Assert.Equal(1, value));
    }

    private static (Tensor X, BatchNorm1d Norm, Linear Linear) Parts()
    {
        using IDisposable seed = Rng.Seeded(3);
        return (Tensor.Normal(new Shape(12, 6)), new BatchNorm1d(6), new Linear(6, 6));
    }

    private static float[][] Gradients(BatchNorm1d norm, Linear linear) =>
        [.. norm.Parameters().Concat(linear.Parameters()).Select(parameter => parameter.Grad!.ToArray<float>())];

    private sealed class Keeper(Tensor x) : GradientNode(x)
    {
        public Tensor? Given { get; private set; }

        public Tensor?[] Handed { get; } = new Tensor?[1];

        protected override Tensor?[] Backward(Tensor gradient)
        {
            Given = gradient;
            Handed[0] = gradient;
            return Handed;
        }
    }
}
