namespace NotebookKit.Display;

/// <summary>One thing that was measured.</summary>
/// <param name="Name">What it is.</param>
/// <param name="Seconds">The median time of a run.</param>
/// <param name="Fastest">The fastest run; null when only one number is known.</param>
/// <param name="Slowest">The slowest run.</param>
/// <param name="Runs">How many runs there were.</param>
/// <param name="Bytes">What a run allocates; null when it was not measured.</param>
/// <param name="Flops">Additions and multiplications of a run, for the rate; null when they are not known.</param>
public sealed record BenchmarkRow(string Name, double Seconds, double? Fastest = null, double? Slowest = null, int Runs = 1, double? Bytes = null, double? Flops = null);

/// <summary>Times side by side, each with how many times longer it takes than the fastest.</summary>
/// <param name="Title">Stands above.</param>
/// <param name="Rows">What was measured.</param>
[TypeFormatterSource(typeof(BenchmarkTableFormatterSource), PreferredMimeTypes = ["text/html", "text/plain"])]
public sealed record BenchmarkTable(string Title, IReadOnlyList<BenchmarkRow> Rows)
{
    /// <summary>The table as text.</summary>
    public override string ToString() => $"{Title}\n{Html.PlainTable(Columns, Cells())}";

    /// <summary>The columns that some row fills.</summary>
    internal string[] Columns =>
    [
        "what", "median", .. Has(Rows.Any(row => row.Fastest is not null), "fastest to slowest"), .. Has(Rows.Count > 1, "times the fastest"),
        .. Has(Rows.Any(row => row.Bytes is not null), "allocated"), .. Has(Rows.Any(row => row.Flops is not null), "FLOP/s"), "runs",
    ];

    /// <summary>The cells, row by row.</summary>
    internal IEnumerable<IReadOnlyList<string>> Cells()
    {
        double best = Rows.Select(row => row.Seconds).Where(seconds => seconds > 0).DefaultIfEmpty(double.NaN).Min();
        return Rows.Select(row => (IReadOnlyList<string>)
        [
            row.Name, NumberWords.Seconds(row.Seconds),
            .. Has(Rows.Any(any => any.Fastest is not null), row.Fastest is { } fastest ? $"{NumberWords.Seconds(fastest)} to {NumberWords.Seconds(row.Slowest ?? row.Seconds)}" : string.Empty),
            .. Has(Rows.Count > 1, NumberWords.Short(row.Seconds / best)),
            .. Has(Rows.Any(any => any.Bytes is not null), row.Bytes is { } bytes ? NumberWords.Bytes(bytes) : string.Empty),
            .. Has(Rows.Any(any => any.Flops is not null), row.Flops is { } flops && row.Seconds > 0 ? NumberWords.Count(flops / row.Seconds) : string.Empty),
            $"{row.Runs:N0}",
        ]);
    }

    private static string[] Has(bool present, string text) => present ? [text] : [];
}

/// <summary>Times as a table.</summary>
public sealed class BenchmarkTableFormatterSource : FormatterSource<BenchmarkTable>
{
    /// <inheritdoc/>
    protected override IEnumerable<(string MimeType, Func<BenchmarkTable, string> Write)> Forms =>
    [
        ("text/html", table => Html.Table(table.Title, table.Columns, table.Cells())),
        ("text/plain", table => table.ToString()),
    ];
}
