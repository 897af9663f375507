namespace NotebookKit.Tests.Properties;

/// <summary>What must hold for choosing, running results and order, whatever the numbers.</summary>
public class SelectProperties
{
    [Fact]
    public void Sorting_reorders_and_orders() => Grid.Holds(Grid.Wild, x => EachAxis(x, axis =>
    {
        (Tensor values, Tensor places) = x.Sort(axis);
        double[][] before = Runs(x, axis);
        double[][] after = Runs(values, axis);
        double[][] from = Runs(places, axis);
        return before.Zip(after, from).All(run =>
            run.Third.Order().SequenceEqual(Enumerable.Range(0, run.First.Length).Select(i => (double)i))
            && run.First.OrderBy(Rank).SequenceEqual(run.Second)
            && run.Second.Zip(run.Second.Skip(1), run.Third.Zip(run.Third.Skip(1))).All(pair => Rank(pair.First) < Rank(pair.Second) || pair.Third.First < pair.Third.Second));
    }));

    [Fact]
    public void Sorting_downwards_keeps_the_order_of_equals() => Grid.Holds(Grid.Quarters, x => EachAxis(x, axis =>
    {
        (Tensor values, Tensor places) = x.Sort(axis, descending: true);
        return Runs(values, axis).Zip(Runs(places, axis)).All(run =>
            run.First.Zip(run.First.Skip(1), run.Second.Zip(run.Second.Skip(1))).All(pair => pair.First > pair.Second || (pair.First == pair.Second && pair.Third.First < pair.Third.Second)));
    }));

    [Fact]
    public void What_stands_at_the_sorted_places_is_sorted() => Grid.Holds(Grid.Quarters, x => EachAxis(x, axis =>
        Same(x.Gather(axis, x.ArgSort(axis)), x.Sort(axis).Values)
        && Same(x.TopK(1, axis).Values, x.Max(axis, keepDim: true))
        && Same(x.KthValue(1, axis).Values, x.Min(axis))));

    [Fact]
    public void A_mask_chooses_as_many_as_it_counts() => Grid.Holds(Grid.Quarters, x =>
    {
        Tensor mask = x > 0.5;
        return x[mask].Count == (int)mask.CountNonZero().Item()
            && x[mask].Count + x[!mask].Count == x.Count
            && (x[mask] > 0.5).All().Item() == 1
            && mask.NonZero().Shape == new Shape(x[mask].Count, x.Rank);
    });

    [Fact]
    public void The_last_running_sum_is_the_sum() => Grid.Holds(Grid.Quarters, x => EachAxis(x, axis =>
        Same(Last(x.CumSum(axis), axis), x.Sum(axis)) && Same(Last(x.CumProd(axis), axis), x.Prod(axis)) && Same(Last(x.CumMax(axis).Values, axis), x.Max(axis))));

    [Fact]
    public void Differences_of_running_sums_are_the_numbers() => Grid.Holds(Grid.Quarters, x => EachAxis(x, axis =>
        Same(x.CumSum(axis).Diff(axis: axis), x[[.. Enumerable.Repeat<AxisIndex>(Range.All, axis), 1..]])));

    [Fact]
    public void Both_triangles_without_the_diagonal_twice_are_the_matrix() => Grid.Holds(Grid.Quarters, x =>
    {
        Tensor matrix = x.Rank < 2 ? x.Unsqueeze(0) : x;
        Tensor diagonal = matrix.Tril().Triu();
        return Same(matrix.Tril() + matrix.Triu() - diagonal, matrix) && Same(diagonal.Diagonal(0, -2, -1), matrix.Diagonal(0, -2, -1));
    });

    [Fact]
    public void What_is_unique_gives_the_numbers_back() => Grid.Holds(Grid.Quarters, x =>
    {
        (Tensor values, Tensor inverse, Tensor counts) = x.Unique();
        return Same(values[inverse], x) && counts.Sum().Item() == x.Count && Same(inverse.Flatten().BinCount(), counts) && (values.Diff() > 0).All().Item() == 1;
    });

    [Fact]
    public void Every_number_between_the_ends_lies_in_one_bin() => Grid.Holds(Grid.Crooked, x =>
        x.Histogram(4).Counts.Sum().Item() == x.Count && Same(x.Bucketize(x.Flatten().Sort().Values), x.Flatten().Sort().Values.SearchSorted(x)));

    [Fact]
    public void Whole_steps_and_what_is_left_are_the_number() => Grid.Holds(Grid.Quarters, x =>
    {
        Tensor whole = (x * 4).To(DType.Int64);
        return Same((whole.FloorDivide(3) * 3) + whole.Remainder(3), whole)
            && Same((whole.FloorDivide(-3) * -3) + whole.Remainder(-3), whole)
            && Same((x.FloorDivide(0.75) * 0.75) + x.Remainder(0.75), x)
            && Same(x.Trunc() + x.Frac(), x);
    });

    [Fact]
    public void What_is_scattered_can_be_gathered() => Grid.Holds(Grid.Quarters, x => EachAxis(x, axis =>
        Same(Tensor.ZerosLike(x).Scatter(axis, x.ArgSort(axis), x).Gather(axis, x.ArgSort(axis)), x)
        && Same(Tensor.ZerosLike(x).ScatterAdd(axis, x.ArgSort(axis), x).Sum(), x.Sum())));

    private static Tensor Last(Tensor x, int axis) => x[[.. Enumerable.Repeat<AxisIndex>(Range.All, axis), ^1]];

    private static bool EachAxis(Tensor x, Func<int, bool> holds) => Enumerable.Range(0, x.Rank).All(holds);

    private static bool Same(Tensor x, Tensor y) => x.Shape == y.Shape && x.ToArray<double>().SequenceEqual(y.ToArray<double>());

    // NaN above all, -0 equal to 0.
    private static double Rank(double x) => double.IsNaN(x) ? 3 : double.IsInfinity(x) ? Math.Sign(x) * 2 : x / 10;

    private static double[][] Runs(Tensor x, int axis)
    {
        int[] order = [.. Enumerable.Range(0, x.Rank).Where(other => other != axis), axis];
        return [.. x.Permute(order).ToArray<double>().Chunk(x.Shape[axis])];
    }
}
