using NotebookKit.Files;

namespace NotebookKit.Data;

/// <summary>Tiny Shakespeare: a million characters of plays as one text.</summary>
internal static class TinyShakespeareLoader
{
    /// <summary>Finds and reads the text; the samples of its origin are characters.</summary>
    public static (string Text, Origin Origin) Load(DataFinder finder)
    {
        var found = finder.Find(DatasetTable.TinyShakespeare);
        var text = PlainText.Decode(found[0].Content, found[0].Path);
        return (text, found.Origin(text.Length, "samples are characters"));
    }
}
