namespace NotebookKit.Data;

/// <summary>Fashion-MNIST: the full set where it is at hand, otherwise the subset of this repository, and it says which.</summary>
internal static class FashionMnistLoader
{
    /// <summary>The names of the ten classes, in the order of their numbers.</summary>
    public static readonly string[] ClassNames =
        ["T-shirt/top", "Trouser", "Pullover", "Dress", "Coat", "Sandal", "Shirt", "Sneaker", "Bag", "Ankle boot"];

    private const string SubsetNote = "a subset: 10,000 of 60,000 training and 2,000 of 10,000 test pictures";

    /// <summary>Finds and reads the set.</summary>
    /// <param name="finder">Where to look.</param>
    /// <param name="full">True insists on the full set and downloads it if need be, instead of taking the subset.</param>
    /// <param name="cancellation">Stops a download.</param>
    public static (ImageArrays Train, ImageArrays Test, Origin Origin) Load(
        DataFinder finder, bool full = false, CancellationToken cancellation = default)
    {
        if (!full && finder.FindLocally(DatasetTable.FashionMnist) is null
            && finder.FindLocally(DatasetTable.FashionMnistSubset) is { } subset)
        {
            return MnistLoader.Read(subset, SubsetNote);
        }

        return MnistLoader.Read(finder.Find(DatasetTable.FashionMnist, cancellation));
    }
}
