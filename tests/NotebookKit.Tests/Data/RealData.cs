using NotebookKit.Data;

namespace NotebookKit.Tests.Data;

/// <summary>The data folder of this repository, reached as a notebook does: upward from where the tests run.</summary>
internal static class RealData
{
    public static DataFinder Finder { get; } = new(
        new DataPlaces(AppContext.BaseDirectory, [], Path.Combine(AppContext.BaseDirectory, "no-cache"), Offline: true),
        new Downloader());

    public static string Folder { get; } =
        Path.GetDirectoryName(Path.GetDirectoryName(Finder.Find(DatasetTable.Iris)[0].Path))!;

    /// <summary>A small input for a parser.</summary>
    public static (byte[] Content, string Path) Text(string text, string name = "t") =>
        (System.Text.Encoding.UTF8.GetBytes(text.ReplaceLineEndings("\n")), name);
}
