using NotebookKit.Files;

namespace NotebookKit.Data;

/// <summary>Moby-Dick: a whole novel as one text.</summary>
internal static class MobyDickLoader
{
    /// <summary>Finds and reads the text; the samples of its origin are characters.</summary>
    public static (string Text, Origin Origin) Load(DataFinder finder)
    {
        var found = finder.Find(DatasetTable.MobyDick);
        var text = PlainText.Decode(found[0].Content, found[0].Path);
        return (text, found.Origin(text.Length, "samples are characters"));
    }
}
