using NotebookKit.Files;

namespace NotebookKit.Data;

/// <summary>MNIST: 60,000 and 10,000 handwritten digits of 28 x 28 pixels.</summary>
internal static class MnistLoader
{
    /// <summary>Finds and reads the set.</summary>
    public static (ImageArrays Train, ImageArrays Test, Origin Origin) Load(DataFinder finder, CancellationToken cancellation = default) =>
        Read(finder.Find(DatasetTable.Mnist, cancellation));

    /// <summary>Turns the four idx files (training images and labels, test images and labels) into arrays.</summary>
    internal static (ImageArrays Train, ImageArrays Test, Origin Origin) Read(FoundData found, string note = "")
    {
        var train = Pair(found[0], found[1]);
        var test = Pair(found[2], found[3]);
        return (train, test, found.Origin(train.Count + test.Count, note));
    }

    /// <summary>Joins images and labels that belong together, and refuses those that cannot.</summary>
    /// <exception cref="InvalidDataException">Not images and labels, another number of them, or a label above 9.</exception>
    internal static ImageArrays Pair((byte[] Content, string Path) images, (byte[] Content, string Path) labels)
    {
        var pictures = IdxFile.Read(images.Content, images.Path);
        var classes = IdxFile.Read(labels.Content, labels.Path);
        if (pictures.Dimensions is not [var count, var height, var width])
        {
            throw new InvalidDataException($"{images.Path}: expected 3 dimensions (images), found {pictures.Dimensions.Length}");
        }

        if (classes.Dimensions is not [var labelled] || labelled != count)
        {
            throw new InvalidDataException(
                $"{labels.Path}: expected {count} labels, found a shape of {string.Join(" x ", classes.Dimensions)}");
        }

        var wrong = classes.Values.AsSpan().IndexOfAnyExceptInRange((byte)0, (byte)9);
        if (wrong >= 0)
        {
            throw new InvalidDataException(
                $"{labels.Path}: expected labels from 0 to 9, found {classes.Values[wrong]} for picture {wrong}");
        }

        return new ImageArrays(pictures.Values, count, height, width, classes.Values);
    }
}
