using NotebookKit.Data;

namespace NotebookKit.Tests.Data;

public class ImageSetTests
{
    private static int[] Counts(byte[] labels)
    {
        var counts = new int[10];
        foreach (var label in labels)
        {
            counts[label]++;
        }

        return counts;
    }

    [Fact]
    [Trait("System", "DAT-MNIST")]
    public void Mnist_has_its_known_shapes_labels_and_ink()
    {
        var (train, test, origin) = MnistLoader.Load(RealData.Finder);

        Assert.Equal((60_000, 28, 28), (train.Count, train.Height, train.Width));
        Assert.Equal((10_000, 28, 28), (test.Count, test.Height, test.Width));
        Assert.Equal(47_040_000, train.Pixels.Length);
        Assert.Equal([5, 0, 4, 1, 9], train.Labels[..5]);
        Assert.Equal([7, 2, 1, 0, 4], test.Labels[..5]);
        Assert.Equal([980, 1135, 1032, 1010, 982, 892, 958, 1028, 974, 1009], Counts(test.Labels));
        Assert.Equal([5923, 6742, 5958, 6131, 5842, 5421, 5918, 6265, 5851, 5949], Counts(train.Labels));
        var mean = train.Pixels.Sum(pixel => (long)pixel) / 255.0 / train.Pixels.Length;
        Assert.Equal(0.1307, mean, 4);
        Assert.Equal(784, train.Picture(59_999).Length);
        Assert.Throws<ArgumentOutOfRangeException>(() => train.Picture(60_000).Length);
        Assert.Equal(("mnist", OriginKind.DataFolder, 70_000), (origin.Dataset, origin.Kind, origin.Samples));
    }

    [Fact]
    public void Fashion_mnist_falls_back_to_the_subset_and_says_so()
    {
        var (train, test, origin) = FashionMnistLoader.Load(RealData.Finder);

        Assert.Equal((10_000, 2_000), (train.Count, test.Count));
        Assert.Equal([9, 0, 0, 3, 0], train.Labels[..5]);
        Assert.Equal([9, 2, 1, 1, 6], test.Labels[..5]);
        Assert.Equal("fashion-mnist-subset", origin.Dataset);
        Assert.Contains("10,000 of 60,000", origin.Note);
        Assert.Equal(10, FashionMnistLoader.ClassNames.Length);
    }

    [Fact]
    public void Insisting_on_the_full_fashion_mnist_offline_names_the_mend()
    {
        var error = Assert.Throws<FileNotFoundException>(() => FashionMnistLoader.Load(RealData.Finder, full: true));

        Assert.Contains("The data set fashion-mnist was not found", error.Message);
    }

    [Fact]
    public void Images_and_labels_that_do_not_belong_together_are_refused()
    {
        (byte[], string) images = ([0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 1, 0, 0, 0, 1, 7, 8], "images");
        (byte[], string) few = ([0, 0, 8, 1, 0, 0, 0, 1, 0], "labels");
        (byte[], string) high = ([0, 0, 8, 1, 0, 0, 0, 2, 0, 10], "labels");

        Assert.Contains("labels: expected 2 labels, found a shape of 1", Assert.Throws<InvalidDataException>(() => MnistLoader.Pair(images, few)).Message);
        Assert.Contains("found 10 for picture 1", Assert.Throws<InvalidDataException>(() => MnistLoader.Pair(images, high)).Message);
        Assert.Contains("expected 3 dimensions", Assert.Throws<InvalidDataException>(() => MnistLoader.Pair(few, few)).Message);
    }
}
