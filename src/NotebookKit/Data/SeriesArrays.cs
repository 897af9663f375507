namespace NotebookKit.Data;

/// <summary>One or more measurements over time, as plain arrays.</summary>
/// <remarks>A missing value is NaN; a step that the source leaves out is not there at all, so look at the dates.</remarks>
/// <param name="Dates">The first day of each step, ascending.</param>
/// <param name="Values">Steps x Columns numbers, step by step.</param>
/// <param name="ColumnNames">The name of each column, with its unit where it has one.</param>
[Display.TypeFormatterSource(typeof(Display.SeriesArraysFormatterSource), PreferredMimeTypes = ["text/html", "text/plain"])]
public sealed record SeriesArrays(DateOnly[] Dates, double[] Values, string[] ColumnNames)
{
    /// <summary>The number of steps.</summary>
    public int Steps => Dates.Length;

    /// <summary>The number of measurements per step.</summary>
    public int Columns => ColumnNames.Length;

    /// <summary>Where it was found; null when it was made by hand.</summary>
    public Origin? Origin { get; init; }

    /// <summary>For columns that hold a category as a number: the column's name and the names of its categories.</summary>
    public IReadOnlyDictionary<string, string[]> Categories { get; init; } = new Dictionary<string, string[]>();

    /// <summary>Size and origin in a line.</summary>
    public override string ToString() => $"{Steps:N0} steps of {Columns} number{(Columns == 1 ? string.Empty : "s")}" + (Origin is null ? string.Empty : $", {Origin}");
}
