using NotebookKit.Files;
using NotebookKit.Gradients;
using NotebookKit.Tests.Architecture;

namespace NotebookKit.Tests.Ops;

/// <summary>Results and gradients that PyTorch computed, from a file that a script of tests/golden wrote.</summary>
/// <remarks>The measure is the largest error over the largest reference value: below 1e-10 in float64 and 1e-5 in float32, on every kernel variant.</remarks>
internal sealed class GoldenFile(string file)
{
    private readonly Lazy<IReadOnlyDictionary<string, NpyArray>> arrays =
        new(() => NpzFile.Read(Path.Combine(Repository.Root, "tests", "golden", file)));

    /// <summary>The names of all cases: an operation, a space, and what is special about the case.</summary>
    public IEnumerable<string> Cases =>
        arrays.Value.Keys.Where(key => key.EndsWith("/out", StringComparison.Ordinal)).Select(key => key[..^4]).Order(StringComparer.Ordinal);

    /// <summary>The operations that have cases.</summary>
    public IEnumerable<string> Operations => Cases.Select(name => name.Split(' ')[0]).Distinct();

    /// <summary>Fails unless the file's operations are the ones of a table.</summary>
    public void HoldsExactly(IEnumerable<string> operations) =>
        Assert.Equal(operations.Order(StringComparer.Ordinal), Operations.Order(StringComparer.Ordinal));

    /// <summary>Runs a case in both precisions on every kernel variant and compares result and gradients.</summary>
    /// <param name="name">The case.</param>
    /// <param name="run">The operation; its operands are the floats of the case and then its whole numbers.</param>
    /// <param name="single">The largest relative error in float32.</param>
    /// <param name="twice">The largest relative error in float64.</param>
    public void Check(string name, Func<Tensor[], Tensor> run, double single = 1e-5, double twice = 1e-10) => OpRegistry.OnEveryVariant(width =>
    {
        Compare(name, run, DType.Float64, twice, $"{name} Float64 {width}");
        Compare(name, run, DType.Float32, single, $"{name} Float32 {width}");
    });

    /// <summary>One array of the file.</summary>
    public Tensor Stored(string key) => arrays.Value[key] switch
    {
        { Values: double[] values, Sizes: var sizes } => Tensor.From(values, sizes),
        { Values: long[] values, Sizes: var sizes } => Tensor.From(values, sizes),
        var other => throw new InvalidDataException($"{key} holds {other.Values.GetType().Name}"),
    };

    private void Compare(string name, Func<Tensor[], Tensor> run, DType dtype, double tolerance, string what)
    {
        Tensor[] floats = [.. Group("in").Select(x => x.To(dtype))];
        foreach (Tensor input in floats)
        {
            input.RequiresGrad = true;
        }

        Tensor output = run([.. floats, .. Group("int"), .. Group("labels")]);
        AssertClose(Stored($"{name}/out"), output, tolerance, what);
        Tensor[] gradients = Gradient.Of(output, floats, start: Stored($"{name}/weights").To(dtype));
        for (int i = 0; i < floats.Length; i++)
        {
            AssertClose(Stored($"{name}/grad{i}"), gradients[i], tolerance, $"{what}, gradient {i}");
        }

        IEnumerable<Tensor> Group(string kind) => kind == "labels"
            ? arrays.Value.ContainsKey($"{name}/labels") ? [Stored($"{name}/labels")] : []
            : Enumerable.Range(0, 20).TakeWhile(i => arrays.Value.ContainsKey($"{name}/{kind}{i}")).Select(i => Stored($"{name}/{kind}{i}"));
    }

    /// <summary>Fails where the largest error is above a tolerance times the largest expected value.</summary>
    public static void AssertClose(Tensor expected, Tensor actual, double tolerance, string what)
    {
        Assert.Equal(expected.Shape, actual.Shape);
        double[] right = expected.ToArray<double>();
        double[] ours = actual.ToArray<double>();
        double largest = right.Select(Math.Abs).DefaultIfEmpty(0).Max();
        // A NaN counts as infinitely wrong; Max alone would skip it.
        double worst = right.Zip(ours, (a, b) => Math.Abs(a - b) is var error && double.IsNaN(error) ? double.PositiveInfinity : error).DefaultIfEmpty(0).Max();

        // Where all reference values are zeros up to rounding (the gradient of the softmax of one number), absolutely.
        Assert.True(worst <= tolerance * Math.Max(largest, 1e-2), $"{what}: off by {worst:E2}, the largest reference value is {largest:E2}");
    }
}
