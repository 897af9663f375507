using NotebookKit.Data;
using NotebookKit.Layers;
using NotebookKit.Losses;
using NotebookKit.Models;
using NotebookKit.Optimizers;
using NotebookKit.Segmentation;
using NotebookKit.Training;
using Xunit.Abstractions;

namespace NotebookKit.Tests.Models;

/// <summary>Structure and properties of convolutional networks as the lectures tell them.</summary>
public class CnnStructureTests(ITestOutputHelper output)
{
    [Fact]
    [Trait("System", "CNN-SIZERED")]
    public void Each_way_to_shrink_brings_far_things_near()
    {
        // Two padded 3x3 layers see 5 pixels. With pooling between, or a stride in the first, the second sees farther ..
        int plain = ConvolutionArithmetic.ReceptiveField((3, 1), (3, 1));
        Assert.Equal(5, plain);
        Assert.Equal(8, ConvolutionArithmetic.ReceptiveField((3, 1), (2, 2), (3, 1)));
        Assert.Equal(7, ConvolutionArithmetic.ReceptiveField((3, 2), (3, 1)));

        // .. and each layer more grows the field of whatever way, unpadded ones too; these lose k - 1 pixels of the map each.
        int[] unpadded = [.. Enumerable.Range(1, 4).Select(layers => ConvolutionArithmetic.ReceptiveField([.. Enumerable.Repeat((3, 1), layers)]))];
        int[] pooled = [.. Enumerable.Range(1, 4).Select(layers => ConvolutionArithmetic.ReceptiveField([.. Enumerable.Repeat(new[] { (3, 1), (2, 2) }, layers).SelectMany(pair => pair)]))];
        int[] strided = [.. Enumerable.Range(1, 4).Select(layers => ConvolutionArithmetic.ReceptiveField([.. Enumerable.Repeat((3, 2), layers)]))];
        Assert.Equal([3, 5, 7, 9], unpadded);
        Assert.Equal([4, 10, 22, 46], pooled);
        Assert.Equal([3, 7, 15, 31], strided);
        Assert.Equal((30, 16, 16), (ConvolutionArithmetic.OutputSize(32, 3), ConvolutionArithmetic.OutputSize(32, 2, 2), ConvolutionArithmetic.OutputSize(32, 3, 2, 1)));

        // As a share of its map a unit of an unpadded layer sees more as well: the map is smaller.
        Assert.True(9.0 / (32 - 8) > 9.0 / 32);
    }

    [Fact]
    [Trait("System", "CNN-VARSIZE")]
    public void The_convolutional_part_takes_any_size_and_helpers_bring_pictures_to_one()
    {
        Sequential part = new(new Conv2d(1, 3, 3, padding: 1, rng: new Rng(1)), new ReLU(), new MaxPool2d(2), new Conv2d(3, 4, 3, rng: new Rng(2)));
        foreach ((int height, int width) in new[] { (6, 6), (9, 30), (41, 7) })
        {
            Assert.Equal(new Shape(1, 4, (height / 2) - 2, (width / 2) - 2), part.Predict(Tensor.Uniform([1, 1, height, width], rng: new Rng(3))).Shape);
        }

        Tensor picture = Tensor.Uniform([1, 1, 9, 30], rng: new Rng(4));
        Tensor resized = picture.Interpolate((28, 28), Interpolation.Linear), padded = picture.Pad(0, (0, 0), (0, 0), (9, 10), (0, 0))[.., .., .., 1..29];
        Assert.Equal((new Shape(1, 1, 28, 28), new Shape(1, 1, 28, 28)), (resized.Shape, padded.Shape));

        // A fully connected layer behind it does not: it says which size it learned with.
        Sequential whole = new CnnDesign { Features = [4] }.Build(1, 8, 10, new Rng(1));
        Assert.Equal(new Shape(2, 10), whole.Predict(Tensor.Zeros([2, 1, 8, 8])).Shape);
        Assert.Throws<ArgumentException>(() => whole.Predict(Tensor.Zeros([2, 1, 12, 12])));
        ImageHead any = new(part, 4, 10, new Rng(1));
        Assert.Equal(any.Predict(Tensor.Zeros([2, 1, 12, 12])).Shape, any.Predict(Tensor.Zeros([2, 1, 40, 9])).Shape);
    }

