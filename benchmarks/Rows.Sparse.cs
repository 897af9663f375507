using NotebookKit.Gradients;
using NotebookKit.Layers;
using NotebookKit.Memory;
using NotebookKit.Sparse;
using SparseLayer = NotebookKit.Sparse.SparseLinear;

namespace NotebookKit.Benchmarks;

/// <content>Sparse layers against the dense one of the same size; the peer's are its compressed rows.</content>
internal static partial class Rows
{
    private const int Units = 2048;

    private static IEnumerable<Row> Sparse()
    {
        foreach (bool back in new[] { false, true })
        {
            string way = back ? "f+b" : "f";
            Linear dense = new(Units, Units, rng: new Rng(1));
            yield return Layer($"dense layer {Units} B64 {way}", dense, 4L * dense.ParameterCount, back);
            foreach (int percent in new[] { 1, 5, 20 })
            {
                SparseLayer sparse = new(Topology.Random(Units, Units, percent / 100.0, new Rng(1)), rng: new Rng(1));
                yield return Layer($"sparse layer {Units} {percent} % B64 {way}", sparse, sparse.Bytes, back);
            }
        }
    }

    private static Row Layer(string name, Module layer, long bytes, bool back)
    {
        Tensor input = Numbers(64, Units);
        input.RequiresGrad = back;
        return new Row(
            name,
            () =>
            {
                using BufferScope scope = new();
                using IDisposable? off = back ? null : Gradient.Off();
                Tensor output = layer.Forward(input);
                if (back)
                {
                    output.Backward(output.Detach());
                    input.ZeroGradient();
                    layer.ZeroGrad();
                }
            },
            Note: $"{bytes / 1e6:F1} MB");
    }
}
