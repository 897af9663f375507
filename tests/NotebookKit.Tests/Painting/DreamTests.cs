using NotebookKit.Layers;
using NotebookKit.Models;
using NotebookKit.Painting;

namespace NotebookKit.Tests.Painting;

/// <summary>Dreams: a layer grows louder, sizes are exact, and tiles leave no seam.</summary>
public class DreamTests
{
    [Fact]
    [Trait("System", "VIS-DREAM")]
    public void The_layer_becomes_at_least_twice_as_loud()
    {
        Features28 model = Pretrained.Features28();
        Tensor photo = Tensor.Uniform([1, 1, 32, 40], 0.4, 0.6, new Rng(1)).Contiguous();
        DreamedPicture dream = new DeepDream { Layers = ["features.10"], Octaves = 2, Jitter = 2, StepSize = 0.05, GradientBlur = 0 }.Dream(new Sequential([("features", Maps(model))]), photo, new Rng(1));
        Assert.True(dream.After > 2 * dream.Before, dream.ToString());
        Assert.Equal(photo.Shape, dream.Picture.Shape);
        Assert.All(dream.Picture.ToArray<float>(), pixel => Assert.InRange(pixel, 0, 1));
        Assert.Equal(20, dream.Strengths.Count);
        Assert.True(dream.Strengths[9] > dream.Strengths[0] && dream.Strengths[19] > dream.Strengths[10]);

        // The strength is the norm over the root of the count.
        Tensor features = Maps(model).Features(photo, "10")["10"];
        Assert.Equal(features.Norm().Item() / Math.Sqrt(features.Count), dream.Before, 1e-5);
    }

    [Fact]
    public void A_step_follows_the_gradient_of_half_the_mean_square()
    {
        // One linear layer y = w x (1x1 convolution): d(1/2 mean y^2)/dx is proportional to x, so a normalised step is step x / rms(x).
        Sequential model = new(new Conv2d(1, 1, 1, bias: false, rng: new Rng(1), dtype: DType.Float64));
        Tensor photo = Tensor.Uniform([1, 1, 32, 48], 0.2, 0.6, new Rng(1), DType.Float64);
        DreamedPicture dream = new DeepDream { Layers = ["0"], Octaves = 1, Steps = 1, GradientBlur = 0, Jitter = 5 }.Dream(model, photo, new Rng(1));
        Assert.True(dream.Picture.AllClose(photo + (photo / photo.Square().Mean().Sqrt() * 0.02), 1e-9, 1e-9));

        // The layer looks at single pixels, so tiles must give the same, bit by bit or nearly so.
        DreamedPicture tiled = new DeepDream { Layers = ["0"], Octaves = 1, Steps = 1, GradientBlur = 0, Jitter = 5, TileSize = 16 }.Dream(model, photo, new Rng(1));
        Assert.True(tiled.Picture.AllClose(dream.Picture, 1e-9, 1e-9));
        Assert.Equal(dream.Strengths[0], tiled.Strengths[0], 9);
    }

    [Fact]
    public void Tiles_with_a_real_layer_differ_at_their_borders_only()
    {
        Sequential model = new(new Conv2d(1, 3, 3, padding: 1, rng: new Rng(1), dtype: DType.Float64), new ReLU());
        Tensor photo = Tensor.Uniform([1, 1, 32, 64], 0.2, 0.6, new Rng(1), DType.Float64);
        DeepDream plain = new() { Layers = ["1"], Octaves = 1, Steps = 1, GradientBlur = 0, Jitter = 0 };
        Tensor whole = plain.Dream(model, photo).Picture, tiled = (plain with { TileSize = 32 }).Dream(model, photo).Picture;

        // Two tiles of 32 columns: a 3x3 convolution reaches two pixels across the cut, back and forth; all else has the same course.
        Tensor ratio = (tiled - photo) / (whole - photo);
        double inside = ratio[0, 0, 10, 10].Item();
        Assert.True((ratio[.., .., .., ..29] - inside).Abs().Max().Item() < 1e-6);
        Assert.True((ratio[.., .., .., 35..] - inside).Abs().Max().Item() < 1e-6);
        Assert.True((ratio[.., .., .., 31..33] - inside).Abs().Max().Item() > 1e-3);
    }

    [Theory]
    [InlineData(100, 70, 3, 1.4)]
    [InlineData(301, 449, 5, 1.3)]
    [InlineData(28, 28, 1, 2)]
    public void Octaves_have_the_sizes_of_the_formula_and_end_with_the_picture(int height, int width, int octaves, double scale)
    {
        IReadOnlyList<Pair> sizes = DeepDream.Sizes((height, width), octaves, scale);
        Assert.Equal(octaves, sizes.Count);
        Assert.Equal(new Pair(height, width), sizes[^1]);
        Assert.All(Enumerable.Range(0, octaves), k =>
        {
            Assert.Equal((int)Math.Round(height / Math.Pow(scale, octaves - 1 - k)), sizes[k].Height);
            Assert.Equal((int)Math.Round(width / Math.Pow(scale, octaves - 1 - k)), sizes[k].Width);
        });
    }

