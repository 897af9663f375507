using Microsoft.Data.Analysis;
using NotebookKit.Data;

namespace NotebookKit.DataAnalysis;

/// <summary>Columns as inputs of a network: numbers scaled to mean 0 and variance 1, then categories one-hot; fitted on the training set and applied to all.</summary>
/// <remarks>
/// z = (x - mean) / deviation with the training set's statistics (<see cref="Standardizer"/>), and for each category a
/// column of 0 and 1. What it does with missing numbers was told when it was fitted: <see cref="Missing.Mean"/> fills with
/// the training set's mean, which is 0 after scaling. Lecture S2 L5 (input normalisation).
/// </remarks>
public sealed class FrameEncoding
{
    private readonly Standardizer? scaler;
    private readonly double[] fillings;

    private FrameEncoding(IReadOnlyList<string> numbers, IReadOnlyList<Categories> categories, Standardizer? scaler, double[] fillings)
    {
        (Numbers, Categories, this.scaler, this.fillings) = (numbers, categories, scaler, fillings);
        FeatureNames = [.. numbers, .. categories.SelectMany(category => category.Names.Select(name => $"{category.Column}={name}"))];
    }

    /// <summary>The columns that are scaled.</summary>
    public IReadOnlyList<string> Numbers { get; }

    /// <summary>The columns that become one-hot, with their categories.</summary>
    public IReadOnlyList<Categories> Categories { get; }

    /// <summary>What each column of the tensor is.</summary>
    public IReadOnlyList<string> FeatureNames { get; }

    /// <summary>Learns means, deviations and categories from a training set.</summary>
    /// <param name="train">The training set, and no more than it.</param>
    /// <param name="numbers">Columns of numbers.</param>
    /// <param name="categories">Columns of categories.</param>
    /// <param name="missing">What becomes of missing numbers, here and later: <see cref="Missing.Refuse"/> when null, <see cref="Missing.Mean"/>, or a number.</param>
    /// <exception cref="ArgumentException">No columns, no such column, a missing value, or <see cref="Missing.Drop"/>, which would make rows of its own.</exception>
    public static FrameEncoding Fit(DataFrame train, IReadOnlyList<string> numbers, IReadOnlyList<string>? categories = null, Missing? missing = null)
    {
        ArgumentNullException.ThrowIfNull(train);
        ArgumentNullException.ThrowIfNull(numbers);
        missing ??= Missing.Refuse;
        if (numbers.Count + (categories?.Count ?? 0) == 0)
        {
            throw new ArgumentException("FrameEncoding.Fit: name at least one column of numbers or of categories.", nameof(numbers));
        }

        if (missing.Kind == MissingKind.Drop || double.IsNaN(missing.Value))
        {
            throw new ArgumentException($"FrameEncoding.Fit: {missing}, and an encoding keeps rows and numbers whole; call frame.DropNulls() first, or choose Missing.Mean or Missing.Fill(number).", nameof(missing));
        }

        DataFrameColumn[] columns = FrameColumns.Of(train, numbers);
        Standardizer? scaler = columns.Length == 0 ? null : Standardizer.Fit(FrameTensors.Read(columns, DType.Float64, missing, null));
        double[] fillings = missing.Kind switch
        {
            MissingKind.Mean => [.. columns.Select(ColumnNumbers.MeanOf)],
            MissingKind.Fill => [.. columns.Select(_ => missing.Value)],
            _ => [],
        };
        return new FrameEncoding([.. numbers], [.. (categories ?? []).Select(column => DataAnalysis.Categories.Of(train, column))], scaler, fillings);
    }

    /// <summary>The inputs of a table with the same columns: [rows, features], the numbers first.</summary>
    /// <param name="frame">The table.</param>
    /// <exception cref="ArgumentException">A column is not there, a value is missing that was not to be, or a category is unknown; the message names column and row.</exception>
    public Tensor Apply(DataFrame frame)
    {
        ArgumentNullException.ThrowIfNull(frame);
        return Apply(frame, null);
    }

    /// <summary>What it makes of which columns.</summary>
    public override string ToString() =>
        $"{Numbers.Count} scaled column{(Numbers.Count == 1 ? string.Empty : "s")} and {Categories.Count} one-hot: {FeatureNames.Count} features: {string.Join(", ", FeatureNames.Take(16))}{(FeatureNames.Count > 16 ? ", …" : string.Empty)}";

    internal Tensor Apply(DataFrame frame, int[]? kept)
    {
        List<Tensor> parts = [];
        if (scaler is not null)
        {
            Tensor[] columns = [.. FrameColumns.Of(frame, Numbers).Select((column, i) =>
                FrameTensors.Read([column], DType.Float64, kept is not null ? Missing.Drop : fillings.Length == 0 ? Missing.Refuse : Missing.Fill(fillings[i]), kept))];
            parts.Add(scaler.Apply(Tensor.Concat(columns, 1)).To(DType.Float32));
        }

        parts.AddRange(Categories.Select(category => category.Codes(FrameColumns.Of(frame, category.Column), kept).OneHot(category.Count)));
        return Tensor.Concat(parts, 1);
    }
}
