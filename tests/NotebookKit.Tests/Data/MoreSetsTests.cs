using NotebookKit.Data;
using NotebookKit.Files;

namespace NotebookKit.Tests.Data;

/// <summary>Sets that are reached by name: what is said about them, what is read, and what is said where they are absent.</summary>
public class MoreSetsTests
{
    [Fact]
    public void The_classes_that_the_table_names_are_those_of_the_sets()
    {
        var (iris, _) = IrisLoader.Load(RealData.Finder);
        Assert.Equal(3, iris.ClassNames.Length);
        var (digits, _) = DigitsLoader.Load(RealData.Finder);
        Assert.Equal(DatasetTable.Digits.Classes, digits.ClassNames);
        Assert.Equal(FashionMnistLoader.ClassNames, DatasetTable.FashionMnist.Classes);
        Assert.Contains("Ankle boot", $"{DatasetTable.FashionMnist}", StringComparison.Ordinal);
        Assert.Contains("CC BY 4.0", $"{DatasetTable.MovieReviews}", StringComparison.Ordinal);
    }

    [Fact]
    public void Every_picture_of_the_repository_is_known_by_name_and_read()
    {
        DatasetInfo[] ours = [.. DatasetTable.Pictures.Where(picture => picture.Folder == "images")];
        Assert.All(ours, picture => Assert.NotNull(RealData.Finder.FindLocally(picture)));
        Assert.Equal(Directory.GetFiles(Path.Combine(RealData.Folder, "images")).Length, ours.Length);
        Assert.Equal(new Shape(1, 512, 512), PictureLoader.Load(RealData.Finder, "camera").Pixels.Shape);
        Assert.Equal(new Shape(3, 300, 451), PictureLoader.Load(RealData.Finder, "chelsea").Pixels.Shape);
        Assert.Equal(new Shape(3, 427, 640), PictureLoader.Load(RealData.Finder, "china").Pixels.Shape);
        Assert.All(ours, picture => Assert.True(PictureLoader.Load(RealData.Finder, picture.Name).Pixels.Count > 10_000));
        Assert.Contains("there are astronaut", Assert.Throws<ArgumentException>(() => PictureLoader.Load(RealData.Finder, "lena")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_planes_of_a_picture_are_its_colours()
    {
        Tensor planes = PictureLoader.Planes([1, 2, 3, 255, 4, 5, 6, 255], 1, 2);
        Assert.Equal([1, 4, 2, 5, 3, 6], planes.ToArray<byte>());
        Assert.Equal(new Shape(1, 1, 1), PictureLoader.Planes([7, 7, 7, 0], 1, 1).Shape);
    }

    [Fact]
    public void Sentences_are_read_with_their_classes_and_odd_lines_are_named()
    {
        Assert.Equal([("Good.", 1), ("Bad, very bad.", 0)], SentencesLoader.Labelled(RealData.Text("Good.\t1\nBad, very bad.  \t0\n")));
        Assert.Equal("t, line 2: expected 0 or 1 behind the tab, found \"2\"", Assert.Throws<InvalidDataException>(() => SentencesLoader.Labelled(RealData.Text("a\t1\nb\t2\n")).ToArray()).Message);
        Assert.Equal([("Go.", "Va !")], SentencesLoader.Halves(RealData.Text("Go.\tVa !\n")));
        Assert.Contains("line 1: expected two texts", Assert.Throws<InvalidDataException>(() => SentencesLoader.Halves(RealData.Text("Go.\n")).ToArray()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_set_that_is_absent_says_its_name_its_size_and_where_to_put_it()
    {
        string message = Assert.Throws<FileNotFoundException>(() => SentencesLoader.MovieReviews(RealData.Finder)).Message;
        Assert.Contains("movie-reviews", message, StringComparison.Ordinal);
        Assert.Contains("NOTEBOOKKIT_DATA", message, StringComparison.Ordinal);
        Assert.Contains("rt-polarity.neg (612,506 bytes)", message, StringComparison.Ordinal);
    }

    // Only where somebody has named the folder of the larger sets.
    [Fact]
    public void The_larger_sets_are_read_where_they_are_at_hand()
    {
        DataFinder finder = DataFinder.Default();
        if (finder.FindLocally(DatasetTable.ReviewSentences) is not null)
        {
            SentenceData sentences = SentencesLoader.ReviewSentences(finder);
            Assert.Equal((3000, 1500), (sentences.Sentences.Count, sentences.Labels.Sum()));
        }

        if (finder.FindLocally(DatasetTable.MovieReviews) is not null)
        {
            SentenceData reviews = SentencesLoader.MovieReviews(finder);
            Assert.Equal((10_662, 5_331), (reviews.Sentences.Count, reviews.Labels.Sum()));
        }

        if (finder.FindLocally(DatasetTable.EnglishFrench) is not null)
        {
            PairData pairs = SentencesLoader.EnglishFrench(finder);
            Assert.Equal((18_065, "Go.", "Va !"), (pairs.Pairs.Count, pairs.Pairs[0].English, pairs.Pairs[0].French));
        }

        if (finder.FindLocally(DatasetTable.Nottingham) is not null)
        {
            Assert.Equal(1034, Datasets.Nottingham().Text.Split("\nX:").Length - 1);
        }

        if (finder.FindLocally(DatasetTable.Cifar10Subset) is not null)
        {
            TrainTest cifar = Datasets.Cifar10Subset();
            Assert.Equal((new Shape(5000, 3, 32, 32), new Shape(1000, 3, 32, 32)), (cifar.Train.Inputs.Shape, cifar.Test.Inputs.Shape));
            Assert.Equal(Enumerable.Repeat(500, 10), cifar.Train.Labels.ToArray<long>().CountBy(label => label).OrderBy(pair => pair.Key).Select(pair => pair.Value));

            // The means of red, green and blue that are known of the whole set.
            double[] means = (cifar.Train.Inputs.To(DType.Float32) / 255).Mean([0, 2, 3]).ToArray<double>();
            Assert.All(means.Zip([0.4914, 0.4822, 0.4465]), pair => Assert.Equal(pair.Second, pair.First, 0.01));
        }

        if (finder.FindLocally(DatasetTable.Nuclei) is not null)
        {
            Dataset nuclei = Datasets.Nuclei();
            Assert.Equal((new Shape(334, 1, 128, 128), new Shape(334, 128, 128)), (nuclei.Inputs.Shape, nuclei.Labels.Shape));
            Assert.Equal(9543, Enumerable.Range(0, 334).Sum(i => nuclei.Labels[i].ToArray<long>().Distinct().Count(number => number > 0)));
        }
    }

    [Fact]
    public void Paintings_and_trained_weights_are_read_where_they_are_at_hand()
    {
        DataFinder finder = DataFinder.Default();
        foreach (DatasetInfo picture in DatasetTable.Pictures.Where(picture => finder.FindLocally(picture) is not null))
        {
            Tensor pixels = Datasets.Picture(picture.Name);
            Assert.True(pixels.Shape is [3 or 1, > 99, > 99], picture.Name);
            Assert.True(!picture.Name.StartsWith("van-gogh-", StringComparison.Ordinal) || pixels.Shape == new Shape(3, 540, 540), picture.Name);
        }

        if (finder.FindLocally(DatasetTable.ImageNetClasses) is not null)
        {
            IReadOnlyList<string> classes = Datasets.ImageNetClasses();
            Assert.Equal(("tench, Tinca tinca", "tabby, tabby cat"), (classes[0], classes[281]));
            Assert.Equal("background", Datasets.VocClasses()[0]);
        }

        // As their makers count them: SqueezeNet 1.1, ResNet-20 with its running statistics, DeepLab, a painter.
        Dictionary<string, int> known = new() { ["features28"] = 35_175, ["digit-detectors"] = 1_144_730, ["squeezenet1.1"] = 1_235_496, ["resnet20"] = 271_098, ["deeplabv3-mobilenetv2"] = 2_097_013, ["painter-bedroom"] = 28_270 };
        foreach (DatasetInfo set in DatasetTable.Weights.Where(set => finder.FindLocally(set) is not null))
        {
            NamedArrays weights = Datasets.Weights(set.Name);
            Assert.Empty(weights.NotFinite);
            int numbers = weights.Where(pair => !pair.Key.EndsWith("num_batches_tracked", StringComparison.Ordinal)).Sum(pair => pair.Value.Values.Length);
            Assert.True(!known.TryGetValue(set.Name, out int count) || count == numbers, $"{set.Name}: {numbers}");
        }

        Assert.Contains("there are features28, digit-detectors, squeezenet1.1, ", Assert.Throws<ArgumentException>(() => Datasets.Weights("vgg")).Message, StringComparison.Ordinal);
    }
}