    [Fact]
    public void Parts_of_an_axis_are_whole_and_nearly_equal()
    {
        foreach ((int length, int wanted) in new[] { (100, 512), (512, 512), (700, 512), (900, 512), (1000, 128), (33, 16) })
        {
            int[] cuts = DeepDream.Cuts(length, wanted);
            Assert.Equal((0, length), (cuts[0], cuts[^1]));
            int[] parts = [.. cuts.Skip(1).Zip(cuts, (end, begin) => end - begin)];
            Assert.InRange(parts.Max() - parts.Min(), 0, 1);
            Assert.InRange(parts.Max(), 1, Math.Max((1.5 * wanted) + 1, length < wanted ? length : 0));
        }
    }

    [Fact]
    public void An_even_picture_stays_even_in_another_size()
    {
        foreach (Pair size in new Pair[] { (7, 9), (50, 20), (1, 1) })
        {
            Tensor other = DeepDream.Resized(Tensor.Full([1, 3, 20, 30], 0.4, DType.Float64), size);
            Assert.Equal(new Shape(1, 3, size.Height, size.Width), other.Shape);
            Assert.All(other.ToArray<double>(), pixel => Assert.Equal(0.4, pixel, 12));
        }
    }

    [Fact]
    public void Every_step_is_shown_a_seed_decides_and_the_model_is_as_it_was()
    {
        Sequential model = new(new Conv2d(1, 3, 3, rng: new Rng(1)), new ReLU(), new Conv2d(3, 2, 3, rng: new Rng(2)));
        model.Forward(Tensor.Uniform([1, 1, 8, 8], rng: new Rng(3))).Sum().Backward();
        float[][] gradients = [.. model.Parameters().Select(p => p.Grad!.ToArray<float>())];
        Tensor photo = Tensor.Uniform([1, 1, 24, 32], rng: new Rng(1));
        List<(int, int, Shape)> seen = [];
        DeepDream dream = new() { Layers = ["1", "2"], Octaves = 2, OctaveScale = 2, Steps = 3, Jitter = 3, Watch = frame => seen.Add((frame.Octave, frame.Step, frame.Picture.Shape)) };
        float[] one = dream.Dream(model, photo, new Rng(1)).Picture.ToArray<float>();
        Assert.Equal([(0, 1), (0, 2), (0, 3), (1, 1), (1, 2), (1, 3)], seen.Select(frame => (frame.Item1, frame.Item2)));
        Assert.Equal([new Shape(1, 1, 12, 16), new Shape(1, 1, 24, 32)], seen.Select(frame => frame.Item3).Distinct());
        Assert.Equal(one, dream.Dream(model, photo, new Rng(1)).Picture.ToArray<float>());
        Assert.NotEqual(one, dream.Dream(model, photo, new Rng(2)).Picture.ToArray<float>());
        Assert.Equal(gradients, model.Parameters().Select(p => p.Grad!.ToArray<float>()));
        Assert.True(model.IsTraining);
        Assert.All(model.Parameters(), parameter => Assert.True(parameter.RequiresGrad));
    }

    [Fact]
    public void What_does_not_fit_is_said()
    {
        Sequential model = new(new Conv2d(1, 3, 3, rng: new Rng(1)));
        Tensor photo = Tensor.Uniform([1, 1, 24, 32], rng: new Rng(1));
        DeepDream dream = new() { Layers = ["0"], Octaves = 1, Steps = 1 };
        Assert.Contains("one picture", Assert.Throws<ArgumentException>(() => dream.Dream(model, Tensor.Concat([photo, photo]))).Message);
        Assert.Contains("Unsqueeze(0)", Assert.Throws<ArgumentException>(() => dream.Dream(model, photo[0])).Message);
        Assert.Contains("no layer called 5", Assert.Throws<ArgumentException>(() => (dream with { Layers = ["5"] }).Dream(model, photo)).Message);
        Assert.Contains("these are", Assert.Throws<ArgumentException>(() => (dream with { Layers = [] }).Dream(model, photo)).Message);
        Assert.Contains("these are", Assert.Throws<ArgumentException>(() => (dream with { TileSize = 4 }).Dream(model, photo)).Message);
        Assert.Contains("take fewer", Assert.Throws<ArgumentException>(() => DeepDream.Sizes((24, 32), 20)).Message);
        Assert.Contains("scale is above 1", Assert.Throws<ArgumentException>(() => DeepDream.Sizes((24, 32), 2, 1)).Message);
        Assert.Contains("Block", Assert.Throws<ArgumentException>(() => dream.Dream(new ReLU(), photo)).Message);
    }

    // Without the last pooling and the head the network takes pictures of any size.
    private static Sequential Maps(Features28 model) => new([.. model.Trunk.Take(11)]) { IsTraining = false };
}
