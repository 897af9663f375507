namespace NotebookKit.Data;

/// <summary>A table of numbers with a target per row, as plain arrays.</summary>
/// <remarks>A missing value is NaN, never a guess; fill or drop it before training.</remarks>
/// <param name="Values">Rows x Columns numbers, row by row.</param>
/// <param name="Rows">The number of samples.</param>
/// <param name="Columns">The number of features.</param>
/// <param name="FeatureNames">The name of each column, with its unit where it has one.</param>
/// <param name="Targets">What is to be predicted: a class counted from 0, or a measured number.</param>
/// <param name="ClassNames">The names of the classes; empty where the target is a measured number.</param>
[Display.TypeFormatterSource(typeof(Display.TableArraysFormatterSource), PreferredMimeTypes = ["text/html", "text/plain"])]
public sealed record TableArrays(
    double[] Values, int Rows, int Columns, string[] FeatureNames, double[] Targets, string[] ClassNames)
{
    /// <summary>Where it was found; null when it was made by hand.</summary>
    public Origin? Origin { get; init; }

    /// <summary>For columns that hold a category as a number: the column's name and the names of its categories.</summary>
    public IReadOnlyDictionary<string, string[]> Categories { get; init; } = new Dictionary<string, string[]>();

    /// <summary>A name for each row where the source has one, otherwise empty.</summary>
    public string[] RowNames { get; init; } = [];

    /// <summary>True if the target is a class.</summary>
    public bool IsClassification => ClassNames.Length > 0;

    /// <summary>The features of one sample.</summary>
    /// <param name="index">The sample, from 0 to Rows - 1.</param>
    public ReadOnlySpan<double> Row(int index)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, Rows);
        return Values.AsSpan(index * Columns, Columns);
    }

    /// <summary>Size and origin in a line.</summary>
    public override string ToString() => $"{Rows:N0} rows of {Columns} numbers" + (Origin is null ? string.Empty : $", {Origin}");
}