    [Fact]
    [Trait("System", "CNN-EQUIV")]
    public void Maps_move_with_the_picture_and_scattered_pixels_harm_only_the_network_that_looks_at_neighbours()
    {
        Tensor x = Tensor.Normal([1, 2, 14, 15], rng: new Rng(1), dtype: DType.Float64), w = Tensor.Normal([3, 2, 3, 3], rng: new Rng(2), dtype: DType.Float64);
        Tensor maps = x.Conv2d(w, padding: 1), moved = x.Roll(3, 2).Roll(2, 3).Conv2d(w, padding: 1);
        Assert.Equal(maps.Roll(3, 2).Roll(2, 3)[.., .., 5..^1, 4..^1].ToArray<double>(), moved[.., .., 5..^1, 4..^1].ToArray<double>());

        // Digits, and the same with one shuffle for all.
        Dataset digits = Datasets.Digits();
        Tensor order = Tensor.From(Array.ConvertAll(new Rng(5).Permutation(64), place => (long)place));
        Tensor scaled = digits.Inputs.To(DType.Float32) / 16, scattered = scaled.Flatten(1).IndexSelect(1, order).Reshape(-1, 1, 8, 8);
        (double plain, double shuffled) mlp = (Learn(false, scaled), Learn(false, scattered)), cnn = (Learn(true, scaled), Learn(true, scattered));
        output.WriteLine($"MLP {mlp.plain:P1} and {mlp.shuffled:P1}; CNN {cnn.plain:P1} and {cnn.shuffled:P1}");
        Assert.True(Math.Abs(mlp.plain - mlp.shuffled) < 0.025, $"{mlp}");
        Assert.True(cnn.plain - cnn.shuffled > 0.03, $"{cnn}");

        double Learn(bool convolves, Tensor pixels)
        {
            Module model = convolves
                ? new Sequential(new Conv2d(1, 12, 3, padding: 1, rng: new Rng(1)), new ReLU(), new MaxPool2d(2), new Conv2d(12, 24, 3, padding: 1, rng: new Rng(2)), new ReLU(), new MaxPool2d(4), new Flatten(), new Linear(24, 10, rng: new Rng(3)))
                : new Sequential(new Flatten(), new Linear(64, 32, rng: new Rng(1)), new ReLU(), new Linear(32, 10, rng: new Rng(2)));
            new Trainer(model, new Adam(model.Parameters()) { LearningRate = 5e-3 }) { Show = false }.Fit(new Dataset("digits", pixels[..1200], digits.Labels[..1200], digits.ClassNames), epochs: 8, batchSize: 32, rng: new Rng(4));
            return Metric.Accuracy(model.Predict(pixels[1200..]), digits.Labels[1200..]);
        }
    }

    [Fact]
    [Trait("System", "CNN-HAND")]
    public void The_rules_of_thumb_are_told_where_a_structure_breaks_them()
    {
        StructureAdvice good = StructureAdvice.Of(new CnnDesign { Features = [16, 32, 64], ConvolutionsPerStage = 2 }.Build(3, 32, 10, new Rng(1)), new Shape(1, 3, 32, 32));
        Assert.Empty(good.Warnings);
        Assert.Equal([(16, 32), (16, 32), (32, 16), (32, 16), (64, 8), (64, 8)], good.Maps.Select(one => (one.Maps, one.Height)));
        Assert.EndsWith("as is usual", good.ToString(), StringComparison.Ordinal);

        Assert.Contains("grow from 8 x 8 to 12 x 12", Only(new Conv2d(1, 4, 3, padding: 1), new Conv2d(4, 4, 3, padding: 3)), StringComparison.Ordinal);
        Assert.Contains("4 maps after 8 of 0", Only(new Conv2d(1, 8, 3, padding: 1), new Conv2d(8, 4, 3, padding: 1)), StringComparison.Ordinal);
        Assert.Contains("still 8 maps; 16 would", Only(new Conv2d(1, 8, 3, padding: 1), new MaxPool2d(2), new Conv2d(8, 8, 3, padding: 1)), StringComparison.Ordinal);
        Assert.Contains("5th convolution in a row", Only([.. Enumerable.Range(0, 5).Select(i => new Conv2d(i == 0 ? 1 : 4, 4, 3, padding: 1))]), StringComparison.Ordinal);
        Assert.Contains("64 maps after 8 at once", Only(new Conv2d(1, 4, 3, padding: 1), new Conv2d(4, 8, 3, padding: 1), new Conv2d(8, 64, 3, padding: 1)), StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => StructureAdvice.Of(new Linear(4, 2), new Shape(1, 4)));

        static string Only(params Module[] layers) => Assert.Single(StructureAdvice.Of(new Sequential(layers), new Shape(1, 1, 8, 8)).Warnings);
    }

    [Fact]
    [Trait("System", "CNN-SCRATCHCOST")]
    public void A_design_lists_every_choice_and_each_one_changes_the_network()
    {
        CnnDesign design = new();
        Assert.Equal(["layers with weights", "features per layer", "convolutions per stage", "kernel size", "architecture", "fully connected", "nonlinearity", "batch normalisation", "dropout"], design.Choices.Select(choice => choice.Name));
        CnnDesign[] others =
        [
            design with { Features = [16, 32, 64] }, design with { ConvolutionsPerStage = 2 }, design with { KernelSize = 5 }, design with { Shrinking = CnnShrinking.Stride },
            design with { Hidden = [64, 32] }, design with { Nonlinearity = CnnNonlinearity.Tanh }, design with { BatchNorm = true }, design with { Dropout = 0.5 },
        ];
        string Layers(CnnDesign one) => string.Join(", ", one.Build(1, 8, 10, new Rng(1)));
        Assert.Equal(9, others.Select(Layers).Append(Layers(design)).Distinct().Count());
        Assert.All(others, other => Assert.Contains(other.Choices.Zip(design.Choices), pair => pair.First != pair.Second));
        Assert.All(others, other => Assert.Equal(new Shape(3, 10), other.Build(1, (9, 13), 10, new Rng(1)).Predict(Tensor.Zeros([3, 1, 9, 13])).Shape));
        Assert.Equal(4, design.LayerCount);
        Assert.Equal(design.LayerCount, design.Build(1, 8, 10).Count(layer => layer is Conv2d or Linear));
    }
}
