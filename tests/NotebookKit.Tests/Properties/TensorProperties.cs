using NotebookKit.Gradients;

namespace NotebookKit.Tests.Properties;

/// <summary>Laws of arithmetic, of views and of gradients, on random shapes.</summary>
public class TensorProperties
{
    private static readonly Func<Tensor, Tensor>[] Smooth =
    [
        x => x.Exp(), x => x.Tanh(), x => x.Sigmoid(), x => x * x, x => x.Softmax(), x => x.LogSoftmax(0), x => x.CumSum(0), x => x.CumProd(-1), x => x.LogCumSumExp(0),
        x => x.Sum(0), x => x.Mean(-1), x => x.Prod(), x => x.Sort().Values, x => x.Quantile(0.3, 0), x => x.Max(-1), x => x[x > 0], x => x.Flip(0), x => x.Roll(1, -1),
        x => x.MaskedFill(x > 1, 0), x => Tensor.Where(x > 0, x, x * x), x => x.IndexSelect(0, Tensor.From([0L, -1L, 0L])), x => x.Tile([.. Enumerable.Repeat(2, x.Rank)]),
        x => x.Flatten().Diag(1), x => x.Unsqueeze(0).Tril(), x => x.Pad(1, (1, 2)), x => x.Remainder(Tensor.Scalar(0.7, DType.Float64)),
    ];

    private static readonly Func<Tensor, Tensor>[] Flat =
    [
        x => x > 0.25, x => x.EqualTo(0), x => x.IsNaN(), x => x.ArgSort(0), x => x.ArgMax(), x => x.ArgMin(-1), x => x.CumMax(0).Positions, x => x.NonZero(),
        x => x.Unique().Values, x => x.Floor(), x => x.Round(), x => x.Any(0), x => x.All(), x => x.CountNonZero(-1), x => x.To(DType.Int64) * 3, x => x.To(DType.Int64).Sum(0),
        x => x.To(DType.Int64).FloorDivide(2), x => x.Histogram(3).Counts, x => x.Bucketize(Tensor.From([-1, 0, 1.5])), x => x.TopK(1, 0).Positions,
    ];

    [Fact]
    public void Views_give_the_same_as_copies() => Grid.Holds(Grid.Quarters, x =>
        Smooth.Concat(Flat).All(run => run(x).ToArray<double>().SequenceEqual(run(Grid.AsView(x)).ToArray<double>())));

    [Fact]
    public void A_law_that_does_not_hold_is_found() => Assert.ThrowsAny<Exception>(() => Grid.Holds(Grid.Quarters, x => x.Sum().Item() < 25));

    [Fact]
    public void Sums_do_not_depend_on_their_order_but_for_rounding() => Grid.Holds(Grid.Crooked, x =>
    {
        Tensor a = x * 1.7;
        Tensor b = x.Flip(0) - 0.3;
        return Near((x + a) + b, x + (a + b)) && Near(x + a, a + x) && Near(x * a, a * x) && Near((x * a) * b, x * (a * b));
    });

    [Fact]
    public void Products_spread_over_sums_but_for_rounding() => Grid.Holds(Grid.Crooked, x =>
        Near(x * (x.Flip(0) + 1.1), (x * x.Flip(0)) + (x * 1.1)) && Near(-(x - 2.2), 2.2 - x) && Near(x - x.Flip(0), x + -x.Flip(0)));

    [Fact]
    public void Whole_numbers_obey_the_laws_exactly() => Grid.Holds(Grid.Quarters, x =>
    {
        Tensor a = (x * 4).To(DType.Int64);
        Tensor b = a.Flip(0) - 7;
        Tensor c = a.Roll(1, -1) * 1_000_003;
        return ((a + b) + c).EqualTo(a + (b + c)).All().Item() == 1 && (a * (b + c)).EqualTo((a * b) + (a * c)).All().Item() == 1 && (a - a).Any().Item() == 0;
    });

    [Fact]
    public void A_gradient_is_linear_in_the_gradient_it_starts_from() => Grid.Holds(Grid.Crooked, x => Smooth.All(run =>
    {
        Tensor input = x.Clone();
        input.RequiresGrad = true;
        Tensor y = run(input);
        Tensor first = Weights(y.Shape, 0.3);
        Tensor second = Weights(y.Shape, 1.9);
        Tensor both = Gradient.Of(y, [input], start: (2 * first) - (3 * second), retainGraph: true)[0];
        Tensor one = Gradient.Of(y, [input], start: first, retainGraph: true)[0];
        Tensor other = Gradient.Of(y, [input], start: second, retainGraph: true)[0];
        return Near(both, (2 * one) - (3 * other));
    }));

    [Fact]
    public void The_gradient_of_a_sum_is_the_sum_of_the_gradients() => Grid.Holds(Grid.Crooked, x => Smooth.Zip(Smooth.Skip(1)).All(pair =>
    {
        Tensor input = x.Clone();
        input.RequiresGrad = true;
        Tensor together = Gradient.Of(pair.First(input).Sum() + pair.Second(input).Sum(), input);
        return Near(together, Gradient.Of(pair.First(input).Sum(), input) + Gradient.Of(pair.Second(input).Sum(), input));
    }));

    private static Tensor Weights(Shape shape, double start) =>
        Tensor.From([.. Enumerable.Range(0, shape.Count).Select(i => Math.Cos(start + i))], shape);

    private static bool Near(Tensor x, Tensor y) => x.Detach().AllClose(y.Detach(), relative: 1e-12, absolute: 1e-10);
}
