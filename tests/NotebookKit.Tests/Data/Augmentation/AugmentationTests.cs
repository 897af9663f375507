using NotebookKit.Data;
using NotebookKit.Tests.Ops;

namespace NotebookKit.Tests.Data;

/// <summary>Changes of images: nothing at strength 0, sizes and labels kept, the same for any number of threads.</summary>
[Collection(nameof(OneAtATime))]
public class AugmentationTests
{
    private static readonly GoldenFile Golden = new("augment.npz");
    private static readonly ColorPca Colours = ColorPca.Of(Tensor.Uniform([4, 3, 5, 6], rng: new Rng(9)));

    private static readonly Dictionary<string, (Augmentation None, Augmentation Some)> All = new()
    {
        ["rotate"] = (new RandomAffine(), new RandomAffine { Rotation = 30 }),
        ["translate"] = (new RandomAffine(), new RandomAffine { Translation = 0.3 }),
        ["scale"] = (new RandomAffine(), new RandomAffine { Scale = 0.3 }),
        ["shear"] = (new RandomAffine(), new RandomAffine { Shear = 20 }),
        ["affine, nearest, mirrored"] = (new RandomAffine { Interpolation = Interpolation.Nearest, Border = Border.Reflect }, new RandomAffine { Rotation = 30, Scale = 0.2, Interpolation = Interpolation.Nearest, Border = Border.Reflect }),
        ["flip"] = (new RandomFlip { Probability = 0 }, new RandomFlip { Probability = 1 }),
        ["upside down"] = (new RandomFlip { Probability = 0, Vertical = true }, new RandomFlip { Probability = 1, Vertical = true }),
        ["crop"] = (new RandomCrop { Size = (8, 9) }, new RandomCrop { Size = (8, 9), Margin = 3 }),
        ["resized crop"] = (new RandomResizedCrop { Size = (8, 9), LeastArea = 1 }, new RandomResizedCrop { Size = (8, 9), LeastArea = 0.3 }),
        ["elastic"] = (new ElasticDeformation { Deviation = 0 }, new ElasticDeformation { Deviation = 2, Grid = 4 }),
        ["noise"] = (new RandomNoise { Variance = 0 }, new RandomNoise()),
        ["pixels"] = (new RandomPixels { Share = 0 }, new RandomPixels { Share = 0.2 }),
        ["cut out"] = (new CutOut { Size = 0 }, new CutOut { Size = 4 }),
        ["colours"] = (new ColorJitter { Brightness = 0, Contrast = 0, Saturation = 0 }, new ColorJitter()),
        ["colour PCA"] = (new PcaColor(Colours) { Deviation = 0 }, new PcaColor(Colours) { Deviation = 10 }),
        ["chain"] = (new RandomAffine().Then(new CutOut { Size = 0 }), new RandomAffine { Rotation = 10 }.Then(new CutOut { Size = 3 })),
    };

