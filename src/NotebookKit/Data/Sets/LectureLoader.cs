using NotebookKit.Files;

namespace NotebookKit.Data;

/// <summary>Small tables and texts that the lectures print.</summary>
internal static class LectureLoader
{
    private static readonly string[] Functions = ["AND", "OR", "XOR"];
    private static readonly string[] Countries = ["England", "Wales", "Scotland", "N Ireland"];

    /// <summary>The four cases of a logical function.</summary>
    public static Dataset Logic(DataFinder finder, string function)
    {
        int column = Array.IndexOf(Functions, function);
        if (column < 0)
        {
            throw new ArgumentException($"Logic: there is no \"{function}\"; there are {string.Join(", ", Functions)}.", nameof(function));
        }

        FoundData found = finder.Find(DatasetTable.Logic);
        CsvRow[] rows = [.. Rows(found, ["a", "b", .. Functions])];
        float[] inputs = [.. rows.SelectMany(row => new[] { (float)row.Whole(0, "a", 2), row.Whole(1, "b", 2) })];
        long[] labels = [.. rows.Select(row => (long)row.Whole(2 + column, function, 2))];
        return new Dataset(function, Tensor.From(inputs, [rows.Length, 2]), Tensor.From(labels), ["false", "true"], found.Origin(rows.Length).ToString());
    }

    /// <summary>17 foods in 4 countries.</summary>
    public static TableArrays UkFood(DataFinder finder)
    {
        FoundData found = finder.Find(DatasetTable.UkFood);
        CsvRow[] rows = [.. Rows(found, ["food", .. Countries])];
        double[] values = [.. rows.SelectMany(row => Enumerable.Range(1, Countries.Length).Select(i => row.Number(i, Countries[i - 1])))];
        return new TableArrays(values, rows.Length, Countries.Length, Countries, new double[rows.Length], [])
        {
            RowNames = [.. rows.Select(row => row[0])],
            Origin = found.Origin(rows.Length),
        };
    }

    /// <summary>Characters with their codes.</summary>
    public static IReadOnlyList<CharacterCode> Characters(DataFinder finder)
    {
        FoundData found = finder.Find(DatasetTable.Characters);
        return [.. Rows(found, ["decimal", "hexadecimal", "octal", "character"]).Select(row => new CharacterCode(row.Whole(0, "decimal", 128), row[1], row[2], row[3][0]))];
    }

    /// <summary>Six texts.</summary>
    public static WordData Texts(DataFinder finder)
    {
        FoundData found = finder.Find(DatasetTable.LectureTexts);
        string[] texts = PlainText.Lines(found[0].Content, found[0].Path);
        return new WordData(texts, found.Origin(texts.Length));
    }

    private static IEnumerable<CsvRow> Rows(FoundData found, string[] header) => new CsvSource(PlainText.Decode(found[0].Content, found[0].Path), found[0].Path).RowsBelow(header);
}

/// <summary>A character and its code in three number systems.</summary>
/// <param name="Code">The code.</param>
/// <param name="Hexadecimal">The code to base 16.</param>
/// <param name="Octal">The code to base 8.</param>
/// <param name="Character">The character.</param>
public readonly record struct CharacterCode(int Code, string Hexadecimal, string Octal, char Character);
