using Microsoft.Data.Analysis;
using NotebookKit.Data;

namespace NotebookKit.DataAnalysis;

/// <summary>Data frames as data sets to learn from, and batches of them.</summary>
public static class FrameDatasets
{
    /// <summary>The categories of a column, and each row's as a number: <c>frame.Codes("species")</c>.</summary>
    /// <param name="frame">The table.</param>
    /// <param name="column">The column.</param>
    /// <param name="missing">What becomes of missing values: <see cref="Missing.Refuse"/> when null, or <see cref="Missing.Drop"/>.</param>
    /// <returns>[rows] of Int64, and what the numbers mean.</returns>
    /// <exception cref="ArgumentException">There is no such column, or a value is missing.</exception>
    public static (Tensor Codes, Categories Categories) Codes(this DataFrame frame, string column, Missing? missing = null)
    {
        Categories categories = Categories.Of(frame, column);
        return (categories.Codes(frame, missing), categories);
    }

    /// <summary>A column a category, 1 where a row belongs to it: <c>frame.OneHot("island")</c> is [rows, categories]. For a test set use the training set's <see cref="Categories.OneHot"/>.</summary>
    /// <param name="frame">The table.</param>
    /// <param name="column">The column.</param>
    /// <param name="dtype">Float32 or Float64.</param>
    /// <param name="missing">What becomes of missing values: <see cref="Missing.Refuse"/> when null, or <see cref="Missing.Drop"/>.</param>
    /// <exception cref="ArgumentException">There is no such column, or a value is missing.</exception>
    public static Tensor OneHot(this DataFrame frame, string column, DType dtype = DType.Float32, Missing? missing = null) =>
        Categories.Of(frame, column).OneHot(frame, dtype, missing);

    /// <summary>A data set of columns: <c>frame.ToDataset("penguins", "species", ["bill", "flipper"])</c>.</summary>
    /// <remarks>A target of text, or of true and false, makes classes, named by its categories; one of numbers makes a set for regression with targets [rows, 1].</remarks>
    /// <param name="frame">The table.</param>
    /// <param name="name">What a person calls the set.</param>
    /// <param name="target">The column that is to be said.</param>
    /// <param name="inputs">Columns of numbers; null for all but the target.</param>
    /// <param name="missing">What becomes of missing values; Drop leaves out a row that lacks an input or the target, filling is for inputs only.</param>
    /// <exception cref="ArgumentException">There is no such column, or a value is missing or no number.</exception>
    public static Dataset ToDataset(this DataFrame frame, string name, string target, IReadOnlyList<string>? inputs = null, Missing? missing = null)
    {
        ArgumentNullException.ThrowIfNull(frame);
        ArgumentNullException.ThrowIfNull(target);
        DataFrameColumn said = FrameColumns.Of(frame, target);
        DataFrameColumn[] wanted = FrameColumns.Of(frame, inputs ?? [.. frame.Columns.Select(column => column.Name).Where(column => column != said.Name)]);
        return Make(name, target, said, missing ?? Missing.Refuse, wanted, (kept, rule) => FrameTensors.Read(wanted, DType.Float32, rule, kept), frame);
    }

    /// <summary>The same, of scaled numbers and one-hot categories, as <paramref name="encoding"/> was fitted on the training set.</summary>
    /// <param name="frame">The table.</param>
    /// <param name="name">What a person calls the set.</param>
    /// <param name="target">The column that is to be said.</param>
    /// <param name="encoding">What makes the inputs.</param>
    /// <param name="missing">What becomes of missing values: <see cref="Missing.Refuse"/> when null, or <see cref="Missing.Drop"/>; what the encoding was told stands for its numbers.</param>
    /// <exception cref="ArgumentException">There is no such column, or a value is missing, or a category is unknown.</exception>
    public static Dataset ToDataset(this DataFrame frame, string name, string target, FrameEncoding encoding, Missing? missing = null)
    {
        ArgumentNullException.ThrowIfNull(frame);
        ArgumentNullException.ThrowIfNull(encoding);
        ArgumentNullException.ThrowIfNull(target);
        DataFrameColumn[] wanted = FrameColumns.Of(frame, [.. encoding.Numbers, .. encoding.Categories.Select(category => category.Column)]);
        return Make(name, target, FrameColumns.Of(frame, target), missing ?? Missing.Refuse, wanted, (kept, _) => encoding.Apply(frame, kept), frame);
    }

    /// <summary>Goes through columns of a data frame in batches: <c>frame.ToLoader("species", ["bill", "flipper"], batchSize: 32, shuffle: true)</c>.</summary>
    /// <param name="frame">The table.</param>
    /// <param name="target">The column that is to be said.</param>
    /// <param name="inputs">Columns of numbers; null for all but the target.</param>
    /// <param name="batchSize">Rows a batch.</param>
    /// <param name="shuffle">Whether each epoch has an order of its own.</param>
    /// <param name="rng">Where the order comes from; the session's generator when null.</param>
    /// <param name="missing">What becomes of missing values; <see cref="Missing.Refuse"/> when null.</param>
    /// <exception cref="ArgumentException">There is no such column, or a value is missing or no number.</exception>
    public static DataLoader ToLoader(
        this DataFrame frame, string target, IReadOnlyList<string>? inputs = null, int batchSize = 64, bool shuffle = false, Rng? rng = null, Missing? missing = null) =>
        new(frame.ToDataset("table", target, inputs, missing), batchSize, shuffle, rng);

    private static Dataset Make(string name, string target, DataFrameColumn said, Missing missing, DataFrameColumn[] wanted, Func<int[]?, Missing, Tensor> inputs, DataFrame frame)
    {
        int[]? kept = missing.Kind == MissingKind.Drop ? ColumnGaps.WholeRows([.. wanted, said]) : null;
        if (said.NullCount > 0 && kept is null)
        {
            // What is to be learned is never invented.
            throw missing.Kind == MissingKind.Refuse
                ? FrameColumns.Refused(said)
                : new ArgumentException($"the target '{target}' lacks a value in row {ColumnGaps.First(said)}, and a made-up target teaches nothing; choose Missing.Drop.");
        }

        Tensor features = inputs(kept, missing);
        string origin = $"a data frame of {frame.Rows.Count:N0} rows";
        if (said.DataType == typeof(string) || said.DataType == typeof(bool))
        {
            Categories classes = Categories.Of(frame, target);
            return new Dataset(name, features, classes.Codes(said, kept), classes.Names, origin);
        }

        return new Dataset(name, features, FrameTensors.Read([said], DType.Float32, Missing.Drop, kept), origin);
    }
}
