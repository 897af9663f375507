using NotebookKit.Gradients;
using NotebookKit.Ops;

namespace NotebookKit.Ilgpu.Tests;

/// <summary>Kernels whose threads share memory, with groups of four threads: that they wait for each other where they must.</summary>
[Collection(nameof(SimulatedGpu))]
public sealed class GroupTests : IDisposable
{
    private readonly GpuDevice device = Gpu.Simulated(groupSize: 4);

    [Fact]
    public void Tiles_of_a_product_fit_together_also_where_they_are_cut_off()
    {
        Tensor a = Tensor.Normal([5, 7], rng: new Rng(1), dtype: DType.Float64);
        Tensor b = Tensor.Normal([7, 3], rng: new Rng(2), dtype: DType.Float64);
        Close.Assert(a.MatMul(b).ToArray<double>(), a.To(device).MatMul(b.To(device)).ToArray<double>(), 1e-14, "product");
        Close.Assert(
            b.Transpose().MatMul(a.Transpose()).ToArray<double>(), b.To(device).Transpose().MatMul(a.To(device).Transpose()).ToArray<double>(), 1e-14, "product of turned matrices");
    }

    [Fact]
    public void A_long_sum_made_in_parts_is_the_sum()
    {
        device.LeastDepth = 3;
        Tensor a = Tensor.Normal([3, 14], rng: new Rng(1), dtype: DType.Float64);
        Close.Assert(a.MatMul(a.Transpose()).ToArray<double>(), a.To(device).MatMul(a.To(device).Transpose()).ToArray<double>(), 1e-14, "product in parts");
        Tensor x = Tensor.Normal([1, 2, 3, 3], rng: new Rng(3), dtype: DType.Float64);
        Tensor w = Tensor.Normal([2, 1, 2, 2], rng: new Rng(4), dtype: DType.Float64);
        Close.Assert(Slope(x, w), Slope(x.To(device), w.To(device)), 1e-13, "gradient of filters in parts, two groups");

        static double[] Slope(Tensor x, Tensor w)
        {
            w = w.Detach();
            w.RequiresGrad = true;
            return Gradient.Of(x.Conv2d(w, groups: 2).Square().Sum(), [w])[0].ToArray<double>();
        }
    }

    [Fact]
    public void Rows_shared_by_threads_have_one_sum_and_one_largest_number()
    {
        Tensor x = Tensor.Normal([2, 11], rng: new Rng(5), dtype: DType.Float64);
        Close.Assert(x.Softmax().ToArray<double>(), x.To(device).Softmax().ToArray<double>(), 1e-14, "softmax");
        Close.Assert(x.LogSoftmax().ToArray<double>(), x.To(device).LogSoftmax().ToArray<double>(), 1e-14, "its logarithm");
        Tensor labels = Tensor.From([3L, 10L]);
        Assert.Equal(x.CrossEntropy(labels).Item(), x.To(device).CrossEntropy(labels.To(device)).Item(), 1e-13);
        Close.Assert(Normalised(x), Normalised(x.To(device)), 1e-12, "layer normalisation and its gradients");

        static double[] Normalised(Tensor x)
        {
            x = x.Detach();
            x.RequiresGrad = true;
            Tensor weight = Tensor.Full([11], 1.5, DType.Float64).To(x.Device);
            weight.RequiresGrad = true;
            Tensor y = LayerNorm.Apply(x, 1, weight, null, 1e-5);
            return [.. y.ToArray<double>(), .. Gradient.Of(y.Pow(3).Sum(), [x, weight]).SelectMany(gradient => gradient.ToArray<double>())];
        }
    }

    [Fact]
    public void The_plan_for_BLAS_multiplies_matrices_by_columns_in_the_same_memory()
    {
        Tensor a = Tensor.Normal([4, 3], rng: new Rng(6), dtype: DType.Float64);
        Tensor b = Tensor.Normal([3, 5], rng: new Rng(7), dtype: DType.Float64);
        foreach (Tensor left in new[] { a, a.Transpose().Contiguous().Transpose(), Tensor.Normal([4, 8], rng: new Rng(8), dtype: DType.Float64)[.., 2..5] })
        {
            foreach (Tensor right in new[] { b, b.Transpose().Contiguous().Transpose(), b[.., ..1] })
            {
                BlasPlan plan = BlasPlan.Of(left, right)!.Value;
                Close.Assert(left.MatMul(right).ToArray<double>(), ByColumns(plan, Memory(right), Memory(left)), 1e-14, $"{plan}");
            }
        }

        Assert.Null(BlasPlan.Of(Tensor.Ones([4, 6, 2])[.., .., 0], Tensor.Ones([6, 2])));

        static double[] Memory(Tensor x) => x.Storage.Span<double>()[x.Offset..].ToArray();
    }

    /// <inheritdoc/>
    public void Dispose() => device.Dispose();

    // What the documentation of BLAS says of gemm: C = op(A) op(B), all by columns.
    private static double[] ByColumns(BlasPlan plan, double[] first, double[] second)
    {
        double[] c = new double[plan.M * plan.N];
        for (int row = 0; row < plan.M; row++)
        {
            for (int column = 0; column < plan.N; column++)
            {
                for (int k = 0; k < plan.K; k++)
                {
                    double left = first[plan.TurnFirst ? (row * plan.StepFirst) + k : (k * plan.StepFirst) + row];
                    double right = second[plan.TurnSecond ? (k * plan.StepSecond) + column : (column * plan.StepSecond) + k];
                    c[(column * plan.M) + row] += left * right;
                }
            }
        }

        return c;
    }
}
