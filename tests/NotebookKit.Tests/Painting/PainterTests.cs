using NotebookKit.Data;
using NotebookKit.Models;
using NotebookKit.Painting;
using Xunit.Abstractions;

namespace NotebookKit.Tests.Painting;

/// <summary>The painter of one pass has the published form and weights, and learns a style by the perceptual loss.</summary>
public class PainterTests(ITestOutputHelper log)
{
    [Fact]
    [Trait("System", "VIS-FASTSTYLE")]
    public void It_has_28270_weights_and_gives_pictures_of_the_size_it_got()
    {
        PainterNetwork painter = new(rng: new Rng(1)) { IsTraining = false };
        Assert.Equal(28_270, painter.ParameterCount);
        foreach ((int height, int width) in new[] { (16, 16), (17, 23), (18, 22), (20, 31) })
        {
            Tensor painted = painter.Predict(Tensor.Uniform([2, 3, height, width], rng: new Rng(2)));
            Assert.Equal(new Shape(2, 3, height, width), painted.Shape);
            Assert.InRange(painted.Max().Item(), 0, 0.5 + (150.0 / 255) + 1e-6);
        }

        Assert.Equal(1_677_638, new PainterNetwork(32).ParameterCount);
        Assert.Contains("16", Assert.Throws<ArgumentException>(() => painter.Predict(Tensor.Zeros([1, 3, 15, 20]))).Message, StringComparison.Ordinal);
        Assert.Contains("[1, 20, 20]", Assert.Throws<ArgumentException>(() => painter.Paint(Tensor.Zeros([1, 20, 20]))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_brighter_picture_of_less_contrast_is_painted_alike()
    {
        PainterNetwork painter = new(rng: new Rng(3));
        Tensor x = Tensor.Uniform([1, 3, 20, 24], rng: new Rng(4));
        Assert.True((painter.Predict(x) - painter.Predict((0.4 * x) + 0.3)).Abs().Max().Item() < 1e-3);
        Assert.True((painter.Predict(x) - painter.Predict(1 - x)).Abs().Max().Item() > 0.1);
    }

    [Fact]
    [Trait("System", "VIS-FASTSTYLE")]
    public void The_pretrained_painters_give_what_PyTorch_gives_with_their_weights()
    {
        Assert.Equal(9, Pretrained.PainterNames.Count);
        Assert.Contains("starry-night", Assert.Throws<ArgumentException>(() => Pretrained.Painter("monet")).Message, StringComparison.Ordinal);
        if (DataFinder.Default().FindLocally(DatasetTable.Weights.Single(set => set.Name == "painter-starry-night")) is null)
        {
            log.WriteLine("not checked: the painters need NOTEBOOKKIT_DATA.");
            return;
        }

        // The same layers written with torch.nn.functional in float64 (PyTorch 2.14.1), for a picture of a sine: every 131st number of the result.
        Dictionary<string, double[]> expected = new()
        {
            ["starry-night"] = [0.206831, 0.18927, 0.186262, 0.132302, 0.302817, 0.312717, 0.392901, 0.25683, 0.365888, 0.229599, 0.204492, 0.113131, 0.346446],
            ["red-vineyards"] = [0.453378, 0.737319, 0.649382, 0.507561, 0.530433, 0.532501, 0.57175, 0.414578, 0.478994, 0.357657, 0.501706, 0.350887, 0.480412],
        };
        Tensor wave = Tensor.From([.. Enumerable.Range(0, 3 * 22 * 25).Select(i => (float)Math.Abs(Math.Sin(i * 0.37)))], new Shape(1, 3, 22, 25));
        foreach ((string name, double[] numbers) in expected)
        {
            PainterNetwork painter = Pretrained.Painter(name);
            Assert.False(painter.IsTraining);
            float[] painted = painter.Predict(wave).ToArray<float>();
            Assert.All(numbers.Select((number, i) => (number, painted[131 * i])), pair => Assert.Equal(pair.number, pair.Item2, 1e-5));
        }

        Assert.All(Pretrained.PainterNames, name => Assert.Equal(28_270, Pretrained.Painter(name).ParameterCount));
    }

    [Fact]
    public void A_mirrored_margin_repeats_no_edge_pixel()
    {
        Tensor x = Tensor.Arange(0, 6).Reshape(1, 1, 2, 3);
        Assert.Equal([4, 3, 4, 5, 4, 1, 0, 1, 2, 1, 4, 3, 4, 5, 4, 1, 0, 1, 2, 1], new ReflectionPad2d(1).Forward(x).ToArray<float>());
        Assert.Throws<ArgumentException>(() => new ReflectionPad2d(2).Forward(x));
    }

    [Fact]
    [Trait("System", "VIS-FASTSTYLE")]
    public void A_painter_learns_a_style_from_patches_and_then_paints_in_one_pass()
    {
        Tensor style = Stripes(3), photo = Stripes(9);
        PainterTrainer trainer = new(Eyes.Small(dtype: DType.Float32)) { PhotoSize = 40, PatchSize = 16, StyleSize = 40, Steps = 60, BatchSize = 2, StyleWeight = 5, LearningRate = 1e-2 };
        IReadOnlyList<PaintingStep> Learn(PainterNetwork painter) => trainer.Train(painter, style, [photo], new Rng(5));
        PainterNetwork painter = new(2, 1, new Rng(6)), twin = new(2, 1, new Rng(6));
        IReadOnlyList<PaintingStep> steps = Learn(painter);
        Assert.Equal(60, steps.Count);
        Assert.True(steps.Skip(50).Average(step => step.Total) < steps.Take(5).Average(step => step.Total) / 2, $"{steps[0]} {steps[^1]}");
        Assert.False(painter.IsTraining);
        Assert.Equal(new Shape(3, 40, 40), painter.Paint(photo).Shape);
        Learn(twin);
        Assert.Equal(painter.Paint(photo).ToArray<float>(), twin.Paint(photo).ToArray<float>());
        Assert.Contains("larger", Assert.Throws<ArgumentException>(() => (trainer with { PatchSize = 64 }).Train(painter, style, [photo])).Message, StringComparison.Ordinal);
        Assert.Contains("none", Assert.Throws<ArgumentException>(() => trainer.Train(painter, style, [])).Message, StringComparison.Ordinal);
    }

    private static Tensor Stripes(int period) => Tensor.From(
        [.. from c in Enumerable.Range(0, 3) from y in Enumerable.Range(0, 40) from x in Enumerable.Range(0, 40) select (float)(0.5 + (0.4 * Math.Sin((2 * Math.PI * (x + (c * y)) / period) + c)))], new Shape(3, 40, 40));
}
