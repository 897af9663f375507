namespace NotebookKit.Tests.Ops;

/// <summary>Bad input to choosing, comparing, order and whole numbers: one exception that names the operation, the shape and the mend.</summary>
public class SelectMisuseTests
{
    private static readonly Tensor X = Tensor.Zeros([2, 3]);
    private static readonly Tensor Row = Tensor.Zeros([4]);
    private static readonly Tensor Mask = Tensor.Zeros([2, 3], DType.Bool);
    private static readonly Tensor Whole = Tensor.Zeros([2, 3], DType.Int64);
    private static readonly Tensor Bytes = Tensor.Zeros([2, 3], DType.UInt8);
    private static readonly Tensor Outside = Tensor.From([7L]);
    private static readonly Tensor Empty = Tensor.Zeros([2, 0]);

    private static readonly (string Starts, string Names, Action Run)[] Table =
    [
        ("Greater:", "[2, 3] and [4]", () => _ = X > Row),
        ("Greater:", "hold Float32 and Int64; cast one with To(DType.Float32)", () => _ = X > Whole),
        ("LessOrEqual:", "[2, 3] and [4]", () => X.LessOrEqual(Row)),
        ("EqualTo:", "hold Float32 and Float64", () => X.EqualTo(X.To(DType.Float64))),
        ("NotEqualTo:", "[2, 3] and [4]", () => X.NotEqualTo(Row)),
        ("And:", "[2, 3] holds Float32; compare it first", () => _ = Mask & X),
        ("Or:", "[2, 3] holds Int64", () => _ = Whole | Mask),
        ("Xor:", "[2, 3] and [4]", () => _ = Mask ^ (Row > 0)),
        ("Not:", "[2, 3] holds UInt8", () => _ = !Bytes),
        ("AllClose:", "[2, 3] and [4]", () => X.AllClose(Row)),
        ("AllClose:", "hold Float32 and Int64", () => X.AllClose(Whole)),
        ("Where:", "[2, 3] holds Float32; compare it first", () => Tensor.Where(X, X, X)),
        ("Where:", "hold Float32 and Int64", () => Tensor.Where(Mask, X, Whole)),
        ("Where:", "[2, 3] and [4]", () => Tensor.Where(Mask, Row, Row)),
        ("Where:", "0.5 is no number that Int64 [2, 3] can hold", () => Tensor.Where(Mask, Whole, 0.5)),
        ("MaskedFill:", "300 is no number that UInt8 [2, 3] can hold", () => Bytes.MaskedFill(Mask, 300)),
        ("MaskedSelect:", "[2, 3] holds Float32", () => X.MaskedSelect(X)),
        ("Index:", "the first axes of the tensor, [2, 3], and this one is [4]", () => _ = X[Row > 0]),
        ("Index:", "indices are Int64, and these are [4] of Float32", () => _ = X[Row]),
        ("Index:", "index 7 at [0] lies outside axis 0 of [2, 3]", () => _ = X[Outside]),
        ("Index:", "the tensor [] is one number", () => _ = Tensor.Scalar(1)[Outside]),
        ("Assign:", "shapes [4] and [2, 3] do not fit", () => X[..] = Row),
        ("Assign:", "[2, 3] does not fit into [3]", () => X[0] = Tensor.Ones([2, 3])),
        ("Assign:", "Int64 [2, 3] does not go into Float32 [2, 3]", () => X[..] = Whole),
        ("Assign:", "Float64 [] does not go into Int64 [2, 3]", () => Whole.Fill(0.5)),
        ("Index:", "index 7 at [0]", () => X[Outside] = Tensor.Scalar(1)),
        ("IndexSelect:", "index 7 at [0] lies outside axis 1 of [2, 3], which has size 3", () => X.IndexSelect(1, Outside)),
        ("IndexSelect:", "takes a row of indices for axis 1 of [2, 3], and these are [2, 3]", () => X.IndexSelect(1, Whole)),
        ("Gather:", "and these are [2, 3] of Float32; cast them with To(DType.Int64)", () => X.Gather(0, X)),
        ("Gather:", "with the axes of [2, 3]", () => X.TakeAlongAxis(0, Outside)),
        ("Gather:", "and these are [1, 5] of Int64", () => X.Gather(0, Tensor.Zeros([1, 5], DType.Int64))),
        ("Scatter:", "must name one place for each number of the source, and it is [4]", () => X.Scatter(0, Whole, Row)),
        ("Scatter:", "hold Float32 and Int64", () => X.Scatter(0, Whole, Whole)),
        ("Scatter:", "index 7 at [0] lies outside axis 0 of [4]", () => Row.Scatter(0, Outside, Row)),
        ("ScatterAdd:", "and it is [4]", () => X.ScatterAdd(0, Whole, Row)),
        ("ScatterAdd:", "[2, 3] holds Bool", () => Mask.ScatterAdd(0, Whole, Mask)),
        ("Tril:", "got [4]", () => Row.Tril()),
        ("Triu:", "got [4]", () => Row.Triu()),
        ("Diagonal:", "two axes of [2, 3], and got 1 and -1", () => X.Diagonal(0, 1, -1)),
        ("Diag:", "got [1, 2, 3]", () => X.Unsqueeze(0).Diag()),
        ("Shape [-1, -1]", "negative", () => Tensor.Eye(-1)),
        ("Linspace:", "0 numbers or more", () => Tensor.Linspace(0, 1, -1)),
        ("Linspace:", "not Int64", () => Tensor.Linspace(0, 1, 2, DType.Int64)),
        ("Logspace:", "0 numbers or more", () => Tensor.Logspace(0, 1, -1)),
        ("Meshgrid:", "got [2, 3]", () => Tensor.Meshgrid(Row, X)),
        ("Tile:", "[2] must be 0 or more, one an axis of [2, 3]", () => X.Tile(2)),
        ("Tile:", "[2, -1]", () => X.Tile(2, -1)),
        ("RepeatInterleave:", "[2, 3] repeat 0 times or more", () => X.RepeatInterleave(-1)),
        ("RepeatInterleave:", "axis 0 of [2, 3] takes Int64 counts [2]", () => X.RepeatInterleave(Outside)),
        ("RepeatInterleave:", "axis 0 of [1]", () => Outside.RepeatInterleave(Tensor.From([long.MaxValue]))),
        ("Shape [2, 3]", "an axis is -2 to 1", () => X.CumSum(2)),
        ("Shape [2, 3]", "an axis is -2 to 1", () => X.CumProd(-3)),
        ("Shape [2, 3]", "an axis is -2 to 1", () => X.CumMax(2)),
        ("LogCumSumExp:", "[2, 3] holds Int64", () => Whole.LogCumSumExp(0)),
        ("Diff:", "[2, 3]", () => X.Diff(-1)),
        ("Diff:", "[2, 3] holds Bool", () => Mask.Diff()),
        ("Sort:", "the tensor [] is one number", () => Tensor.Scalar(1).Sort()),
        ("ArgSort:", "the tensor [] is one number", () => Tensor.Scalar(1).ArgSort()),
        ("TopK:", "axis 1 of [2, 3] has 3 numbers, and 4", () => X.TopK(4, 1)),
        ("KthValue:", "to 3 along axis -1 of [2, 3], and 0", () => X.KthValue(0)),
        ("Median:", "no numbers along that axis of [2, 0]", () => Empty.Median(1)),
        ("Quantile:", "from 0 to 1", () => X.Quantile(1.5)),
        ("Quantile:", "[2, 3] holds Int64; cast it", () => Whole.Quantile(0.5)),
        ("BinCount:", "this is [2, 3] of Float32", () => X.BinCount()),
        ("BinCount:", "[1] holds -1 to -1", () => Tensor.From([-1L]).BinCount()),
        ("Histogram:", "two or more edges in rising order for [2, 3]", () => X.Histogram(Tensor.From([1f, 0f]))),
        ("Histogram:", "0 bins from 0 to 0 for [2, 3]", () => X.Histogram(0)),
        ("SearchSorted:", "[2, 3] for [4]", () => X.SearchSorted(Row)),
        ("Bucketize:", "hold Int64 and Float32", () => X.Bucketize(Whole)),
        ("ArgMax:", "axis 1 of [2, 0] is empty", () => Empty.ArgMax(1)),
        ("ArgMin:", "the tensor [2, 0] is empty", () => Empty.ArgMin()),
        ("Max:", "the tensor [2, 0] is empty", () => Empty.Max()),
        ("Min:", "the tensor [2, 0] is empty", () => Empty.Min()),
        ("Add:", "works on floats, and the tensor [2, 3] holds Int64; cast it with To(DType.Float32)", () => _ = X + Whole),
        ("Add:", "[2, 3] and [2]", () => _ = Whole + Outside.Tile(2)),
        ("Multiply:", "works on floats, and the tensor [2, 3] holds Int64", () => _ = Whole * 0.5),
        ("Subtract:", "works on floats, and the tensor [2, 3] holds Bool", () => _ = Mask - Mask),
        ("Divide:", "works on floats, and the tensor [2, 3] holds Int64", () => _ = Whole / 2),
        ("Mean:", "works on floats, and the tensor [2, 3] holds Int64; cast it", () => Whole.Mean()),
        ("Mean:", "works on floats, and the tensor [2, 3] holds UInt8; cast it", () => Bytes.Mean(0)),
        ("Mean:", "works on floats, and the tensor [2, 3] holds Bool; cast it", () => Mask.Mean()),
        ("FloorDivide:", "a 0 among the divisors [2, 3] of [2, 3]", () => Whole.FloorDivide(Whole)),
        ("Remainder:", "a 0 among the divisors [] of [2, 3]", () => Bytes.Remainder(0)),
        ("Floor:", "[2, 3] holds Bool", () => Mask.Floor()),
    ];

    public static TheoryData<int> Rows => [.. Enumerable.Range(0, Table.Length)];

    [Theory]
    [MemberData(nameof(Rows))]
    public void Bad_input_is_named(int row)
    {
        (string starts, string names, Action run) = Table[row];
        ArgumentException refused = Assert.ThrowsAny<ArgumentException>(run);
        Assert.StartsWith(starts, refused.Message, StringComparison.Ordinal);
        Assert.Contains(names, refused.Message, StringComparison.Ordinal);
        Assert.Equal((0, 0), ((int)X.CountNonZero().Item(), (int)Whole.CountNonZero().Item()));
    }
}
