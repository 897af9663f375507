namespace NotebookKit.Data;

/// <summary>The table of data sets, part five: what the lectures print.</summary>
internal static partial class DatasetTable
{
    /// <summary>AND, OR and XOR of two inputs, the four cases each.</summary>
    public static readonly DatasetInfo Logic = new(
        "logic", "lecture",
        "AND, OR and XOR of two inputs, the four cases each.",
        "Facts",
        "Lectures S1, S2 L1, S3.",
        [
            new("logic.csv", 55, "ab5b5ebbfcdf6ce16504b130a0380e83325b3acc631665fa798b325703ac57c5"),
        ]);

    /// <summary>What people in four countries of the United Kingdom ate in 1997: 17 foods in g per person and week.</summary>
    public static readonly DatasetInfo UkFood = new(
        "uk-food", "lecture",
        "What people in four countries of the United Kingdom ate in 1997: 17 foods in g per person and week.",
        "Facts",
        "Department for Environment, Food and Rural Affairs; lecture S2 L9.",
        [
            new("uk-food.csv", 509, "da533671eba4299761715fb7abcb6d35cf00180caa6ed88972ac1d39886702b3"),
        ]);

    /// <summary>The characters 88 to 104 with their decimal, hexadecimal and octal codes, 17 rows.</summary>
    public static readonly DatasetInfo Characters = new(
        "characters", "lecture",
        "The characters 88 to 104 with their decimal, hexadecimal and octal codes, 17 rows.",
        "Facts",
        "Lecture S0, music generation.",
        [
            new("characters.csv", 245, "d158a52a2e49e045fe7b04e31ccfe66f92badfb28bf377c31c3435d92004ccaa"),
        ]);

    /// <summary>The six example texts of the lectures on sequences.</summary>
    public static readonly DatasetInfo LectureTexts = new(
        "lecture-texts", "lecture",
        "The six example texts of the lectures on sequences.",
        "Short quotations",
        "Lectures S0, S2 L10.",
        [
            new("sentences.txt", 240, "942acc32e2e3f381010395c04f38afc366c353c6019cc4b5a72309f66c02ce99"),
        ]);
}
