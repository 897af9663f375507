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
        var (found, note) = Choose(finder, DatasetTable.FashionMnist, DatasetTable.FashionMnistSubset, full, cancellation);
        return MnistLoader.Read(found, note);
    }

    /// <summary>The whole set from a place at hand, else the part from a place at hand, else the whole set by download.</summary>
    internal static (FoundData Found, string Note) Choose(
        DataFinder finder, DatasetInfo whole, DatasetInfo part, bool insist, CancellationToken cancellation = default)
    {
        if (insist)
        {
            return (finder.Find(whole, cancellation), "");
        }

        if (finder.FindLocally(whole) is { } found)
        {
            return (found, "");
        }

        return finder.FindLocally(part) is { } subset ? (subset, SubsetNote) : (finder.Find(whole, cancellation), "");
    }
}
