using NotebookKit.Ops;
using NotebookKit.Tests.Ops;

namespace NotebookKit.Tests.Sparse;

/// <summary>Sparse products and their gradients against PyTorch's, which tests/golden/make_sparse.py wrote down.</summary>
[Collection(nameof(OneAtATime))]
public class SparseGoldenTests
{
    private static readonly GoldenFile Golden = new("sparse.npz");

    private static readonly Dictionary<string, Func<Tensor[], Tensor>> Runs = new()
    {
        ["sparse-linear"] = x => x[0].SparseLinear(x[1], Places(x[3..]), x[2]),
        ["sparse-weights"] = x => SparseWeights.Apply(x[0], x[1], Places(x[2..])),
    };

    public static TheoryData<string> Cases => [.. Golden.Cases];

    [Fact]
    public void Every_operation_of_the_file_is_run() => Golden.HoldsExactly(Runs.Keys);

    [Theory]
    [MemberData(nameof(Cases))]
    public void Result_and_gradients_equal_PyTorchs(string name) => Golden.Check(name, Runs[name.Split(' ')[0]]);

    // Rows, columns, and the sizes.
    private static Connections Places(Tensor[] ints)
    {
        long[] rows = ints[0].ToArray<long>(), columns = ints[1].ToArray<long>(), sizes = ints[2].ToArray<long>();
        return new((int)sizes[0], (int)sizes[1], rows.Zip(columns, (row, column) => ((int)column, (int)row)));
    }
}
