namespace NotebookKit.Tests.Ops;

/// <summary>Choosing, running results, order and parts of matrices against PyTorch's, which tests/golden/make_select.py wrote down.</summary>
[Collection(nameof(OneAtATime))]
public class SelectGoldenTests
{
    private static readonly GoldenFile Golden = new("select.npz");

    private static readonly Dictionary<string, Func<Tensor[], Tensor>> Runs = new()
    {
        ["where"] = x => Tensor.Where(x[2].EqualTo(1), x[0], x[1]),
        ["masked-fill"] = x => x[0].MaskedFill(x[1].EqualTo(1), 0.75),
        ["masked-select"] = x => x[0][x[1].EqualTo(1)],
        ["compare"] = x => Flat(x, x[0] > x[1], x[0] >= x[1], x[0] < x[1], x[0] <= x[1], x[0].EqualTo(x[1]), x[0].NotEqualTo(x[1])),
        ["cumsum"] = x => x[0].CumSum(Whole(x[1])),
        ["cumprod"] = x => x[0].CumProd(Whole(x[1])),
        ["cummax"] = x => Ordered(x[0].CumMax(Whole(x[1]))),
        ["cummin"] = x => Ordered(x[0].CumMin(Whole(x[1]))),
        ["log-cumsum-exp"] = x => x[0].LogCumSumExp(Whole(x[1])),
        ["prod"] = x => x[0].Prod(Whole(x[1])),
        ["sort"] = x => Ordered(x[0].Sort(Whole(x[1]))),
        ["sort-descending"] = x => Ordered(x[0].Sort(Whole(x[1]), descending: true)),
        ["topk"] = x => Ordered(x[0].TopK(Whole(x[2]), Whole(x[1]))),
        ["topk-smallest"] = x => Ordered(x[0].TopK(Whole(x[2]), Whole(x[1]), largest: false)),
        ["kth-value"] = x => Ordered(x[0].KthValue(Whole(x[2]), Whole(x[1]))),
        ["median"] = x => x[0].Median(Whole(x[1])),
        ["quantile"] = x => Flat([], [.. new[] { 0, 0.1, 0.37, 0.75, 1 }.Select(q => x[0].Quantile(q, Whole(x[1]), keepDim: true))]),
        ["arg-best"] = x => Flat(x, x[0].ArgMax(Whole(x[1])), x[0].ArgMin(Whole(x[1])), x[0].ArgMax(), x[0].ArgMin()),
        ["index-select"] = x => x[0].IndexSelect(Whole(x[1]), x[2]),
        ["take-along-axis"] = x => x[0].TakeAlongAxis(Whole(x[1]), x[2]),
        ["scatter-add"] = x => x[0].ScatterAdd(Whole(x[2]), x[3], x[1]),
        ["scatter"] = x => x[0].Scatter(Whole(x[2]), x[3], x[1]),
        ["diff"] = x => x[0].Diff(axis: Whole(x[1])),
        ["prod-all"] = x => x[0].Prod(),
        ["best-all"] = x => Flat([], x[0].Max(), x[0].Min()),
        ["rounding"] = x => Flat([], x[0].Floor(), x[0].Ceil(), x[0].Round(), x[0].Trunc(), x[0].Frac()),
        ["remainder"] = x => x[0].Remainder(x[1]),
        ["floor-divide"] = x => x[0].FloorDivide(x[1]),
        ["tile"] = x => x[0].Tile([.. new[] { 2, 3, 1, 2 }.Take(x[0].Rank + 1)]),
        ["repeat-interleave"] = x => Flat([], x[0].RepeatInterleave(3), x[0].RepeatInterleave(Tensor.Arange(0, x[0].Shape[0], dtype: DType.Int64))),
        ["nonzero"] = x => x[1].NonZero().To(x[0].DType) + (0 * x[0].Sum()),
        ["bucketize"] = x => Flat(x, x[0].Bucketize(Edges(x[0].DType)), x[0].Bucketize(Edges(x[0].DType), right: true)),
        ["histogram"] = x => x[0].Histogram(5) is var (counts, edges) ? Flat(x, counts, edges) : x[0],
        ["cumprod-zeros"] = x => (x[0] * x[2].To(x[0].DType)).CumProd(Whole(x[1])),
        ["prod-zeros"] = x => (x[0] * x[2].To(x[0].DType)).Prod(Whole(x[1])),
        ["tril"] = x => x[0].Tril(Whole(x[1])),
        ["triu"] = x => x[0].Triu(Whole(x[1])),
        ["diagonal"] = x => x[0].Diagonal(Whole(x[1]), -2, -1),
        ["diag"] = x => x[0].Diag(Whole(x[1])),
        ["meshgrid"] = x => Flat([], [.. Tensor.Meshgrid(x[0], x[1])]),
        ["search-sorted"] = x => Flat(x, x[0].Sort().Values.SearchSorted(x[1]), x[0].Sort().Values.SearchSorted(x[1], right: true)),
        ["whole-arithmetic"] = x => Flat(x[..1], x[1] + x[2], x[1] - x[2], x[1] * x[2], x[1].FloorDivide(x[2]), x[1].Remainder(x[2]), x[1].Sum()),
        ["whole-bytes"] = x => Bytes(x[0], x[1].To(DType.UInt8), x[2].To(DType.UInt8)),
        ["unique"] = x => x[1].Unique() is var (values, inverse, counts) ? Flat(x[..1], values, inverse, counts) : x[0],
        ["bincount"] = x => Flat(x[..1], x[1].BinCount(), x[1].BinCount(9)),
        ["whole-cumulative"] = x => Flat(x[..1], x[1].CumSum(1), x[1].CumProd(0), x[1].Prod(), x[1].CumMax(1).Values, x[1].Sort(0).Values),
        ["made"] = x => Flat(x, Tensor.Eye(3, 4), Tensor.Linspace(-1, 2, 7, DType.Float64), Tensor.Logspace(-1, 2, 5, dtype: DType.Float64), Tensor.Arange(3, 11, 2.5)),
    };

    public static TheoryData<string> Cases => [.. Golden.Cases];

    [Fact]
    public void Every_operation_of_the_file_is_run() => Golden.HoldsExactly(Runs.Keys);

    [Theory]
    [MemberData(nameof(Cases))]
    public void Result_and_gradients_equal_PyTorchs(string name) => Golden.Check(name, Runs[name.Split(' ')[0]]);

    private static int Whole(Tensor x) => (int)x[0].Item();

    private static Tensor Edges(DType dtype) => Tensor.From([-1.5, -0.25, 0.5, 1.0]).To(dtype);

    private static Tensor Ordered((Tensor Values, Tensor Positions) result) => Flat([], result.Values, result.Positions);

    private static Tensor Bytes(Tensor x, Tensor a, Tensor b) => Flat([x], a + b, a - b, a * b, a.FloorDivide(b), a.Remainder(b));

    // Results as one row in the kind of the first float; tied to the inputs, for which results without a gradient have zeros.
    private static Tensor Flat(Tensor[] inputs, params Tensor[] results)
    {
        DType dtype = inputs.Length > 0 ? inputs[0].DType : results[0].DType;
        Tensor row = Tensor.Concat([.. results.Select(result => result.To(dtype).Flatten())]);
        return inputs.Where(input => input.DType.IsFloat()).Aggregate(row, (sum, input) => sum + (0 * input.Sum()));
    }
}
