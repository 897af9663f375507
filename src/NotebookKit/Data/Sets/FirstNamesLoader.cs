using NotebookKit.Files;

namespace NotebookKit.Data;

/// <summary>First names: 4,951 female and 3,898 male; a name may be in both lists.</summary>
internal static class FirstNamesLoader
{
    /// <summary>Finds and reads the two lists.</summary>
    public static (string[] Female, string[] Male, Origin Origin) Load(DataFinder finder)
    {
        var found = finder.Find(DatasetTable.FirstNames);
        var female = PlainText.Lines(found[0].Content, found[0].Path);
        var male = PlainText.Lines(found[1].Content, found[1].Path);
        return (female, male, found.Origin(female.Length + male.Length));
    }
}