    public static TheoryData<string> Names => [.. All.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    [Trait("System", "AUG-IMG")]
    public void Strength_zero_is_the_identity_and_shape_and_label_stay(string name)
    {
        (Augmentation none, Augmentation some) = All[name];
        foreach (DType dtype in new[] { DType.Float32, DType.Float64 })
        {
            Tensor images = Tensor.Uniform([5, 3, 8, 9], rng: new Rng(1), dtype: dtype);
            double[] before = images.ToArray<double>();
            Assert.Equal(before, none.Apply(images, new Rng(2)).ToArray<double>());
            Tensor changed = some.Apply(images, new Rng(2));
            Assert.Equal((images.Shape, dtype), (changed.Shape, changed.DType));
            Assert.NotEqual(before, changed.ToArray<double>());
            Assert.Equal(before, images.ToArray<double>());
            Assert.Equal(changed.ToArray<double>(), some.Apply(images, new Rng(2)).ToArray<double>());
        }

        Batch batch = new(Tensor.Uniform([5, 3, 8, 9], rng: new Rng(3)), Tensor.From([0L, 1, 2, 1, 0]));
        Assert.Equal([0L, 1, 2, 1, 0], some.Apply(batch, new Rng(4)).Labels.ToArray<long>());
        Assert.Equal([0, 3, 8, 9], some.Apply(Tensor.Zeros([0, 3, 8, 9])).Shape.ToArray());

        // A double flip is the identity too.
        if (some is RandomFlip)
        {
            Assert.Equal(batch.Inputs.ToArray<float>(), some.Apply(some.Apply(batch.Inputs)).ToArray<float>());
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Any_number_of_threads_gives_the_same_bits_and_each_image_its_own(string name)
    {
        Tensor images = Tensor.Uniform([7, 3, 8, 9], rng: new Rng(1));
        Threads.AllGiveTheSame(() => All[name].Some.Apply(images, new Rng(5)).ToArray<float>());

        // An image's change depends on its number in the batch and nothing else.
        float[] few = All[name].Some.Apply(images[..3], new Rng(5)).ToArray<float>();
        Assert.Equal(few, All[name].Some.Apply(images, new Rng(5))[..3].Contiguous().ToArray<float>());
    }

    [Theory]
    [InlineData("warp 6x5", Interpolation.Linear)]
    [InlineData("warp 6x5", Interpolation.Nearest)]
    [InlineData("warp 4x7", Interpolation.Linear)]
    [InlineData("warp 4x7", Interpolation.Nearest)]
    public void Looking_up_places_is_PyTorchs_grid_sample(string name, Interpolation interpolation)
    {
        foreach (Border border in new[] { Border.Constant, Border.Edge, Border.Reflect })
        {
            Tensor expected = Golden.Stored($"{name}/{interpolation}/{border}");
            Tensor actual = ImageWarp.Apply(Golden.Stored($"{name}/images"), Golden.Stored($"{name}/places"), interpolation, border);
            Assert.Equal(expected.Shape, actual.Shape);
            Assert.All(expected.ToArray<double>().Zip(actual.ToArray<double>()), pair => Assert.Equal(pair.First, pair.Second, 1e-12));
        }

        Tensor row = Tensor.From(new float[] { 1, 2, 3 }, [1, 1, 1, 3]), places = Tensor.From(new double[] { 0, -1, 0, 3.5, 0, 2 }, [1, 1, 3, 2]);
        Assert.Equal([3, 1.5f, 3], ImageWarp.Apply(row, places, border: Border.Wrap).ToArray<float>());
    }

    [Fact]
    public void Moves_turns_and_flips_go_where_they_should()
    {
        Tensor image = Tensor.From(new float[] { 1, 2, 3, 4, 5, 6, 7, 8, 9 }, [1, 1, 3, 3]);
        Assert.Equal([3, 2, 1, 6, 5, 4, 9, 8, 7], new RandomFlip { Probability = 1 }.Apply(image).ToArray<float>());
        Assert.Equal([7, 8, 9, 4, 5, 6, 1, 2, 3], new RandomFlip { Probability = 1, Vertical = true }.Apply(image).ToArray<float>());

        // A crop with a margin is a whole move: zeros come in, all other pixels are the image's.
        Tensor moved = new RandomCrop { Size = 3, Margin = 1 }.Views(image[0], 200, new Rng(1));
        Assert.All(Enumerable.Range(0, 200), i => Assert.All(moved[i].Contiguous().ToArray<float>(), value => Assert.True(value is >= 0 and <= 9 && value == MathF.Round(value))));
        Assert.Equal(9, Enumerable.Range(0, 200).Select(i => string.Join(' ', moved[i].Contiguous().ToArray<float>())).Distinct().Count());

        // Turned by at most 90 degrees about its middle, which stays.
        Tensor turned = new RandomAffine { Rotation = 90 }.Views(image[0], 20, new Rng(2));
        Assert.All(Enumerable.Range(0, 20), i => Assert.Equal(5, turned[i, 0, 1, 1].Item(), 1e-6));
        Tensor noisy = new RandomNoise().Apply(Tensor.Zeros([4, 1, 50, 50]), new Rng(3));
        Assert.InRange(noisy.Square().Mean().Item(), 0.095, 0.105);
        Tensor cut = new CutOut { Size = 2, Fill = -1 }.Views(image[0], 30, new Rng(4));
        Assert.All(Enumerable.Range(0, 30), i => Assert.InRange(cut[i].Contiguous().ToArray<float>().Count(v => v == -1), 1, 4));
    }

    [Fact]
    [Trait("System", "AUG-ELASTIC")]
    public void Image_and_mask_are_bent_by_the_same_field_and_a_zero_field_is_the_identity()
    {
        Rng rng = new(6);
        Tensor labels = Tensor.RandomIntegers([3, 20, 24], 0, 5, rng), images = labels.To(DType.Float32).Unsqueeze(1);
        ElasticDeformation bend = new() { Deviation = 3, Border = Border.Edge, Interpolation = Interpolation.Nearest };
        (Tensor bent, Tensor mask) = bend.Apply(images, labels, new Rng(7));
        Assert.Equal(bent.Squeeze(1).ToArray<double>(), mask.To(DType.Float64).ToArray<double>());
        Assert.NotEqual(labels.ToArray<long>(), mask.ToArray<long>());
        Assert.Equal((DType.Int64, labels.Shape), (mask.DType, mask.Shape));
        (Tensor same, Tensor sameMask) = new ElasticDeformation { Deviation = 0 }.Apply(images, labels.To(DType.UInt8), new Rng(7));
        Assert.Equal(images.ToArray<float>(), same.ToArray<float>());
        Assert.Equal(labels.To(DType.UInt8).ToArray<byte>(), sameMask.ToArray<byte>());

        // Between pixels the image is smooth where the mask jumps, and still in the same places.
        Tensor half = Tensor.Arange(0, 24).Reshape(1, 1, 1, 24).Expand([1, 1, 20, 24]).Contiguous();
        (Tensor smooth, Tensor steps) = new ElasticDeformation { Deviation = 3, Border = Border.Edge }.Apply(half, half, new Rng(8));
        Assert.All(smooth.ToArray<double>().Zip(steps.ToArray<double>()), pair => Assert.InRange(pair.First - pair.Second, -0.5001, 0.5001));
    }

    [Fact]
    [Trait("System", "AUG-ALEX1")]
    [Trait("Golden", "G-TENCROP")]
    public void Ten_crop_gives_ten_views_and_averages_them()
    {
        Assert.Equal(2178, TenCrop.DistinctViews(256, 224));
        Assert.Equal(33 * 33 * 2, TenCrop.DistinctViews());
        Tensor images = Tensor.Uniform([2, 3, 6, 7], rng: new Rng(1));
        IReadOnlyList<Tensor> views = TenCrop.Views(images, 4);
        Assert.Equal(10, views.Count);
        Assert.Equal(10, views.Select(view => string.Join(' ', view.Contiguous().ToArray<float>())).Distinct().Count());
        Assert.All(views, view => Assert.Equal([2, 3, 4, 4], view.Shape.ToArray()));
        Assert.Equal(images[.., .., 2..6, 3..7].Contiguous().ToArray<float>(), views[3].Contiguous().ToArray<float>());
        Assert.Equal(images[.., .., 1..5, 1..5].Flip(3).Contiguous().ToArray<float>(), views[9].Contiguous().ToArray<float>());
        Tensor Score(Tensor x) => x.Flatten(1)[.., ..2].Square();
        double[] mean = [.. Enumerable.Range(0, 4).Select(i => views.Average(view => Score(view).Contiguous().ToArray<double>()[i]))];
        Assert.All(TenCrop.Average(Score, images, 4).ToArray<double>().Zip(mean), pair => Assert.Equal(pair.Second, pair.First, 1e-6));

        // Every one of the patches is drawn: 3 x 4 places, each also mirrored.
        Augmentation random = new RandomCrop { Size = 4 }.Then(new RandomFlip());
        Tensor drawn = random.Views(images[0], 400, new Rng(2));
        Assert.Equal(3 * 4 * 2, Enumerable.Range(0, 400).Select(i => string.Join(' ', drawn[i].Contiguous().ToArray<float>())).Distinct().Count());
    }

    [Fact]
    [Trait("System", "AUG-ALEX2")]
    public void Colour_PCA_moves_all_pixels_of_an_image_by_one_offset_in_the_span()
    {
        // Colours that vary in two directions only: a third is never used.
        Rng rng = new(3);
        Tensor grey = Tensor.Normal([6, 1, 8, 8], rng: rng, dtype: DType.Float64), warm = Tensor.Normal([6, 1, 8, 8], rng: rng, dtype: DType.Float64) * 0.3;
        Tensor images = Tensor.Concat([grey + warm, grey, grey - warm], 1);
        ColorPca pca = ColorPca.Of(images);
        double[] p = pca.Directions.ToArray<double>(), l = pca.Variances.ToArray<double>();
        Assert.True(l[0] > l[1] && l[1] > 0.01 && Math.Abs(l[2]) < 1e-12);
        Assert.Equal(Math.Sqrt(1 / 3.0), Math.Abs(p[0]), 0.05);
        double[] moves = (new PcaColor(pca).Apply(images, new Rng(4)) - images).ToArray<double>();
        List<double> amounts = [];
        for (int image = 0; image < 6; image++)
        {
            double[] offset = [.. Enumerable.Range(0, 3).Select(c => moves[((image * 3) + c) * 64])];
            Assert.All(Enumerable.Range(0, 3 * 64), i => Assert.Equal(offset[i / 64], moves[(image * 3 * 64) + i], 1e-12));
            Assert.Equal(0, (p[2] * offset[0]) + (p[5] * offset[1]) + (p[8] * offset[2]), 1e-12);
            amounts.Add(((p[0] * offset[0]) + (p[3] * offset[1]) + (p[6] * offset[2])) / l[0]);
        }

        Assert.Equal(6, amounts.Distinct().Count());
        Assert.All(amounts, a => Assert.InRange(Math.Abs(a), 1e-6, 0.5));
        Assert.Equal(images.ToArray<double>(), new PcaColor(pca) { Deviation = 0 }.Apply(images).ToArray<double>());
        Tensor many = new PcaColor(pca).Views(Tensor.Zeros([3, 1, 1], DType.Float64), 4000, new Rng(5)).Reshape(4000, 3).MatMul(pca.Directions);
        Assert.InRange(Math.Sqrt(many.Square().Mean(0).ToArray<double>()[0]) / l[0], 0.095, 0.105);
    }

    [Fact]
    [Trait("Golden", "G-AUGGAIN")]
    public void AlexNets_gains_are_stored() => Assert.Equal(
        (1.0, 1.7, 1.2, 0.4, 0.3),
        (AlexNetGains.ColourPcaTop1, AlexNetGains.TwoGpusTop1, AlexNetGains.TwoGpusTop5, AlexNetGains.OverlappingPoolingTop1, AlexNetGains.OverlappingPoolingTop5));

    [Fact]
    public void Colours_keep_their_range_and_grey_images_theirs()
    {
        Tensor images = Tensor.Uniform([8, 3, 4, 4], rng: new Rng(1)), grey = Tensor.Uniform([8, 1, 4, 4], rng: new Rng(2));
        ColorJitter strong = new() { Brightness = 1, Contrast = 1, Saturation = 1 };
        Assert.All(strong.Apply(images, new Rng(3)).ToArray<float>(), value => Assert.InRange(value, 0, 1));
        Assert.All(strong.Apply(grey, new Rng(3)).ToArray<float>(), value => Assert.InRange(value, 0, 1));

        // Brightness alone is one factor an image.
        Tensor brighter = new ColorJitter { Brightness = 0.1, Contrast = 0, Saturation = 0 }.Apply(grey * 0.5, new Rng(4)) / (grey * 0.5);
        Assert.All(Enumerable.Range(0, 8), i => Assert.InRange((brighter[i].Max() - brighter[i].Min()).Item(), 0, 1e-5));
        Assert.InRange(brighter.Max().Item(), 1.01, 1.1);
    }

    public static TheoryData<string, string> Misuses => new()
    {
        { "bytes", "RandomFlip: takes images [N, C, H, W] of floats, and got [1, 1, 2, 2] of UInt8" },
        { "rank", "Unsqueeze(0)" },
        { "masks", "got images [1, 1, 2, 2] and masks [1, 3, 2]" },
        { "crop", "the patch does not fit into 2 x 2" },
        { "probability", "RandomFlip: a probability is 0 to 1" },
        { "variance", "RandomNoise: the variance is 0 or more" },
        { "colours", "takes colour images [N, 3, H, W], and got 1 channels" },
        { "pca", "ColorPca: takes colour images" },
        { "ten", "TenCrop: takes patches of 3 x 3" },
        { "scale", "the scale's strength is 0 to less than 1" },
        { "grid", "the grid 2 to 64" },
        { "views", "Views: takes one image [C, H, W], and got [2, 1, 2, 2]" },
        { "warp", "ImageWarp: takes images" },
        { "cubic", "by Nearest or Linear" },
    };

    [Theory]
    [MemberData(nameof(Misuses))]
    public void Misuse_is_told_in_a_sentence(string what, string says)
    {
        Tensor x = Tensor.Zeros([1, 1, 2, 2]);
        Action act = what switch
        {
            "bytes" => () => new RandomFlip().Apply(Tensor.Zeros([1, 1, 2, 2], DType.UInt8)),
            "rank" => () => new RandomFlip().Apply(Tensor.Zeros([1, 2, 2])),
            "masks" => () => new RandomFlip().Apply(x, Tensor.Zeros([1, 3, 2])),
            "crop" => () => new RandomCrop { Size = 3 }.Apply(x),
            "probability" => () => new RandomFlip { Probability = 2 }.Apply(x),
            "variance" => () => new RandomNoise { Variance = -1 }.Apply(x),
            "colours" => () => new PcaColor(Colours).Apply(x),
            "pca" => () => ColorPca.Of(x),
            "ten" => () => TenCrop.Views(x, 3),
            "scale" => () => new RandomAffine { Scale = 1 }.Apply(x),
            "grid" => () => new ElasticDeformation { Grid = 1 }.Apply(x),
            "views" => () => new RandomFlip().Views(Tensor.Zeros([2, 1, 2, 2]), 3),
            "warp" => () => ImageWarp.Apply(x, Tensor.Zeros([1, 1, 2, 3])),
            _ => () => new RandomAffine { Interpolation = Interpolation.Cubic }.Apply(x),
        };
        Assert.Contains(says, Assert.ThrowsAny<ArgumentException>(act).Message, StringComparison.Ordinal);
    }
}
