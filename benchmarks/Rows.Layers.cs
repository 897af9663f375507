using NotebookKit.Gradients;
using NotebookKit.Layers;
using NotebookKit.Memory;

namespace NotebookKit.Benchmarks;

/// <content>Normalisation, recurrent networks and a transformer block.</content>
internal static partial class Rows
{
    private static IEnumerable<Row> Layers() =>
    [
        Learned("batch norm N32 C64 32x32 f+b", new BatchNorm2d(64), Images(32, 64, 32, 32), 1),
        Learned("layer norm 4096x512 f+b", new LayerNorm(512), Numbers(4096, 512), 1),
        Learned("LSTM T64 B32 H256 f", new Lstm(256, 256), Numbers(64, 32, 256), 1, 1.2, back: false),
        Learned("LSTM T64 B32 H256 f+b", new Lstm(256, 256), Numbers(64, 32, 256), 1, 1.2),
        Learned("GRU T64 B32 H256 f+b", new Gru(256, 256), Numbers(64, 32, 256), 1),
        Learned("transformer block d128 h4 T128 B16 f+b", new TransformerBlock(128, 4), Numbers(16, 128, 128), 1.1, 1.6),
    ];

    private static Row Learned(string name, Module layer, Tensor input, double floor, double goal = 0, bool back = true)
    {
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
            0,
            floor,
            goal);
    }

    private static Tensor Numbers(params int[] sizes) => Tensor.Uniform(sizes, rng: new Rng(1));
}
