using NotebookKit.Gradients;
using NotebookKit.Layers;
using NotebookKit.Segmentation;

namespace NotebookKit.Tests.Segmentation;

/// <summary>Shapes, counts and exact equalities of the networks for segmentation; no training.</summary>
public class NetworkTests
{
    private static readonly MirrorStage[] Small = [new(2, 4), new(1, 6), new(2, 8)];

    [Fact]
    [Trait("System", "SEG-FCN")]
    public void An_FCN_labels_every_pixel_of_a_picture_of_any_size()
    {
        foreach ((int skips, int height, int width) in new[] { (0, 32, 32), (1, 37, 50), (2, 33, 65), (2, 7, 19), (0, 1, 40) })
        {
            Fcn model = Fcn.Small(3, 5, skips, new Rng(1));
            Tensor scores = model.Predict(Tensor.Uniform([2, 3, height, width], rng: new Rng(2)));
            Assert.Equal(new Shape(2, 5, height, width), scores.Shape);
            Assert.All(scores.Softmax(1).Sum(1).ToArray<float>(), sum => Assert.Equal(1, sum, 1e-5));
        }

        Assert.Contains("Unsqueeze(0)", Assert.Throws<ArgumentException>(() => Fcn.Small(3, 5).Forward(Tensor.Zeros([3, 8, 8]))).Message, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Golden", "G-STRIDES")]
    public void Zero_one_and_two_skips_have_strides_of_32_16_and_8()
    {
        Assert.Equal([32, 16, 8], Enumerable.Range(0, 3).Select(skips => Fcn.Small(1, 2, skips).Stride));
        foreach (int skips in new[] { 0, 1, 2 })
        {
            // What the last layer is given is that much smaller than the picture.
            ConvTranspose2d last = Fcn.Small(1, 2, skips, new Rng(1)).Children().Where(child => child.Name == "last").Select(child => (ConvTranspose2d)child.Child).Single();
            Assert.Equal((2 * (32 >> skips), new Shape(1, 2, 64, 64)), (last.Weight.Shape[2], last.Forward(Tensor.Zeros([1, 2, 64 / (32 >> skips), 64 / (32 >> skips)])).Shape));
        }

        // A new skip adds nothing at first: FCN-8s begins as FCN-32s but for bilinear enlargement in steps.
        Tensor x = Tensor.Uniform([1, 1, 64, 64], rng: new Rng(3));
        float[] none = Fcn.Small(1, 2, 0, new Rng(4)).Predict(x).ToArray<float>(), two = Fcn.Small(1, 2, 2, new Rng(4)).Predict(x).ToArray<float>();
        Assert.Equal(none[(32 * 64) + 32], two[(32 * 64) + 32], 0.3 * none.Max(Math.Abs));
    }

    [Fact]
    public void Enlargement_begins_as_bilinear_interpolation()
    {
        Tensor x = Tensor.Uniform([1, 2, 5, 6], rng: new Rng(1));
        Tensor ours = BilinearUp.Layer(2, 4).Predict(x), right = x.Interpolate((20, 24), Interpolation.Linear);
        Assert.Equal(ours.Shape, right.Shape);
        Assert.All((ours - right)[.., .., 2..^2, 2..^2].ToArray<float>(), difference => Assert.Equal(0, difference, 1e-6));
        double[] kernel = BilinearUp.Kernel(4).ToArray<double>();
        Assert.All(Enumerable.Range(0, 4), i => Assert.Equal(1, kernel[i] + kernel[i + 4], 1e-15));
    }

    [Fact]
    public void An_unpadded_UNet_has_the_papers_sizes()
    {
        UNet paper = new(1, 2, width: 8, padded: false, rng: new Rng(1));
        Assert.Equal(485_682, paper.ParameterCount);
        Assert.Equal(388, paper.OutputSize(572));
        Assert.Contains("572 would fit", Assert.Throws<ArgumentException>(() => paper.OutputSize(570)).Message, StringComparison.Ordinal);
        foreach (int size in Enumerable.Range(90, 60))
        {
            ArgumentException? refused = null;
            UNet small = new(1, 2, 2, 2, padded: false, rng: new Rng(1));
            int expected = -1;
            try
            {
                expected = small.OutputSize(size);
            }
            catch (ArgumentException e)
            {
                refused = e;
            }

            Assert.Equal(size % 4 != 0, refused is not null);
            if (size is 92 or 96)
            {
                Assert.Equal(new Shape(1, 2, expected, expected), small.Predict(Tensor.Zeros([1, 1, size, size])).Shape);
            }
        }
    }

    [Theory]
    [InlineData(0, 5, 9)]
    [InlineData(1, 7, 8)]
    [InlineData(3, 33, 50)]
    [InlineData(4, 17, 16)]
    public void A_UNet_of_any_depth_gives_back_the_size_of_the_picture_and_concatenates(int depth, int height, int width)
    {
        UNet model = new(3, 4, depth, 4, normalised: true, rng: new Rng(1));
        Assert.Equal(new Shape(2, 4, height, width), model.Predict(Tensor.Uniform([2, 3, height, width], rng: new Rng(2))).Shape);
        Conv2d[] ways = [.. model.Children().Where(child => child.Name.StartsWith("up.", StringComparison.Ordinal)).Select(child => (Conv2d)((Sequential)child.Child)[0])];
        Assert.Equal(Enumerable.Range(0, depth).Select(level => (2 * (4 << level), 4 << level)), ways.Select(layer => (layer.Weight.Shape[1], layer.Weight.Shape[0])));
    }

    [Theory]
    [InlineData(WayUp.Positions, 32, 24)]
    [InlineData(WayUp.Positions, 21, 35)]
    [InlineData(WayUp.Transposed, 19, 30)]
    [InlineData(WayUp.Nearest, 23, 9)]
    [Trait("System", "SEG-ENCDEC")]
    public void A_decoder_is_the_mirror_image_of_its_encoder(WayUp way, int height, int width)
    {
        MirrorPlan plan = new("small", Small, way);
        IReadOnlyList<MirrorMap> maps = plan.Shapes(3, 5, (height, width));
        Assert.Equal((3, 5), (maps[0].Channels, maps[^1].Channels));
        Assert.Equal(maps.Skip(1).SkipLast(1).Select(map => (map.Channels, map.Height, map.Width)), maps.Reverse().Skip(1).SkipLast(1).Select(map => (map.Channels, map.Height, map.Width)));

        // The network itself has these shapes, layer after layer.
        EncoderDecoder model = plan.Build(3, 5, new Rng(1));
        Assert.Equal(new Shape(2, 5, height, width), model.Predict(Tensor.Uniform([2, 3, height, width], rng: new Rng(2))).Shape);
        (int, int, int)[] convolutions = [.. ModuleSummary.Of(model, new Shape(1, 3, height, width)).Layers
            .Where(layer => layer.Layer.StartsWith("Conv2d", StringComparison.Ordinal))
            .Select(layer => (layer.Name, Shape: layer.Output!.Value)).OrderBy(layer => layer.Name.StartsWith("decoder", StringComparison.Ordinal) ? 10 - int.Parse(layer.Name.Split('.')[1]) : 0)
            .Select(layer => (layer.Shape[1], layer.Shape[2], layer.Shape[3]))];
        Assert.Equal(maps.Where(map => map.Layer == "convolution").Select(map => (map.Channels, map.Height, map.Width)), convolutions);
    }

    [Fact]
    [Trait("System", "SEG-SEGNET")]
    [Trait("Golden", "G-SEGNET")]
    public void SegNet_has_13_convolutions_each_way_and_sends_positions_across()
    {
        Assert.Equal(13, MirrorPlan.SegNet.EncoderConvolutions);
        EncoderDecoder thin = MirrorPlan.SegNet.Thinner(1.0 / 32).Build(3, 4, new Rng(1));
        LayerSummary[] layers = [.. ModuleSummary.Of(thin, new Shape(1, 3, 32, 32)).Layers];
        Assert.Equal(13, layers.Count(layer => layer.Name.StartsWith("encoder", StringComparison.Ordinal) && layer.Layer.StartsWith("Conv2d", StringComparison.Ordinal)));
        Assert.Equal(13, layers.Count(layer => layer.Name.StartsWith("decoder", StringComparison.Ordinal) && layer.Layer.StartsWith("Conv2d", StringComparison.Ordinal)));
        Assert.Equal(5, layers.Count(layer => layer.Layer == "MaxUnpool2d()"));

        // With kernels that change nothing, what comes out is each maximum back in its place and nothing else.
        EncoderDecoder plain = (new MirrorPlan("plain", [new(1, 1)], WayUp.Positions) with { Normalised = false }).Build(1, 1);
        Tensor pass = Tensor.Wrap([0f, 0, 0, 0, 1, 0, 0, 0, 0], [1, 1, 3, 3]);
        foreach (Parameter parameter in plain.Parameters())
        {
            parameter.Set(parameter.Shape.Rank == 4 ? pass : Tensor.Zeros(parameter.Shape));
        }

        Tensor x = Tensor.Wrap([1f, 2, 5, 4, 3, 0, 6, 7], [1, 1, 2, 4]);
        Assert.Equal([0f, 0, 0, 0, 3, 0, 0, 7], plain.Predict(x).ToArray<float>());
        EncoderDecoder nearest = (new MirrorPlan("plain", [new(1, 1)], WayUp.Nearest) with { Normalised = false }).Build(1, 1);
        nearest.Load(plain.State());
        Assert.Equal([3f, 3, 7, 7, 3, 3, 7, 7], nearest.Predict(x).ToArray<float>());
    }

    [Fact]
    [Trait("System", "SEG-DECONV")]
    public void DeconvNet_is_symmetric_about_its_fully_connected_middle()
    {
        IReadOnlyList<MirrorMap> maps = MirrorPlan.DeconvNet.Shapes(3, 21, 224);
        Assert.Equal(maps.Skip(1).SkipLast(1).Select(map => (map.Channels, map.Height)), maps.Reverse().Skip(1).SkipLast(1).Select(map => (map.Channels, map.Height)));
        Assert.Equal([new MirrorMap("pooling", 512, 7, 7), new("convolution", 4096, 1, 1), new("convolution", 4096, 1, 1), new("deconvolution", 512, 7, 7), new("unpooling", 512, 14, 14)], maps.Skip(18).Take(5));
        Assert.Equal(new MirrorMap("deconvolution", 21, 224, 224), maps[^1]);

        MirrorPlan thin = MirrorPlan.DeconvNet.Thinner(1.0 / 64) with { Middle = (2, 8) };
        EncoderDecoder model = thin.Build(3, 6, new Rng(1));
        Assert.Equal(new Shape(1, 6, 64, 70), model.Predict(Tensor.Uniform([1, 3, 64, 70], rng: new Rng(2))).Shape);
        Assert.Equal(13 + 1, ModuleSummary.Of(model, new Shape(1, 3, 64, 64)).Layers.Count(layer => layer.Layer.StartsWith("ConvTranspose2d", StringComparison.Ordinal)));
        Assert.Contains("224 pixels a side", Assert.Throws<ArgumentException>(() => MirrorPlan.DeconvNet.Shapes(3, 21, 200)).Message, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("System", "SEG-SLIDE")]
    public void One_pass_gives_the_numbers_of_the_sliding_window_for_a_fraction_of_the_work()
    {
        PatchClassifier model = new(2, 3, [4, 5], 8, left: 2, rng: new Rng(1));
        Assert.Equal(14, model.Patch);
        Tensor x = Tensor.Uniform([1, 2, 19, 21], rng: new Rng(2));
        using IDisposable off = Gradient.Off();
        Tensor slid = model.Slide(x), once = model.Everywhere(x);
        Assert.Equal(new Shape(1, 3, 6, 8), slid.Shape);
        Assert.Equal(slid.Shape, once.Shape);
        Assert.All((slid - once).ToArray<float>(), difference => Assert.Equal(0, difference, 1e-5));

        // A patch is counted by the layers themselves: 2 for each multiplication with its addition.
        (long sliding, long pass) = model.Multiplications((19, 21));
        long patch = (4 * 2 * 9 * 12 * 12) + (5 * 4 * 9 * 4 * 4) + (5 * 2 * 2 * 8) + (8 * 3);
        Assert.Equal(48 * patch, sliding);
        Assert.Equal((4 * 2 * 9 * 17 * 19) + (5 * 4 * 9 * 12 * 14) + (48 * ((5 * 2 * 2 * 8) + (8 * 3))), pass);
        (sliding, pass) = new PatchClassifier(3, 2, [16, 32], 64).Multiplications((128, 128));
        Assert.InRange((double)sliding / pass, 10, 200);
    }

    [Fact]
    [Trait("System", "SEG-ATROUS")]
    public void Atrous_layers_see_far_with_few_weights_and_lose_no_pixel()
    {
        IReadOnlyList<FieldOfViewRow> table = FieldOfView.Table(4);
        Assert.Equal([(9, 36, 1), (31, 36, 8), (38, 36, 8), (31, 36, 1), (31, 961, 1)], table.Select(row => (row.Field, row.Weights, row.Stride)));

        // Measured: where the gradient of the middle unit is not zero.
        int[] rates = [1, 2, 4, 8];
        Tensor x = Tensor.Zeros([1, 1, 41, 41]);
        x.RequiresGrad = true;
        Tensor y = rates.Aggregate(x, (maps, rate) => maps.Conv2d(Tensor.Ones([1, 1, 3, 3]), padding: rate, dilation: rate));
        Assert.Equal(x.Shape, y.Shape);
        y[0, 0, 20, 20].Backward();
        int[] seen = [.. x.Grad!.ToArray<float>().Select((gradient, p) => (gradient, p)).Where(one => one.gradient != 0).Select(one => one.p % 41)];
        Assert.Equal(table[3].Field, seen.Max() - seen.Min() + 1);
        Assert.Equal(31, FieldOfView.Atrous(rates));
    }

    [Fact]
    public void A_pyramid_looks_with_several_reaches_and_keeps_the_size()
    {
        AtrousPyramid pyramid = new(4, 6, [2, 3], new Rng(1));
        Tensor x = Tensor.Uniform([2, 4, 9, 11], rng: new Rng(2));
        Assert.Equal(new Shape(2, 6, 9, 11), pyramid.Predict(x).Shape);
        Assert.Equal((4 * 6) + 6 + (4 * 6) + 6 + (2 * ((4 * 6 * 9) + 6)) + (4 * 6 * 6) + 6, pyramid.ParameterCount);

        // The mean of the picture reaches every pixel from everywhere; without it a far corner would not matter.
        Tensor changed = x.Clone();
        changed[0, 0, 0, 0] = Tensor.Scalar(50);
        Assert.NotEqual(pyramid.Predict(x)[0, .., 8, 10].ToArray<float>(), pyramid.Predict(changed)[0, .., 8, 10].ToArray<float>());
    }

    [Fact]
    [Trait("System", "SEG-SHARP")]
    public void A_refinement_doubles_the_resolution()
    {
        RefinementModule refine = new(8, 24, 6, new Rng(1));
        Assert.Equal(new Shape(2, 6, 14, 18), refine.Forward(Tensor.Uniform([2, 8, 7, 9], rng: new Rng(2)), Tensor.Uniform([2, 24, 7, 9], rng: new Rng(3))).Shape);
        Assert.Throws<ArgumentException>(() => refine.Forward(Tensor.Zeros([1, 8, 7, 9]), Tensor.Zeros([1, 24, 14, 18])));
        Assert.Equal(new Shape(1, 2, 21, 30), new SharpMask(1, 2, [4, 8, 8], rng: new Rng(1)).Predict(Tensor.Uniform([1, 1, 21, 30], rng: new Rng(2))).Shape);
    }
}
