using NotebookKit.Explain;
using NotebookKit.Layers;
using NotebookKit.Models;

namespace NotebookKit.Tests.Explain;

/// <summary>What a place of a layer sees, against trying every pixel.</summary>
public class ReceptiveFieldTests
{
    public static TheoryData<string> Nets => ["plain", "strides", "same", "dilated", "pools", "fire", "residual"];

    [Theory]
    [MemberData(nameof(Nets))]
    public void A_place_sees_the_pixels_that_change_it(string name)
    {
        (Block net, string layer, int channels) = Net(name);
        const int Height = 13, Width = 11;
        ReceptiveField field = ReceptiveField.Of(net, layer, [channels, Height, Width]);

        // Positive weights, and each pixel made bright alone: whatever can reach a place does.
        foreach (Parameter parameter in net.Parameters())
        {
            parameter.Set(parameter.Detach().Abs() + 0.1);
        }

        net.IsTraining = false;
        float[] pixels = new float[Height * Width * channels * Height * Width];
        for (int pixel = 0; pixel < Height * Width; pixel++)
        {
            pixels[(pixel * channels * Height * Width) + pixel] = 1e4f;
        }

        Tensor all = Recording.Of(net, Tensor.From(pixels, [Height * Width, channels, Height, Width]), [layer])[0].Values;
        Tensor dark = Recording.Of(net, Tensor.Zeros([1, channels, Height, Width]), [layer])[0].Values;
        Tensor changed = (all - dark).Abs().Sum(1);
        Assert.Equal((changed.Shape[1], changed.Shape[2]), (field.Map.Height, field.Map.Width));
        for (int row = 0; row < changed.Shape[1]; row++)
        {
            for (int column = 0; column < changed.Shape[2]; column++)
            {
                float[] seen = changed[.., row, column].Contiguous().ToArray<float>();
                int[] where = [.. Enumerable.Range(0, seen.Length).Where(i => seen[i] > 1e-2)];
                (int top, int left) = (where.Min(i => i / Width), where.Min(i => i % Width));
                Assert.Equal(new(top, left, where.Max(i => i / Width) - top + 1, where.Max(i => i % Width) - left + 1), field.At(row, column));
            }
        }
    }

    [Fact]
    public void In_the_middle_it_is_the_size_that_arithmetic_gives()
    {
        Features28 net = new(rng: new Rng(1));
        Assert.Equal(new Pair(3, 3), ReceptiveField.Of(net, "features.2", [1, 28, 28]).Size);
        int size = ConvolutionArithmetic.ReceptiveField((3, 1), (2, 2), (3, 1), (2, 2), (3, 1));
        ReceptiveField deep = ReceptiveField.Of(net.Trunk, "10", [1, 64, 64]);
        Assert.Equal(18, size);
        Assert.Equal(new Pair(18, 18), deep.Size);
        Assert.Equal(new PatchWindow(0, 0, 11, 11), deep.At(0, 0));
        Assert.Contains("up to 18x18 of 64x64 pixels", deep.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void The_model_stays_in_its_manner()
    {
        Features28 net = new(rng: new Rng(1)) { IsTraining = true };
        ReceptiveField.Of(net, "features.6", [1, 28, 28]);
        Assert.True(net.IsTraining && net["features.1"].IsTraining);
    }

    [Fact]
    public void Bad_input_is_told()
    {
        Features28 net = new(rng: new Rng(1));
        Assert.Contains("[channels, height, width]", Assert.Throws<ArgumentException>(() => ReceptiveField.Of(net, "features.0", [1, 1, 28, 28])).Message, StringComparison.Ordinal);
        Assert.Contains("no layer called x", Assert.Throws<ArgumentException>(() => ReceptiveField.Of(net, "x", [1, 28, 28])).Message, StringComparison.Ordinal);
        Assert.Contains("no maps", Assert.Throws<ArgumentException>(() => ReceptiveField.Of(net, "classifier", [1, 28, 28])).Message, StringComparison.Ordinal);
        Assert.Contains("not known how far", Assert.Throws<ArgumentException>(() => ReceptiveField.Of(new Sequential(new GroupNorm(1, 1), new ReLU()), "1", [1, 8, 8])).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => ReceptiveField.Of(net, "features.0", [1, 28, 28]).At(28, 0));
    }

    private static (Block, string, int) Net(string name)
    {
        Rng rng = new(4);
        return name switch
        {
            "plain" => (new Sequential(new Conv2d(1, 3, 3, rng: rng), new ReLU(), new Conv2d(3, 2, (5, 3), padding: 1, rng: rng), new ReLU()), "3", 1),
            "strides" => (new Sequential(new Conv2d(3, 3, 5, 2, (2, 1), rng: rng), new ReLU(), new Conv2d(3, 2, 3, (1, 2), rng: rng), new AdaptiveAvgPool2d(1), new Flatten(), new Linear(2, 2, rng: rng)), "2", 3),
            "same" => (new Sequential(new Conv2d(1, 2, 4, padding: Padding.Same, rng: rng), new Conv2d(2, 2, 2, padding: Padding.Same, rng: rng)), "1", 1),
            "dilated" => (new Sequential(new Conv2d(1, 2, 3, padding: 2, dilation: 2, rng: rng), new Conv2d(2, 2, 3, dilation: (1, 3), rng: rng)), "1", 1),
            "pools" => (new Sequential(new Conv2d(1, 2, 3, padding: 1, rng: rng), new MaxPool2d(3, 2, ceil: true), new AvgPool2d(2, 1, 1), new MaxPool2d(2, 2, 1)), "3", 1),
            "fire" => (new Sequential(new Conv2d(1, 4, 3, 2, rng: rng), new Fire(4, 2, 3), new MaxPool2d(2)), "2", 1),
            _ => (new Sequential(new BasicBlock(2, 2, 1), new ReLU(), new BasicBlock(2, 4, 2, new Sequential(new Conv2d(2, 4, 1, 2, bias: false), new BatchNorm2d(4)))), "2", 2),
        };
    }
}
