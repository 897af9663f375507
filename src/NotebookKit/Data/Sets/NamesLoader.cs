using NotebookKit.Files;

namespace NotebookKit.Data;

/// <summary>Names: 32,033 first names in lower case, most frequent first.</summary>
internal static class NamesLoader
{
    /// <summary>Finds and reads the list.</summary>
    public static (string[] Names, Origin Origin) Load(DataFinder finder)
    {
        var found = finder.Find(DatasetTable.Names);
        var names = PlainText.Lines(found[0].Content, found[0].Path);
        return (names, found.Origin(names.Length));
    }
}
