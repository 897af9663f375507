using System.Reflection;
using NotebookKit.Data;
using NotebookKit.Display;

namespace NotebookKit.Interactive;

/// <summary><c>#!data</c>: which data sets there are, and where.</summary>
internal sealed class DataCommand : IMagicCommand
{
    /// <inheritdoc/>
    public string Name => "data";

    /// <inheritdoc/>
    public string Summary => "lists the data sets, or finds one and says where it is";

    /// <inheritdoc/>
    public string Usage => """
        #!data [NAME]
        Without a name lists all data sets with size, terms and place. With a name finds that set, checks its files, and downloads them if they are nowhere.
        Example: #!data mnist
        """;

    /// <inheritdoc/>
    public bool TakesCell => false;

    /// <inheritdoc/>
    public async Task RunAsync(MagicCall call, CancellationToken cancellation)
    {
        MagicLine line = MagicLine.Parse(call.Arguments, Usage);
        line.AtMost(1);
        DataShelf shelf = DataShelf.Default();
        if (line.Words.Count == 0)
        {
            call.Host.Show(List(shelf));
            return;
        }

        string name = line.Words[0];
        DatasetInfo set = DatasetTable.Everything.FirstOrDefault(one => Plain(one.Name) == Plain(name))
            ?? throw line.Wrong($"There is no data set '{name}'; {(MagicLine.Nearest(name, DatasetTable.Everything.Select(one => one.Name)) is { } near ? $"did you mean {near}?" : "#!data lists them.")}");
        IShownValue? progress = shelf.Where(set) is null && set.CanDownload && !shelf.IsOffline ? call.Host.Show($"Downloading {set.Name}, {Amount.Bytes(Size(set))} unpacked ...") : null;
        try
        {
            // Files are read and their sums checked: not on the thread that draws.
            FoundData found = await Task.Run(() => DataFinder.Default().Find(set, cancellation), cancellation).ConfigureAwait(false);
            ReportTable card = Card(set, shelf.Where(set) ?? "cache", found);
            if (progress is null)
            {
                call.Host.Show(card);
            }
            else
            {
                progress.Update(card);
            }
        }
        catch (Exception e) when (e is IOException or InvalidDataException or HttpRequestException)
        {
            throw new MagicException(e.Message);
        }
    }

    private static ReportTable List(DataShelf shelf) => new(
        "Data sets", ["name", "size", "terms", "where", "what"],
        [.. DatasetTable.All.Select(set => new[] { set.Name, Amount.Bytes(Size(set)), set.Licence, shelf.Where(set) ?? (!set.CanDownload ? "not here" : shelf.IsOffline ? "not here (downloads are forbidden)" : "to download"), set.Description })])
    {
        Notes =
        [
            $"Single pictures, Datasets.Picture(name): {string.Join(", ", DatasetTable.Pictures.Select(picture => picture.Name))}.",
            $"Trained networks, Datasets.Weights(name): {string.Join(", ", DatasetTable.Weights.Select(weights => weights.Name))}.",
            "Sizes are of the unpacked files. #!data NAME finds a set, or says what to do. Own folders are named in NOTEBOOKKIT_DATA.",
        ],
    };

    private static ReportTable Card(DatasetInfo set, string place, FoundData found) => new(
        set.Name, ["", ""],
        [
            ["what", set.Description],
            ["from", set.Citation],
            ["terms", set.Licence],
            ["where", found.Origin(0).Kind == OriginKind.Download ? $"{place}, downloaded just now" : place],
            ["files", string.Join(", ", set.Files.Select(file => $"{file.Name} ({Amount.Bytes(file.Length)})")) + ", all with the right SHA-256"],
            .. Loader(set) is { } loader ? new[] { new[] { "in C#", loader } } : [],
        ]);

    // A set and the method that reads it have the same name but for dashes.
    private static string? Loader(DatasetInfo set) =>
        DatasetTable.Pictures.Contains(set) ? $"Datasets.Picture(\"{set.Name}\")"
        : DatasetTable.Weights.Contains(set) ? $"Datasets.Weights(\"{set.Name}\")"
        : Method(set);

    private static string? Method(DatasetInfo set) => typeof(Datasets).GetMethods(BindingFlags.Public | BindingFlags.Static)
        .Where(method => Plain(method.Name) == Plain(set.Name) || (set.Name == "fashion-mnist-subset" && method.Name == nameof(Datasets.FashionMnist)))
        .Select(method => $"Datasets.{method.Name}()").FirstOrDefault();

    private static string Plain(string name) => name.Replace("-", string.Empty, StringComparison.Ordinal).Replace("_", string.Empty, StringComparison.Ordinal).ToUpperInvariant();

    private static double Size(DatasetInfo set) => set.Files.Sum(file => (double)file.Length);
}
